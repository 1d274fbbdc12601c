/** What the counter says of discounts; the sums are the backend's. */
import { lang, t } from '@/i18n/index.svelte';
import type { CartLine, Reduction } from './types';

/** What a line comes to after its discounts. */
export const netOf = (line: CartLine): number =>
  line.discounts.reduce((sum, discount) => sum + discount.cents, line.cents);

/** What the line of a discount says. */
export function reductionText({ kind, label, code }: Reduction): string {
  if (kind === 'manual') return t('discount.manual');
  return [label[lang()] || label.fr, code].filter(Boolean).join(' · ');
}

/** What a line would come to with this taken off by hand instead of what is now. */
export function netWith(line: CartLine, percent: number, cents: number): number {
  const given = line.discounts.find((discount) => discount.kind === 'manual')?.cents ?? 0;
  const before = netOf(line) - given;
  const off = percent > 0 ? Math.round((before * percent) / 10_000) : cents;
  return Math.max(before - off, 0);
}
