/** The periods the accountant is given, and the charts' scale. */
import { partsOf } from '@/i18n/format';
import { t } from '@/i18n/index.svelte';

export interface Period {
  from: string;
  to: string;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** The month a text like 2026-10 names, by its first and last day. */
export function monthOf(month: string): Period {
  const [year, of] = month.split('-').map(Number) as [number, number];
  const last = new Date(Date.UTC(year, of, 0)).getUTCDate();
  return { from: `${month}-01`, to: `${month}-${two(last)}` };
}

/** The months of a season by their first seven figures, the first first. */
export function monthsOf({ first, last }: { first: string; last: string }): string[] {
  const months: string[] = [];
  let at = partsOf(first);
  while (at && `${at.year}-${two(at.month)}` <= last.slice(0, 7) && months.length < 24) {
    months.push(`${at.year}-${two(at.month)}`);
    at = at.month === 12 ? { ...at, year: at.year + 1, month: 1 } : { ...at, month: at.month + 1 };
  }
  return months;
}

/** Twelve of these months at most: the first ones, or those that end with the month of a day. */
export function yearOf(months: string[], today: string): string[] {
  const end = Math.max(12, months.indexOf(today.slice(0, 7)) + 1);
  return months.slice(Math.max(0, end - 12), end);
}

/** The same month a year before. */
export const yearBefore = (month: string): string =>
  `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`;

/** "octobre 2026", "oct." */
export const monthName = (month: string): string =>
  `${t(`month.${Number(month.slice(5)) as 1}`)} ${month.slice(0, 4)}`;
export const monthShort = (month: string): string => t(`monthShort.${Number(month.slice(5)) as 1}`);

/** The year of accounts a day falls into, by the calendar year it begins in. */
export const yearIn = (day: string, begins: number): number =>
  Number(day.slice(0, 4)) - (Number(day.slice(5, 7)) < begins ? 1 : 0);

/** "2026"; "2026–2027" where the year of accounts begins with another month than January. */
const yearName = (year: number, begins: number): string =>
  begins === 1 ? String(year) : `${year}–${year + 1}`;

/**
 * The periods to choose among on a day: its month and the eleven before, its year of
 * accounts and the one before, as `2026-10` and `2026`.
 */
export function choices(today: string, begins: number): { value: string; label: string }[] {
  const accounts = yearIn(today, begins);
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7));
  const months = Array.from({ length: 12 }, (_, back) => {
    const at = year * 12 + month - 1 - back;
    return `${Math.floor(at / 12)}-${two((at % 12) + 1)}`;
  });
  return [
    ...months.map((value) => ({ value, label: monthName(value) })),
    ...[accounts, accounts - 1].map((value) => ({
      value: String(value),
      label: yearName(value, begins),
    })),
  ];
}

/** The days of what was chosen: a month, or a year of accounts. */
export function daysOf(chosen: string, begins: number): Period {
  if (chosen.length > 4) return monthOf(chosen);
  const last = begins === 1 ? `${chosen}-12` : `${Number(chosen) + 1}-${two(begins - 1)}`;
  return { from: `${chosen}-${two(begins)}-01`, to: monthOf(last).to };
}

/** The height of the chart in whole steps: 1, 2 or 5 of a power of ten, four at most. */
export function scaleOf(most: number): { top: number; step: number } {
  if (most <= 0) return { top: 1, step: 1 };
  const power = 10 ** Math.floor(Math.log10(most));
  const step =
    [0.2, 0.25, 0.5, 1, 2, 2.5].map((n) => n * power).find((n) => n * 4 >= most) ?? power * 5;
  return { top: Math.ceil(most / step) * step, step };
}
