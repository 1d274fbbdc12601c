import { addMonths } from '../settings/days';
import type { DocumentView } from './documents';

/** A part of an invoice with its day; no amount while nothing is typed. */
export interface Part {
  day: string;
  cents: number | undefined;
}

/** Equal parts a month apart; the first ones take the cents that are left over. */
export function equalParts(cents: number, n: number, today: string): Part[] {
  const each = Math.floor(cents / n);
  return Array.from({ length: n }, (_, at) => ({
    day: at === 0 ? today : addMonths(today, at),
    cents: each + (at < cents - each * n ? 1 : 0),
  }));
}

/** What stands of a plan: its parts that are not paid, what is late of them as one part today. */
export function standing(
  { plan, planVersion }: Pick<DocumentView, 'plan' | 'planVersion'>,
  today: string,
): Part[] | undefined {
  if (planVersion === 0 && plan.length < 2) return undefined;
  const parts = new Map<string, number>();
  for (const { day, cents, settledCents } of plan) {
    const at = day < today ? today : day;
    if (cents > settledCents) parts.set(at, (parts.get(at) ?? 0) + cents - settledCents);
  }
  return [...parts].map(([day, cents]) => ({ day, cents }));
}
