/**
 * What somebody types in the palette, read as a clerk says it: "70 chèque
 * delcourt", "delcourt 12,50 chq", "vendre carte 10 delcourt". Pure: the words
 * come from the catalogues, whom it names is for the program to find.
 */
import { fold, parseAmount } from '@/i18n/parse';
import { textIn, type Lang } from '@/i18n/text';

/** Money somebody brings. */
export interface PaySentence<W extends string> {
  says: 'pay';
  cents: number;
  way: W;
  who: string;
}

/** A thing sold to somebody: what it is and who it is for stand in these words, in either order. */
export interface SellSentence {
  says: 'sell';
  words: string[];
}

/** The words for each way of paying, each a phrase of one word or more, folded. */
export type Words<W extends string> = { way: W; phrases: string[][] }[];

const LANGS: Lang[] = ['fr', 'nl', 'en'];

/** The phrases of a key in every language: a Dutch clerk may work in a French club. */
export function phrases(key: string): string[][] {
  const all = LANGS.flatMap((lang) => textIn(lang, key).split(','));
  return all.map((phrase) => tokens(phrase)).filter((phrase) => phrase.length > 0);
}

const tokens = (text: string) => fold(text).replace(/-/g, ' ').split(/\s+/).filter(Boolean);

const SELL = phrases('palette.words.sell').flat();
const FILL = phrases('palette.words.fill').flat();

/** Reads a sentence; undefined when it is none, and the words are searched. */
export function readSentence<W extends string>(
  text: string,
  ways: Words<W>,
): PaySentence<W> | SellSentence | undefined {
  const words = fold(text).split(/\s+/).filter(Boolean);
  if (SELL.includes(words[0] ?? '') && words.length > 2)
    return { says: 'sell', words: words.slice(1) };
  const money = takeAmount(words);
  if (!money) return undefined;
  const paid = takeWay(money.rest, ways);
  if (!paid) return undefined;
  const who = paid.rest.filter((word) => !FILL.includes(word)).join(' ');
  return who ? { says: 'pay', cents: money.cents, way: paid.way, who } : undefined;
}

const ABSENT = phrases('palette.words.absence').flat();

/** Who is said to be absent: "man abs", "delcourt malade"; undefined when nobody is. */
export function readAbsence(text: string): string | undefined {
  const words = fold(text).split(/\s+/).filter(Boolean);
  const rest = words.filter((word) => !ABSENT.includes(word) && !FILL.includes(word));
  return rest.length > 0 && words.some((word) => ABSENT.includes(word))
    ? rest.join(' ')
    : undefined;
}

/** The first words that are an amount: "70", "12,5", "€12.50", "1 284,00 €". */
function takeAmount(words: string[]): { cents: number; rest: string[] } | undefined {
  for (const [at, word] of words.entries()) {
    const next = words[at + 1] ?? '';
    const long = /^€?\d{1,3}$/.test(word) && /^\d{3}([.,]\d{1,2})?€?$/.test(next) ? 2 : 1;
    const cents = parseAmount(words.slice(at, at + long).join(''));
    if (cents === undefined || cents <= 0 || !/\d/.test(word)) continue;
    const rest = words.toSpliced(at, long).filter((other) => other !== '€');
    return { cents, rest };
  }
  return undefined;
}

/** The way that is named, by its longest phrase. */
function takeWay<W extends string>(
  words: string[],
  ways: Words<W>,
): { way: W; rest: string[] } | undefined {
  const said = words.flatMap((word) => word.split('-'));
  const all = ways
    .flatMap(({ way, phrases }) => phrases.map((phrase) => ({ way, phrase })))
    .sort((a, b) => b.phrase.length - a.phrase.length);
  for (const { way, phrase } of all) {
    const at = said.findIndex((_, from) => phrase.every((word, n) => said[from + n] === word));
    if (at < 0) continue;
    // A name with a hyphen stays whole where nothing of it is the way.
    const whole = words.indexOf(phrase[0] ?? '');
    return {
      way,
      rest: (whole < 0 ? said : words).toSpliced(whole < 0 ? at : whole, phrase.length),
    };
  }
  return undefined;
}

/**
 * The offers some words name and who is left over: the most words at either end
 * that stand in what an offer is called. Nothing when no offer is named, or nobody.
 */
export function readSale<O extends { said: string }>(
  words: string[],
  offers: O[],
): { offers: O[]; who: string } | undefined {
  for (let n = words.length - 1; n > 0; n--) {
    for (const [what, who] of [
      [words.slice(0, n), words.slice(n)],
      [words.slice(-n), words.slice(0, -n)],
    ] as const) {
      const named = offers.filter(({ said }) => what.every((word) => stands(word, said)));
      if (named.length > 0) return { offers: named, who: who.join(' ') };
    }
  }
  return undefined;
}

/** A figure stands for itself, so that "10" is no "100"; a word for what begins with it. */
const stands = (word: string, said: string): boolean =>
  fold(said)
    .split(/[^\p{L}\p{N}]+/u)
    .some((other) => (/^\d+$/.test(word) ? other === word : other.startsWith(word)));
