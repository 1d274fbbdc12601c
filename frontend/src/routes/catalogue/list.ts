/** Which offers the list shows, and in which order: the words of the API. */
import type { Kind, OfferView } from './offers';

export type Filter = Kind | 'all' | 'archived';

/** The orders of the list; '' is the desk's own, in which offers can be moved. */
const ORDERS = ['', 'name', '-name', 'price', '-price', 'sold', '-sold'] as const;
export type Order = (typeof ORDERS)[number];

/** An order as it was kept; the desk's own when it is none. */
export const known = (order: string): Order => ORDERS.find((one) => one === order) ?? '';

export interface Season {
  id: number;
  name: string;
  first: string;
  last: string;
}

/** Reports whether an offer is for one season, so that the next needs a copy. */
export const isSeasonal = ({ season, terms }: OfferView): boolean =>
  season !== 0 || Boolean(terms.validThrough);
