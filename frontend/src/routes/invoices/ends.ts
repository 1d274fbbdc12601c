import type { components } from '@/api/schema';
import { t } from '@/i18n/index.svelte';

export type Delivered = components['schemas']['Delivered'];

/** How much of a line is given back: nothing, a part of its price, all that is left of it. */
export type Share = 'none' | 'part' | 'whole';

/** How many pieces an amount is the price of; none when it is a gesture on them all. */
export function piecesWorth(cents: number, leftCents: number, pieces: number): number {
  const worth = (cents * pieces) / leftCents;
  return Number.isInteger(worth) ? worth : 0;
}

/** What giving lines back ends and what it leaves, a sentence each (billing.GivenBack). */
export function endings(delivered: Delivered[], shareOf: (line: number) => Share): string[] {
  return delivered.flatMap((one) => {
    const share = shareOf(one.line);
    return share === 'none' ? [] : [share === 'part' ? keeps(one) : ends(one)];
  });
}

const whose = (one: Delivered) => ({ name: one.name, rider: one.riderName });

const keeps = (one: Delivered): string => t('invoices.credit.keeps', whose(one));

function ends(one: Delivered): string {
  switch (one.kind) {
    case 'licence':
      return one.number
        ? t('invoices.credit.keepsLicence', { ...whose(one), number: one.number })
        : t('invoices.credit.endsLicence', whose(one));
    case 'membership':
      return t('invoices.credit.endsMembership', whose(one));
  }
  const { units, left } = one;
  if (left === units) return t('invoices.credit.endsCard', { ...whose(one), n: units });
  if (left === 0) return t('invoices.credit.endsSpentCard', { ...whose(one), units });
  return t('invoices.credit.endsUsedCard', { ...whose(one), used: units - left, units, n: left });
}
