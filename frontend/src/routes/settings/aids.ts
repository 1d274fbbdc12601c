/** The kinds of aid as the settings list them. */
import { amount, rate, t } from '@/i18n/index.svelte';
import type { AidKind } from './settings.svelte';

/** A new kind: an amount nobody typed yet. */
export const newAidKind = (from: string): AidKind => ({
  ...{ id: 0, name: '', payer: '', cents: 0, percent: 0, capCents: 0 },
  ...{ from, through: '' },
});

/** What a kind of aid covers, and who pays it. */
export function aidWords({ percent, cents, capCents, payer }: AidKind): string {
  const covers = percent > 0 ? rate(percent) : cents > 0 ? amount(cents) : t('settings.aidOpen');
  const cap = percent > 0 && capCents > 0 ? t('settings.aidCapIs', { sumCents: capCents }) : '';
  return [covers, cap, payer].filter(Boolean).join(' · ');
}
