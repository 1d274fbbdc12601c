/** The rules of discounts as the settings list them. */
import { amount, rate, t, type Key } from '@/i18n/index.svelte';
import type { Discount } from './settings.svelte';

/** What it is given for; the words of the API. */
export const DISCOUNT_KINDS: { value: Discount['kind']; label: Key }[] = [
  { value: 'rank', label: 'settings.discountRank' },
  { value: 'second', label: 'settings.discountSecond' },
  { value: 'promo', label: 'settings.discountPromo' },
];

/** The kinds of offers a rule can be for; a licence is a third party's money. */
export const OFFER_KINDS = ['membership', 'card', 'goods'] as const;

/** A new rule: the second rider, in memberships. */
export const newDiscount = (from: string): Discount => ({
  ...{ id: 0, kind: 'rank', place: 2, code: '', percent: 0, cents: 0, mostUses: 0 },
  ...{ kinds: ['membership'], offers: [], from, through: '' },
  label: { fr: '', nl: '', en: '' },
});

/** Whom or what a rule is for, and what it takes off. */
export function discountWords(rule: Discount): string {
  const off = rule.percent > 0 ? rate(rule.percent) : amount(rule.cents);
  const whom =
    rule.kind === 'promo'
      ? t('settings.discountCodeIs', { code: rule.code })
      : t(rule.kind === 'rank' ? 'settings.discountFromRider' : 'settings.discountFromOffer', {
          n: rule.place,
        });
  const uses = rule.mostUses > 0 ? t('settings.discountUses', { n: rule.mostUses }) : '';
  const only = rule.offers.length > 0 ? t('settings.discountOnly', { n: rule.offers.length }) : '';
  return [`− ${off}`, whom, only, uses].filter(Boolean).join(' · ');
}
