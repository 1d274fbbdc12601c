import type { components } from '@/api/schema';

type Copy = components['schemas']['SeasonCopy'];

/** An offer of the preview, as it is being decided. */
export interface Row extends Copy {
  ticked: boolean;
  /** Of the copy; undefined while it cannot be read. */
  nextCents: number | undefined;
}

/** All that is not there yet is proposed, at the price it has. */
export const rowsOf = (copies: Copy[]): Row[] =>
  copies.map((copy) => ({ ...copy, ticked: !copy.there, nextCents: copy.priceCents }));

/** A price after a rise in hundredths of a per cent, rounded half up to the cent. */
export const raised = (cents: number, rise: number): number =>
  Number((BigInt(cents) * BigInt(10000 + rise) * 2n + 10000n) / 20000n);

/** What is copied; undefined while a price is missing. */
export function wanted(rows: Row[]): { from: number; priceCents: number }[] | undefined {
  const copies = rows.filter(({ ticked }) => ticked);
  const priced = copies.flatMap(({ from, nextCents }) =>
    nextCents === undefined ? [] : [{ from, priceCents: nextCents }],
  );
  return priced.length === copies.length ? priced : undefined;
}
