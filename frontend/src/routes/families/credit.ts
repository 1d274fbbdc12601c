import type { Account } from './types';

/** Household credit by what may become of it: paid out again, or only spent. */
export const creditParts = (
  sources: Account['sources'],
): { backCents: number; keptCents: number } => {
  const sum = (refundable: boolean) =>
    sources
      .filter((source) => source.refundable === refundable)
      .reduce((cents, { leftCents }) => cents + leftCents, 0);
  return { backCents: sum(true), keptCents: sum(false) };
};
