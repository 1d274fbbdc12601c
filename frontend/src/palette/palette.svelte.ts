/** What the palette offers: things found, actions of the screen, areas, what was opened last. */
import { untrack } from 'svelte';
import { api, call } from '@/api/client';
import { amount, t, fold } from '@/i18n/index.svelte';
import { everywhereKeys, keyName, screenKeys } from '@/state/keys.svelte';
import { href } from '@/state/router.svelte';
import { looksLikeSlip } from '@/scan/scanner';
import { SECTIONS } from '@/routes/settings/sections';
import { openSlip } from '@/scan/slip.svelte';
import { may } from '@/state/session.svelte';
import type { IconSource } from '@/ui';
import type { Tone } from '@/ui/Chip.svelte';
import { icons } from './icons';
import { absences } from './absence.svelte';
import { meant } from './money.svelte';

/** One row of the palette. */
export interface Choice {
  /** Unlike that of any other row. */
  id: string;
  title: string;
  /** What it will do or what it is, under the title. */
  detail?: string;
  /** On the right: what it costs, what is owed. */
  aside?: string;
  /** The same as a chip of that colour. */
  tone?: Tone;
  icon?: IconSource;
  /** The shortcut that does the same, as `keyName` writes it. */
  keys?: string;
  /** Other words it is found by. */
  words?: string;
  /** The place it leads to; such choices are remembered. */
  href?: string;
  run?: () => void;
  /** What Shift Enter and Alt Enter do with it instead. */
  shift?: () => void;
  alt?: () => void;
  /** What it leads to inside the palette: choices under a question. */
  then?: Group;
}

/** Rows under one head. */
export interface Group {
  title: string;
  choices: Choice[];
  /** What Enter does with them, where it does not open them. */
  enter?: string;
  /** The same of Shift Enter and of Alt Enter, where they do something. */
  shift?: string;
  alt?: string;
}

let open = $state(false);
let brought = $state.raw<(() => Choice[])[]>([]);

/** Reports whether the palette is open. */
export const isPaletteOpen = (): boolean => open;

/** Opens the palette over any screen. */
export const openPalette = (): void => {
  open = true;
};

/** Closes it. */
export const closePalette = (): void => {
  open = false;
};

/**
 * Brings actions that have no key of their own, while the component is there:
 * `useActions(() => [{ id: 'offer.new', title: t('offer.new'), run }])`.
 */
export function useActions(list: () => Choice[]): void {
  $effect(() => {
    brought = [...untrack(() => brought), list];
    return () => {
      brought = untrack(() => brought).filter((other) => other !== list);
    };
  });
}

/** The actions in force: the screen's, then those of everywhere. */
export function actions(): Choice[] {
  const keyed = [...screenKeys(), ...everywhereKeys()]
    .filter((shortcut) => !shortcut.local && shortcut.label !== 'keys.palette')
    .map((shortcut) => ({
      id: `key.${keyName(shortcut)}.${shortcut.label}`,
      title: t(shortcut.label),
      keys: keyName(shortcut),
      icon: icons.action,
      run: shortcut.run,
    }));
  // What the screen has a key for is not said twice.
  const own = brought
    .flatMap((list) => list())
    .filter((choice) => keyed.every(({ title }) => title !== choice.title))
    .map((choice) => ({ icon: icons.action, ...choice }));
  return [...keyed, ...own];
}

/** The sections of the settings, each found by what it holds. */
export const sections = (): Choice[] =>
  (may('saveSettings') ? SECTIONS : []).map(({ name, title, words, icon, settings }) => ({
    id: `settings.${name}`,
    title: t(title),
    detail: t(words),
    words: [t('area.settings'), ...settings.map((setting) => t(setting))].join(' '),
    icon,
    href: href('settings', name),
  }));

/** Keeps the choices that hold every word of the text: those that begin with it first, then by how much of it their titles hold. */
export function matching(choices: Choice[], text: string): Choice[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  const first = fold(text).trim();
  const said = ({ title }: Choice): number =>
    fold(title).startsWith(first)
      ? Infinity
      : words.filter((word) => fold(title).includes(word)).length;
  return choices
    .filter((choice) => {
      const all = fold(`${choice.title} ${choice.words ?? ''} ${choice.detail ?? ''}`);
      return words.every((word) => all.includes(word));
    })
    .map((choice) => ({ choice, rank: said(choice) }))
    .sort((a, b) => (a.rank === b.rank ? 0 : b.rank - a.rank))
    .map(({ choice }) => choice);
}

