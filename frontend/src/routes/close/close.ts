import type { components } from '@/api/schema';
import { t } from '@/i18n/index.svelte';
import { Paper } from '../desk/paper.svelte';
import { monthName } from '../accounting/periods';
import { paperFile } from '../families/personal';

export type Draft = components['schemas']['ClosingDraft'];
export type Closed = components['schemas']['Closed'];
export type Slip = components['schemas']['DepositSlip'];

/** What became of a closing's seal on its way out of the machine. */
export const mailed = ({ address, state }: NonNullable<Closed['mail']>): string =>
  state
    ? t('closing.mailed', { address, state: t(`outbox.is.${state}`) })
    : t('closing.mailOff', { address });

/** Face values of holiday vouchers and their like, the largest first, in cents. */
export const FACES = [100_00, 60_00, 50_00, 30_00, 25_00, 20_00, 15_00, 10_00, 5_00] as const;

/** Notes and coins that are counted, the largest first, in cents. */
export const PIECES = [
  500_00, 200_00, 100_00, 50_00, 20_00, 10_00, 5_00, 2_00, 1_00, 50, 20, 10, 5, 2, 1,
] as const;

/** How many of each value were found; what nobody typed is undefined. */
export type Counts = Partial<Record<number, number>>;

export const isCounted = (counts: Counts): boolean =>
  Object.values(counts).some((n) => n !== undefined);

export const drawerOf = (counts: Counts): number =>
  PIECES.reduce((sum, value) => sum + value * (counts[value] ?? 0), 0);

export const piecesOf = (counts: Counts): { valueCents: number; n: number }[] =>
  PIECES.flatMap((valueCents) => {
    const n = counts[valueCents];
    return n === undefined ? [] : [{ valueCents, n }];
  });

/** What the cash of a day should be, what the drawer held before it, and what is too much or too little in it. */
export function cashOf(draft: Draft, counts: Counts) {
  const received = draft.ways.find(({ way }) => way === 'cash')?.cents ?? 0;
  const { started, expectedCents } = draft.till;
  const drawer = drawerOf(counts);
  if (!started) return { expected: received, float: drawer - received, gap: 0 };
  return { expected: received, float: expectedCents - received, gap: drawer - expectedCents };
}

/** The seal of a closing on paper. */
export const sealPaper = (made: Closed): Paper =>
  new Paper(
    'a4',
    paperFile(t('closing.seal'), made.day, 'pdf'),
    `/api/desk/closings/${made.id}/pdf`,
  );

/** A deposit slip on paper, for the bank or the issuer of vouchers. */
export const slipPaper = ({ id, day }: { id: number; day: string }): Paper =>
  new Paper(
    'a4',
    paperFile(t('deposit.numbered', { slip: id }), day, 'pdf'),
    `/api/desk/deposits/${id}/pdf`,
  );

/** That the first closing of a club closes the months before it, which. */
export const older = ({ older }: Draft): string =>
  t('closing.older', {
    n: older.length,
    from: monthName(older[0]!.first.slice(0, 7)),
    to: monthName(older.at(-1)!.first.slice(0, 7)),
  });
