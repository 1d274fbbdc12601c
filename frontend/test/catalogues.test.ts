/** The three catalogues say the same things, and nothing that nobody says. */
import { describe, expect, it } from 'vitest';
import en from '@locale/en.json';
import fr from '@locale/fr.json';
import nl from '@locale/nl.json';
import { screenSources, sources } from './sources';

type Text = string | Record<string, string>;
const catalogues: Record<string, Record<string, Text>> = { fr, nl, en };
const keys = Object.keys(fr);

/**
 * Prefixes of keys that are put together at run time from a code: refusals,
 * states, ways of paying. The rest of a key must be written out somewhere.
 */
const MADE_OF_A_CODE = [
  'coming.',
  'mail.sends.',
  'exchanges.how.',
  'receive.then.',
  'settings.noticeExample.',
  'settings.says.',
  'settings.saysHelp.',
  'promised.by.',
  'promised.link.',
  'bank.tally.',
  'invoices.linkState.',
  'seats.weeks.',
  'reenrolment.state.',
  'closing.kind.',
  'entriesFault.',
  'account.',
  'books.journal.',
  'books.kind.',
  'close.done.',
  'closing.paper.',
  'closing.rate.',
  'planning.cancel.',
  'tell.',
  'import.namesake.',
  'import.postal.',
  'today.close.',
  'cart.awaits.',
  'activity.paper.',
  'activity.tick.',
  'consequence.',
  'card.why.',
  'voucher.why.',
  'outcome.',
  'roster.by.',
  'roster.gone.',
  'families.state.',
  'families.package.fate.',
  'message.',
  'takeover.sort.',
  'takeover.weeks.',
  'aids.state.',
  'starter.paper.',
  'action.',
  'palette.by.',
  'palette.words.',
  'einvoice.',
  'occupancy.by.',
  'remind.how.',
  'b2c.part.',
  'bank.column.',
  'bank.group.',
  'bank.ignore.',
  'bank.kind.',
  'bank.state.',
  'bank.why.',
  'mailbox.answer.booking.',
  'mailbox.state.',
  'mailbox.why.',
  'messages.answerIn.',
  'messages.fact.',
  'messages.kind.',
  'outbox.fault.',
  'outbox.is.',
  'link.problem.',
  'linkPayments.why.',
  'settings.provider.',
  'settings.security.',
  'remind.why.',
  'reminder.',
  'writeOff.why.',
  'error.',
  'event.',
  'held.',
  'holiday.',
  'horses.care.',
  'horses.limit.',
  'horses.show.',
  'horses.way.',
  'horses.despite.',
  'import.doing.',
  'import.field.',
  'import.same.',
  'key.',
  'mention.',
  'missing.',
  'month.',
  'monthShort.',
  'paper.',
  'planning.kind.',
  'planning.view.',
  'recipient.',
  'sample.arena.',
  'sample.series.',
  'settings.closedKind.',
  'settings.way.',
  'state.',
  'verify.',
  'way.',
  'weekday.',
  'weekdayShort.',
];

const forms = (text: Text | undefined) =>
  typeof text === 'object' ? Object.keys(text).sort() : ['text'];

function placeholders(text: Text | undefined): string[] {
  const pattern = typeof text === 'object' ? text.other : text;
  return [...new Set(pattern?.match(/\{\w+\}/g) ?? [])].sort();
}

/** The texts that are said with parameters written out: `t('cart.lines', { n, familyName: name })`. */
function saidWith(code: string): { key: string; names: string[] }[] {
  return [...code.matchAll(/\bt\(\s*'([\w.]+)',\s*\{/g)].map((call) => {
    const names: string[] = [];
    let depth = 1;
    let part = '';
    for (let at = call.index + call[0].length; depth > 0; at++) {
      const sign = code[at] ?? '}';
      if ('([{'.includes(sign)) depth++;
      if (')]}'.includes(sign)) depth--;
      if (depth > 0 && !(depth === 1 && sign === ',')) part += sign;
      else {
        names.push(...(/^\s*(\w+)/.exec(part)?.slice(1) ?? []));
        part = '';
      }
    }
    return { key: call[1] ?? '', names };
  });
}

describe.each(Object.keys(catalogues))('%s', (lang) => {
  const texts = catalogues[lang] ?? {};

  it('has the keys of the French catalogue and no other', () => {
    expect(Object.keys(texts).sort()).toEqual([...keys].sort());
  });

  it('has its placeholders', () => {
    const differ = keys.filter(
      (key) => String(placeholders(texts[key])) !== String(placeholders(catalogues.fr?.[key])),
    );
    expect(differ).toEqual([]);
  });

  it('shows every parameter that a screen gives it, but for the number that chooses its plural', () => {
    const said = screenSources('.ts', '.svelte').flatMap(({ text }) => saidWith(text));
    expect(said.length).toBeGreaterThan(500);
    const lost = said.flatMap(({ key, names }) =>
      names
        .filter((name) => name !== 'n' || typeof texts[key] === 'string')
        .filter((name) => !placeholders(texts[key]).includes(`{${name}}`))
        .map((name) => `${key} {${name}}`),
    );
    expect(lost).toEqual([]);
  });

  it('has its plurals, with the forms the language has', () => {
    const known = new Intl.PluralRules(lang).resolvedOptions().pluralCategories;
    // French also has "many", for whole millions: no text counts so far.
    const wanted = known.filter((form) => form !== 'many').sort();
    const differ = keys.filter((key) => {
      const french = forms(catalogues.fr?.[key]);
      return String(forms(texts[key])) !== String(french[0] === 'text' ? french : wanted);
    });
    expect(differ).toEqual([]);
  });
});

describe('the keys', () => {
  const code = [
    ...screenSources('.ts', '.svelte'),
    ...sources('backend', '.go'),
    ...sources('app', '.go'),
  ]
    .filter(({ path }) => !path.endsWith('_test.go'))
    .map(({ text }) => text)
    .join('\n');
  const written = (text: string) =>
    new RegExp(`['"\`]${text.replaceAll('.', '\\.')}['"\`]`).test(code);

  it('are all said somewhere', () => {
    const silent = keys.filter(
      (key) => !written(key) && !MADE_OF_A_CODE.some((prefix) => key.startsWith(prefix)),
    );
    expect(silent).toEqual([]);
  });

  it('have no prefix in the list that no code makes', () => {
    const idle = MADE_OF_A_CODE.filter(
      (prefix) => !new RegExp(`['"\`]${prefix.replaceAll('.', '\\.')}(['"%]|\\$\\{)`).test(code),
    );
    expect(idle).toEqual([]);
  });
});
