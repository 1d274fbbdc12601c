/** What becomes of two households that are merged, as the screens tell and undo it. */
import { api, call, keyed, newKey } from '@/api/client';
import { failureText, t } from '@/i18n/index.svelte';
import { go } from '@/state/router.svelte';
import { toast } from '@/state/toast.svelte';
import { addressText, fullName, householdTitle } from './people';
import type { Address, Merge, MergePreview } from './types';

/** Makes two households again, and shows the one that comes back; the reason when it cannot. */
export async function undoMerge(merge: Merge): Promise<string | undefined> {
  try {
    const back = await call(
      api.POST('/api/desk/merges/{id}/undo', {
        params: { path: { id: merge.id } },
        headers: keyed(newKey()),
      }),
    );
    toast(t('families.unmerged', { name: householdTitle(back) }));
    go('families', back.id);
    return undefined;
  } catch (failure) {
    return failureText(failure);
  }
}

/** The addresses one of which is the default afterwards. */
export const addressesTogether = ({ kept, merged, addresses }: MergePreview): Address[] => [
  ...kept.addresses,
  ...merged.addresses.filter(({ id }) => addresses.includes(id)),
];

export interface Going {
  name: string;
  /** What goes over or stays, a thing a line. */
  values: string[];
}

/** What of the merged household goes over, sort by sort; a sort with nothing is left out. */
export function goingOver(plan: MergePreview): Going[] {
  const { merged } = plan;
  const twice = plan.twice.map(({ id }) => id);
  return [
    {
      name: t('families.members'),
      values: merged.riders.map((rider) =>
        twice.includes(rider.id)
          ? t('families.mergeTwice', { name: fullName(rider) })
          : fullName(rider),
      ),
    },
    {
      name: t('families.contacts'),
      values: plan.contacts.flatMap((at) => merged.contacts[at] ?? []).map(fullName),
    },
    {
      name: t('families.addresses'),
      values: merged.addresses.filter(({ id }) => plan.addresses.includes(id)).map(addressText),
    },
    { name: t('families.householdNote'), values: merged.note ? [merged.note] : [] },
    {
      name: t('families.openSales'),
      values: plan.carts > 0 ? [t('families.openSalesCount', { n: plan.carts })] : [],
    },
  ].filter(({ values }) => values.length > 0);
}
