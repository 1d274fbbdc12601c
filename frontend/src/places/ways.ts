/** The ways to a place in a lesson, and the card that would be sold with it. */
import { api, call } from '@/api/client';
import { t } from '@/i18n/index.svelte';
import type { Offer } from '@/routes/desk/types';
import type { Chance } from './places';

/** One of them: a right the rider has, a card to be sold, or neither: the club's gift. */
export interface Way {
  id: string;
  right?: Chance['ways'][number];
  offer?: Offer;
}

/** A right to a place, in words. */
export const paysText = ({
  by,
  name,
  left,
  units,
  throughDay,
}: NonNullable<Way['right']>): string =>
  by === 'voucher'
    ? t('places.byVoucher', { throughDay })
    : t('places.byCard', { name, left, units, throughDay });

/** What there is, the first to expire first; the club's gift comes last. */
export const waysOf = (chance: Chance | undefined, sold: Offer | undefined): Way[] => [
  ...(chance?.ways ?? []).map((right) => ({
    id: `${right.by} ${right.card ?? right.voucher ?? 0}`,
    right,
  })),
  ...(sold ? [{ id: 'sale', offer: sold }] : []),
  { id: 'gift' },
];

/** The card of the fewest lessons, then the cheapest, that would open the lesson if it were bought today. */
export async function cardFor(
  rider: { id: number; household: number },
  { lesson }: Chance,
): Promise<Offer | undefined> {
  const who = { rider: rider.id, household: rider.household };
  const { fits } = await call(api.GET('/api/desk/offers-for', { params: { query: who } }));
  const cards = fits
    .flatMap(({ offer, opens }) => (offer.kind === 'card' && opens ? [offer] : []))
    .toSorted((a, b) => (a.terms.units ?? 0) - (b.terms.units ?? 0) || a.priceCents - b.priceCents);
  const path = { id: rider.id };
  for (const card of cards) {
    const query = { from: lesson.day, to: lesson.day, offer: card.id };
    const opened = await call(
      api.GET('/api/desk/riders/{id}/lessons', { params: { path, query } }),
    );
    if (opened.some((one) => one.lesson.id === lesson.id && one.ways.length > 0)) return card;
  }
  return undefined;
}
