import { expect, it } from 'vitest';
import type { Open } from './receipt';
import { Spread, THIS_SALE } from './spread.svelte';

const open = (id: number, remainingCents: number): Open => ({
  id,
  remainingCents,
  number: `F2026-000${id}`,
  day: '2026-10-01',
  dueDay: '2026-10-01',
  state: 'due',
  cashCents: 0,
});
const invoices = [open(1, 4000), open(2, 6000), open(THIS_SALE, 3500)];
const parts = (spread: Spread) => [...spread.parts.values()];

it('gives the oldest invoice its money first and leaves the plan to the rule', () => {
  const spread = new Spread(
    () => invoices,
    () => 7000,
  );
  expect([parts(spread), spread.list()]).toEqual([[4000, 3000, 0], []]);
});

it('gives the sale what was typed and spreads the rest', () => {
  const spread = new Spread(
    () => invoices,
    () => 7000,
  );
  spread.type(THIS_SALE, 3500);
  expect(parts(spread)).toEqual([3500, 0, 3500]);
  expect(spread.list()).toContainEqual({ invoice: THIS_SALE, cents: 3500 });
  spread.type(THIS_SALE, undefined);
  expect(spread.list()).toEqual([]);
});

it('says when the parts do not add up or one is above its invoice', () => {
  let settling = 7000;
  const spread = new Spread(
    () => invoices,
    () => settling,
  );
  spread.type(1, 4500);
  expect([spread.above(invoices[0]!), spread.fault]).toEqual([true, true]);
  for (const { id } of invoices) spread.type(id, 1000);
  expect([spread.restCents, spread.fault]).toEqual([4000, true]);
  settling = 3000;
  expect(spread.fault).toBe(false);
});

it('spreads no more than is owed: the rest becomes credit', () => {
  const spread = new Spread(
    () => invoices,
    () => 20000,
  );
  expect([spread.cents, spread.fault]).toEqual([13500, false]);
});
