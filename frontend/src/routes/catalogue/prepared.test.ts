import { describe, expect, it } from 'vitest';
import { raised, rowsOf, wanted } from './prepared';

const copies = [
  { from: 1, kind: 'licence', name: 'A 2027', nextName: 'A 2028', priceCents: 2500, there: false },
  { from: 2, kind: 'membership', name: 'B', nextName: 'B', priceCents: 5000, there: true },
] as const;

describe('preparing a season', () => {
  it('proposes what is not there yet, at the price it has', () => {
    expect(wanted(rowsOf([...copies]))).toEqual([{ from: 1, priceCents: 2500 }]);
  });
  it('waits for a price that is missing', () => {
    const rows = rowsOf([...copies]);
    rows[0]!.nextCents = undefined;
    expect(wanted(rows)).toBeUndefined();
  });
  it('raises a price by a share, rounded half up to the cent', () => {
    expect([raised(2500, 250), raised(5001, 1000), raised(1, 5000), raised(0, 300)]).toEqual([
      2563, 5501, 2, 0,
    ]);
  });
});
