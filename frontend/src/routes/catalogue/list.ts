/** Which offers the list shows, and in which order. */
import { lang, type Key } from '@/i18n/index.svelte';
import { matches, type Kind, type OfferView } from './offers';

export type Filter = Kind | 'all' | 'archived';

/** The orders of the list; the first is the desk's own, in which offers can be moved. */
export const ORDERS = {
  own: 'catalogue.order.own',
  name: 'catalogue.order.name',
  price: 'catalogue.order.price',
  sold: 'catalogue.order.sold',
} as const satisfies Record<string, Key>;
export type Order = keyof typeof ORDERS;

export interface Season {
  id: number;
  name: string;
  first: string;
  last: string;
}

export interface Wanted {
  filter: Filter;
  text: string;
  /** Undefined for all seasons. */
  season: Season | undefined;
  order: Order;
}

/** Reports whether an offer is for a season: its own, all of them, or by its days. */
function isOf(offer: OfferView, season: Season): boolean {
  if (offer.season !== 0) return offer.season === season.id;
  const { validFrom, validThrough } = offer.terms;
  return (
    (!validThrough || validThrough >= season.first) && (!validFrom || validFrom <= season.last)
  );
}

const COMPARE: Record<Order, (a: OfferView, b: OfferView) => number> = {
  own: () => 0,
  name: (a, b) => a.name.localeCompare(b.name, lang(), { numeric: true }),
  price: (a, b) => a.priceCents - b.priceCents,
  sold: (a, b) => b.sold - a.sold,
};

/** The rows of the list; each kind stays together, in its place. */
export function listed(
  offers: OfferView[] | undefined,
  { filter, text, season, order }: Wanted,
): OfferView[] | undefined {
  const kept = offers?.filter(
    (offer) =>
      (filter === 'all' || filter === 'archived' || offer.kind === filter) &&
      (!season || isOf(offer, season)) &&
      matches(offer, text),
  );
  return order === 'own' ? kept : kept?.sort(COMPARE[order]);
}

/** Reports whether an offer is for one season, so that the next needs a copy. */
export const isSeasonal = ({ season, terms }: OfferView): boolean =>
  season !== 0 || Boolean(terms.validThrough);
