import { expect, it } from 'vitest';
import { leftAfter, type Open } from './receipt';

const open = (id: number, remainingCents: number): Open => ({
  id,
  remainingCents,
  number: `F2026-000${id}`,
  day: '2026-10-01',
  dueDay: `2026-10-0${id}`,
  state: 'due',
});

it('settles the oldest invoice first and the next one in part', () => {
  const left = leftAfter([open(1, 4000), open(2, 6000), open(3, 1000)], 7000);
  expect([...left]).toEqual([
    [1, 0],
    [2, 3000],
    [3, 1000],
  ]);
});