/** How near a title is to what was typed: the same, one opened lately, the rest as they came. */
function nearness({ id, title }: Choice, asked: string): number {
  const plain = (text: string) => fold(text).replace(/[^\p{L}\p{N}]/gu, '');
  if (plain(title) === plain(asked)) return 0;
  return recents.some((other) => other.id === id) ? 1 : 2;
}

/** Puts the groups' choices, and the groups by their best, nearest first. */
export function nearest(groups: Group[], asked: string): Group[] {
  const best = ({ choices }: Group) =>
    Math.min(...choices.map((choice) => (nearness(choice, asked) === 0 ? 0 : 1)));
  return groups
    .map((group) => ({
      ...group,
      choices: group.choices.toSorted((a, b) => nearness(a, asked) - nearness(b, asked)),
    }))
    .sort((a, b) => best(a) - best(b));
}

/** A slip's code that was typed or pasted: the payment it opens. */
function slipChoice(code: string): Choice {
  const number = code.trim().split(':')[1] ?? '';
  return {
    id: `slip.${code}`,
    title: t('slip.open', { number }),
    icon: icons.slip,
    run: () => openSlip(code),
  };
}

/** What a row says of itself, and what it was found by where that says it not. */
const detailOf = ({ detail, by }: { detail: string; by: string }): string =>
  [detail, by && t('palette.foundBy', { by })].filter(Boolean).join(' · ');

/** Asks the program for what the text may name. */
export async function found(text: string): Promise<Group[]> {
  if (!may('search')) return [];
  if (looksLikeSlip(text)) return [{ title: t('slip.group'), choices: [slipChoice(text)] }];
  const [said, sentence, hits] = await Promise.all([
    absences(text),
    meant(text),
    call(api.GET('/api/desk/search', { params: { query: { q: text } } })),
  ]);
  const groups = [
    {
      title: t('palette.households'),
      choices: hits.households.map((hit) => ({
        id: `household.${hit.id}`,
        title: hit.name,
        detail: detailOf(hit),
        icon: icons.household,
        href: href('families', hit.id),
      })),
    },
    {
      title: t('palette.riders'),
      choices: hits.riders.map((hit) => ({
        id: `rider.${hit.id}`,
        title: hit.name,
        detail: detailOf(hit),
        icon: icons.rider,
        href: href('families', hit.household, { rider: hit.id }),
      })),
    },
    {
      title: t('palette.invoices'),
      choices: hits.invoices.map((hit) => ({
        id: `invoice.${hit.id}`,
        title: hit.number,
        detail: detailOf(hit),
        aside: hit.remainingCents === 0 ? '' : amount(hit.remainingCents),
        icon: icons.invoice,
        href: href('invoices', hit.id),
      })),
    },
    {
      title: t('area.horses'),
      choices: hits.horses.map((hit) => ({
        id: `horse.${hit.id}`,
        title: hit.name,
        icon: icons.horse,
        href: href('horses', hit.id),
      })),
    },
    {
      title: t('palette.offers'),
      choices: (may('saveOffer') ? hits.offers : []).map((hit) => ({
        id: `offer.${hit.id}`,
        title: hit.name,
        detail: hit.detail,
        aside: amount(hit.priceCents),
        icon: icons.offer,
        href: href('catalogue', hit.id),
      })),
    },
  ].filter((group) => group.choices.length > 0);
  return [...said, ...sentence, ...nearest(groups, text)];
}

const REMEMBERED = 6;
let recents = $state.raw<Choice[]>([]);

/** What was opened last, the latest first. It is forgotten with the window: it names people. */
export const recent = (): Choice[] => recents;

/** Forgets them: somebody else sits here. */
export const forget = (): void => {
  recents = [];
};

/** Remembers a choice that leads to a place. */
export function remember(choice: Choice): void {
  if (!choice.href) return;
  recents = [choice, ...recents.filter((other) => other.id !== choice.id)].slice(0, REMEMBERED);
}
