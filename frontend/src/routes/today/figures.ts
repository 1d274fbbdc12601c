import type { Answer } from '@/api/client';
import { t } from '@/i18n/index.svelte';

export type Today = Answer<'/api/desk/today'>;
export type DayTotal = Today['week'][number];

const DAY_MS = 86_400_000;

/** The ISO week of a day: the one that holds its Thursday, counted from the year's first. */
export function isoWeek(day: string): number {
  const date = new Date(`${day}T00:00:00Z`);
  const weekday = date.getUTCDay() || 7;
  const thursday = new Date(date.getTime() + (4 - weekday) * DAY_MS);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return Math.floor((thursday.getTime() - first) / DAY_MS / 7) + 1;
}

/** Per cent of a whole, for the width of a bar; 0 of nothing. */
export const percent = (part: number, whole: number): number =>
  whole > 0 ? (Math.max(0, part) / whole) * 100 : 0;

/** The colour of each way of paying in the bar of the day; its word stands beside it. */
const COLOURS: Record<string, string> = {
  cash: '--kind-private-bar',
  card: '--kind-group-bar',
  cheque: '--kind-walkin-bar',
  holidayVoucher: '--kind-camp-bar',
  linkPaid: '--kind-work-bar',
};

export const colourOf = (way: string): string => `var(${COLOURS[way] ?? '--color-control-line'})`;

/** What was paid of the invoices of the day; their own credit notes pay nothing. */
export const paidOf = (sales: Today['sales']): number =>
  sales
    .filter(({ kind }) => kind === 'invoice')
    .reduce((sum, { settledCents, creditedCents }) => sum + settledCents - creditedCents, 0);

/** The day of the first promise; those past it wait longest. */
export function promisedText({ promised, day }: Today): string {
  const past = promised.filter(({ untilDay }) => untilDay < day).length;
  return past > 0
    ? t('today.promisedPast', { n: past })
    : t('today.promisedFirst', { untilDay: promised[0]?.untilDay ?? day });
}
