import { expect, test } from 'vitest';
import { cashOf, drawerOf, isCounted, piecesOf, type Draft } from './close';

const draft = (till: Partial<Draft['till']>): Draft =>
  ({
    ways: [{ way: 'cash', cents: 13200, count: 9, byHand: false }],
    till: { open: true, started: true, by: '', floatCents: 12000, expectedCents: 25200, ...till },
  }) as Draft;

test('a drawer is the sum of its pieces, and nothing typed is not counted', () => {
  const counts = { 2000: 7, 1000: 6, 500: 5, 200: 8, 100: 6, 50: 8, 20: 3, 10: 4 };
  expect(drawerOf(counts)).toBe(25200);
  expect(piecesOf(counts)).toHaveLength(8);
  expect(isCounted({})).toBe(false);
  expect(isCounted({ 100: 0 })).toBe(true);
});

test('the cash of a day is that day’s, whatever came since the drawer was last counted', () => {
  const ways = [{ way: 'cash', cents: 3000, count: 1, byHand: false }];
  const tuesday = { ...draft({ floatCents: 10000, expectedCents: 18000 }), ways } as Draft;
  expect(cashOf(tuesday, { 10000: 1, 5000: 1, 2000: 1, 1000: 1 })).toEqual({
    expected: 3000,
    float: 15000,
    gap: 0,
  });
});

test('the gap is what the drawer holds less what the books say, and none before the first count', () => {
  expect(cashOf(draft({}), { 10000: 2, 5000: 1, 200: 1 })).toEqual({
    expected: 13200,
    float: 12000,
    gap: 0,
  });
  expect(cashOf(draft({}), { 10000: 2, 5000: 1 }).gap).toBe(-200);
  expect(cashOf(draft({ started: false }), { 10000: 2, 5000: 1 })).toEqual({
    expected: 13200,
    float: 11800,
    gap: 0,
  });
});
