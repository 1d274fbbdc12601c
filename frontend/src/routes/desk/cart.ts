/** The calls that change a cart; each answers with the cart as it is then. */
import { api, call } from '@/api/client';
import type { components } from '@/api/schema';
import { dayOf } from '@/places/places';
import type { AidOffer } from './tenders/tenders.svelte';
import type { Household } from '../families/types';
import type { Cart } from './types';

type Headers = Record<string, string>;

export interface Added {
  offer: number;
  rider: number;
  quantity: number;
  reason?: string;
  /** Amount of a gift card without a price of its own. */
  cents?: number;
  /** Of a package. */
  series?: number[];
  weeks?: 'every' | 'odd' | 'even';
  /** That a card is sold with. */
  lesson?: number;
  /** When a lesson is made on demand, that a card is sold with. */
  slot?: components['schemas']['Slot'];
  /** Whom its unit seats too. */
  second?: number;
}

export const getHousehold = (id: number): Promise<Household> =>
  call(api.GET('/api/desk/households/{id}', { params: { path: { id } } }));

/** The cart; its sums are those of these lines, of all when none is named. */
export const getCart = (id: number, lines: number[] = []): Promise<Cart> =>
  call(api.GET('/api/desk/carts/{id}', { params: { path: { id }, query: { lines } } }));

/** Begins a sale with its first lines: one write, whatever they are. */
export const openCart = (household: number, lines: Added[], headers: Headers): Promise<Cart> =>
  call(api.POST('/api/desk/carts', { body: { household, lines }, headers }));

export const addLine = (id: number, body: Added, headers: Headers): Promise<Cart> =>
  call(api.POST('/api/desk/carts/{id}/lines', { params: { path: { id } }, body, headers }));

export const setQuantity = (
  id: number,
  line: number,
  quantity: number,
  headers: Headers,
): Promise<Cart> =>
  call(
    api.PUT('/api/desk/carts/{id}/lines/{line}', {
      params: { path: { id, line } },
      body: { quantity },
      headers,
    }),
  );

/** Gives the sale its promotion code; '' takes it away. */
export const typePromo = (id: number, code: string, headers: Headers): Promise<Cart> =>
  call(
    api.PUT('/api/desk/carts/{id}/promo', { params: { path: { id } }, body: { code }, headers }),
  );

export interface Given {
  percent: number;
  cents: number;
  reason: string;
}

/** Takes something off a line by hand; nothing takes the discount away. */
export const giveDiscount = (
  id: number,
  line: number,
  body: Given,
  headers: Headers,
): Promise<Cart> =>
  call(
    api.PUT('/api/desk/carts/{id}/lines/{line}/discount', {
      params: { path: { id, line } },
      body,
      headers,
    }),
  );

export const parkCart = (id: number, headers: Headers): Promise<Cart> =>
  call(api.POST('/api/desk/carts/{id}/park', { params: { path: { id } }, headers }));

/** What a sale can wait for at the counter. */
export const AWAITED = ['visit', 'cheque', 'transfer', 'link', 'file'] as const;
export type Awaited = (typeof AWAITED)[number];

export const keepCart = (
  id: number,
  body: { awaits: Awaited; untilDay?: string },
  headers: Headers,
): Promise<Cart> =>
  call(api.POST('/api/desk/carts/{id}/keep', { params: { path: { id } }, body, headers }));

/** Has the provider asked about the sale's link in the next moments. */
export const lookAtCartLink = (id: number, headers: Headers): Promise<Cart> =>
  call(api.POST('/api/desk/carts/{id}/link/look', { params: { path: { id } }, headers }));

/** Gives the sale's link out before the files are complete. */
export const unlockCartLink = (id: number, reason: string, headers: Headers): Promise<Cart> =>
  call(
    api.POST('/api/desk/carts/{id}/link/unlock', {
      params: { path: { id } },
      body: { reason },
      headers,
    }),
  );

/** The last day of a sale that is kept: its end is the midnight after it. */
export const lastDay = ({ expiresAt }: Cart): string =>
  dayOf(new Date(Date.parse(expiresAt) - 1).toISOString());

export const takeUpCart = (id: number, headers: Headers): Promise<Cart> =>
  call(api.POST('/api/desk/carts/{id}/take-up', { params: { path: { id } }, headers }));

export const dropCart = (id: number, headers: Headers): Promise<Cart> =>
  call(api.POST('/api/desk/carts/{id}/drop', { params: { path: { id } }, headers }));

/** The aids in force for the riders of a cart’s lines and of open invoices; none without either. */
export const aidsFor = (
  cart: number,
  lines: { id: number }[],
  invoices: { id: number }[],
): Promise<AidOffer[]> =>
  cart === 0 && invoices.length === 0
    ? Promise.resolve([])
    : call(
        api.GET('/api/desk/aids/for', {
          params: {
            query: {
              cart,
              lines: lines.map(({ id }) => id),
              invoices: invoices.map(({ id }) => id),
            },
          },
        }),
      );
