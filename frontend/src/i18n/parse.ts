/** What a clerk types, read generously: amounts and days. */
import { textIn, type Lang } from './text';

/**
 * Reads an amount into cents: "12", "12,5", "1 284,00 €", "1,284.00". The last
 * separator before one or two figures is the decimal mark, in any language: the
 * numeric pad types a point on a French keyboard. undefined when it is none.
 */
export function parseAmount(text: string): number | undefined {
  const plain = text.replace(/[\s\u00a0\u202f€]/g, '').replace(/^[\u2212–]/, '-');
  const found = AMOUNT.exec(plain)?.groups;
  if (!found || (found.euros === undefined && !found.cents)) return undefined;
  if (found.mark && found.mark === found.thousands) return undefined;
  const euros = Number((found.euros ?? '0').replace(/\D/g, ''));
  const cents = euros * 100 + Number((found.cents ?? '').padEnd(2, '0'));
  if (!Number.isSafeInteger(cents)) return undefined;
  return found.sign && cents !== 0 ? -cents : cents;
}

const AMOUNT =
  /^(?<sign>-?)(?<euros>\d{1,3}(?<thousands>[.,'])\d{3}(?:\k<thousands>\d{3})*|\d+)?(?:(?<mark>[.,])(?<cents>\d{0,2}))?$/;

const DAY_MS = 86_400_000;

/**
 * Reads a day into its ISO form: "14/3/17", "14.03.2017", "140317", "14 mars",
 * "demain". Without a year it is the one nearest to today; a year of two
 * figures lies at most ten years ahead. undefined when there is no such day.
 */
export function parseDay(lang: Lang, text: string, today: string): string | undefined {
  const typed = fold(text);
  const near = NEAR.find(([key]) => fold(textIn(lang, key)) === typed);
  if (near) return shift(today, near[1]);

  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed);
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));

  const figures =
    /^(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{2}|\d{4}))?$/.exec(typed) ??
    /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(typed);
  if (figures) return inYear(figures[3], Number(figures[2]), Number(figures[1]), today);

  const words = /^(\d{1,2})(?:er|st|nd|rd|th)?[ .]+([a-z]{3,})\.?(?:[ ,]+(\d{2}|\d{4}))?$/.exec(
    typed,
  );
  if (words) {
    const month = MONTHS.find((n) => named(lang, n, words[2] ?? ''));
    if (month) return inYear(words[3], month, Number(words[1]), today);
  }
  return undefined;
}

const NEAR = [
  ['day.today', 0],
  ['day.tomorrow', 1],
  ['day.yesterday', -1],
] as const;

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** "mar" names March and "juin" June; "jui" names neither June nor July: both begin so. */
function named(lang: Lang, month: number, typed: string): boolean {
  const short = fold(textIn(lang, `monthShort.${month}`)).replace(/\.$/, '');
  if (short === typed) return true;
  const begins = MONTHS.filter((n) => fold(textIn(lang, `month.${n}`)).startsWith(typed));
  return begins.length === 1 && begins[0] === month;
}

/** A text as it is looked for: lower case without accents; ’ and ' are one. */
export function fold(text: string): string {
  return text.trim().toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/’/g, "'");
}

function inYear(year: string | undefined, month: number, date: number, today: string) {
  const now = Number(today.slice(0, 4));
  if (year?.length === 4) return dayOf(Number(year), month, date);
  if (year) {
    const full = Math.trunc(now / 100) * 100 + Number(year);
    return dayOf(full > now + 10 ? full - 100 : full, month, date);
  }
  const distance = (day: string) => Math.abs(Date.parse(day) - Date.parse(today));
  return [now - 1, now, now + 1]
    .map((y) => dayOf(y, month, date))
    .filter((day) => day !== undefined)
    .sort((a, b) => distance(a) - distance(b))[0];
}

function dayOf(year: number, month: number, date: number): string | undefined {
  const pad = (n: number, size: number) => String(n).padStart(size, '0');
  const day = `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}`;
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.getUTCDate() === date ? day : undefined;
}

function shift(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}
