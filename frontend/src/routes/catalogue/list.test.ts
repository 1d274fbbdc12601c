import { describe, expect, it } from 'vitest';
import { stepped } from '@/ui/dragging.svelte';
import { listed, type Season, type Wanted } from './list';
import type { OfferView } from './offers';

const offer = (id: number, name: string, change: Partial<OfferView> = {}): OfferView =>
  ({
    ...{ id, name, kind: 'goods', detail: '', season: 0, terms: {}, priceCents: 100 * id, sold: 0 },
    ...change,
  }) as OfferView;

const offers = [
  offer(1, '10 cours', { kind: 'card', sold: 4 }),
  offer(2, '5 cours', { kind: 'card', sold: 9 }),
  offer(3, 'Licence 2027', {
    kind: 'licence',
    terms: { validFrom: '2026-09-01', validThrough: '2027-12-31' },
  }),
  offer(4, 'Adhésion 2026–2027', { kind: 'membership', season: 7 }),
];
const all: Wanted = { filter: 'all', text: '', season: undefined, order: 'own' };
const ids = (change: Partial<Wanted>) => listed(offers, { ...all, ...change })?.map(({ id }) => id);
const season = (id: number, first: string, last: string): Season => ({ id, name: '', first, last });

describe('the list of the catalogue', () => {
  it('keeps its own order until another is wanted', () => {
    expect(ids({})).toEqual([1, 2, 3, 4]);
    expect(ids({ order: 'sold' })).toEqual([2, 1, 3, 4]);
    expect(ids({ order: 'name', filter: 'card' })).toEqual([2, 1]);
    expect(offers.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  });
  it('holds what a season sells: its own, what has no season, what is good in it', () => {
    expect(ids({ season: season(7, '2026-09-01', '2027-08-31') })).toEqual([1, 2, 3, 4]);
    expect(ids({ season: season(8, '2027-09-01', '2028-08-31') })).toEqual([1, 2, 3]);
    expect(ids({ season: season(9, '2028-09-01', '2029-08-31') })).toEqual([1, 2]);
  });
});

describe('a row moved by one place', () => {
  it('goes before its neighbour, or to the end, and stays where it cannot go on', () => {
    expect(stepped(['a', 'b', 'c'], 'c', -1)).toBe('b');
    expect(stepped(['a', 'b', 'c'], 'a', 1)).toBe('c');
    expect(stepped(['a', 'b', 'c'], 'b', 1)).toBeUndefined();
    expect(stepped(['a', 'b', 'c'], 'c', 1)).toBe('c');
    expect(stepped(['a', 'b', 'c'], 'a', -1)).toBe('a');
  });
});
