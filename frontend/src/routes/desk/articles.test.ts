import { expect, it } from 'vitest';
import { articlesOf, goesOn } from './articles';
import type { Offer, OffersFor } from './types';

const offer = (id: number, name: string): Offer => ({
  id,
  name,
  kind: 'card',
  detail: '',
  season: 0,
  priceCents: 1000,
  parts: [],
  deposit: { kind: 'all', value: 0 },
  ageMin: 0,
  ageMax: 0,
  terms: {},
  archived: false,
  position: id,
  version: 1,
});

const offers = {
  fits: [
    offer(1, 'Carte 1 cours particulier'),
    offer(2, 'Licence FFE 2027, moins de 18 ans'),
    offer(3, 'Gants enfant'),
  ].map((one) => ({ offer: one })),
  doesNot: [
    {
      offer: offer(4, 'Licence FFE 2027, 18 ans et plus'),
      obstacles: [{ code: 'tooYoung', params: { min: 18, age: 9 } }],
    },
  ],
} as unknown as OffersFor;

it('numbers what fits in the order it is shown, whatever was typed', () => {
  expect(articlesOf(offers, '').map((article) => article.key)).toEqual([1, 2, 3, 0]);
  const found = articlesOf(offers, 'licènce 2027');
  expect(found.map((article) => [article.offer.id, article.key])).toEqual([
    [2, 1],
    [4, 0],
  ]);
});

it('gives no figure to the tenth', () => {
  const many = { fits: Array.from({ length: 11 }, (_, n) => ({ offer: offer(n, `o${n}`) })) };
  const keys = articlesOf({ ...many, doesNot: [] } as unknown as OffersFor, '').map((a) => a.key);
  expect(keys).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0]);
});

it('hears a figure as a row, unless it goes on with a name that is being typed', () => {
  expect(goesOn(offers, '', '1')).toBe(false);
  expect(goesOn(offers, 'part', '1')).toBe(false);
  expect(goesOn(offers, 'cours ', '1')).toBe(true);
  expect(goesOn(offers, 'licence 2', '0')).toBe(true);
  expect(goesOn(offers, 'licence 2', '1')).toBe(false);
});
