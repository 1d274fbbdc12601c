import en from '@locale/en.json';
import fr from '@locale/fr.json';
import nl from '@locale/nl.json';
import { amount, longDay, rate } from './format';

/** A language of the screens and papers. */
export type Lang = 'fr' | 'nl' | 'en';

/** A key of the catalogues; one that nobody wrote does not compile. */
export type Key = keyof typeof fr;

/** The named values of a text; `n` chooses the plural. */
export type Params = Record<string, unknown>;

type Text = string | { one: string; other: string };

const catalogues: Record<Lang, Record<string, Text>> = { fr, nl, en };
const plurals: Record<Lang, Intl.PluralRules> = {
  fr: new Intl.PluralRules('fr'),
  nl: new Intl.PluralRules('nl'),
  en: new Intl.PluralRules('en'),
};

/** Reports whether the catalogues know a key, for keys made of a code. */
export const hasText = (key: string): key is Key => key in fr;

/** The text of a key in a language with its parameters in place; the twin of locale.Text in Go. */
export function textIn(lang: Lang, key: string, params: Params = {}): string {
  const text = catalogues[lang][key];
  if (text === undefined) return key;
  const pattern = typeof text === 'string' ? text : text[pluralForm(lang, params.n)];
  return pattern.replace(/\{(\w+)\}/g, (hole, name: string) =>
    name in params ? value(lang, name, params[name]) : hole,
  );
}

function pluralForm(lang: Lang, n: unknown): 'one' | 'other' {
  return typeof n === 'number' && plurals[lang].select(Math.abs(n)) === 'one' ? 'one' : 'other';
}

/** Writes one parameter as its name says: …Cents, …Rate, …Day; the rest as they are. */
function value(lang: Lang, name: string, given: unknown): string {
  if (typeof given === 'number') {
    if (name.endsWith('Cents')) return amount(lang, given);
    if (name.endsWith('Rate')) return rate(lang, given);
  }
  if (name.endsWith('Day') && typeof given === 'string') return longDay(lang, given);
  if (Array.isArray(given)) return given.map((one) => inLang(lang, one)).join(', ');
  return String(given);
}

/** A text of the club's own in a language, or in French where that one is empty. */
const inLang = (lang: Lang, texts: Record<Lang, string>): string => texts[lang] || texts.fr;
