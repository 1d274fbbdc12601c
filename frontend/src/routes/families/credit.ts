import { t } from '@/i18n/index.svelte';
import { wayText } from '../desk/tenders/ways';
import type { Account } from './types';

export type Source = Account['sources'][number];

/** Household credit by what may become of it: paid out again, only spent, or not there yet. */
export const creditParts = (
  sources: Source[],
): { backCents: number; keptCents: number; awaitedCents: number } => {
  const sum = (refundable: boolean) =>
    sources
      .filter((source) => source.refundable === refundable)
      .reduce((cents, { leftCents }) => cents + leftCents, 0);
  const awaitedCents = sources.reduce((cents, source) => cents + source.awaitedCents, 0);
  return { backCents: sum(true), keptCents: sum(false), awaitedCents };
};

/** What an amount of credit is taken from: the sources come in the order they are spent. */
export function takenFrom(sources: Source[], cents: number): { source: Source; cents: number }[] {
  let rest = cents;
  const taken = sources.map((source) => {
    const part = Math.min(rest, source.leftCents);
    rest -= part;
    return { source, cents: part };
  });
  return taken.filter((part) => part.cents > 0);
}

/** A source in a few words: what it is, and that it never goes back as money. */
export function sourceText(source: Source): string {
  const name = nameOf(source);
  return source.refundable ? name : t('credit.from.keptPart', { source: name });
}

function nameOf({ kind, number, day, way }: Source): string {
  if (kind === 'payment') return t('credit.from.payment', { paidDay: day, way: wayText(way) });
  return t(kind === 'opening' ? 'credit.from.opening' : 'credit.from.creditNote', { number });
}
