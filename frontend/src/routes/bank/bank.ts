import { api, call, keyed, newKey, Refusal, type Answer } from '@/api/client';
import { t, type Key } from '@/i18n/index.svelte';
import type { components } from '@/api/schema';
import { follow, type Work } from '@/state/works.svelte';
import type { Tone } from '@/ui';

export type View = Answer<'/api/desk/bank'>;
export type Row = View['lines'][number];
export type Read = components['schemas']['BankRead'];
/** What a line of a provider or the terminal pays out, as it is ticked. */
export interface PaidOut {
  payments: number[];
  /** Why the fee is above a tenth; it is refused without. */
  reason: string;
}

export type Part = {
  household: number;
  family: string;
  invoice: number;
  cart: number;
  number: string;
  cents: number;
};
const sentPart = ({ household, invoice, cart, cents }: Part): Omit<Part, 'family' | 'number'> => ({
  ...{ household, invoice, cart, cents },
});
export type Choice = { column: string; heading: string };

/** The largest file that is read (statement.MaxBytes). */
const MOST_BYTES = 32 << 20;

/** What a bank's file is called; a table may be one of members as well. */
export const BANK_FILE = /\.(xml|ofx|qfx|cod|coda|sta|940|mt940|cfonb|cfo|camt|053)$/i;

async function sent(file: File, columns: Choice[]) {
  if (file.size > MOST_BYTES) {
    throw new Refusal('statementSize', '', { megabytes: MOST_BYTES >> 20 });
  }
  return {
    params: {
      query: { name: file.name, ...(columns.length && { columns: JSON.stringify(columns) }) },
    },
    // The description says string for bytes; what travels is an ArrayBuffer.
    body: (await file.arrayBuffer()) as unknown as string,
  };
}

const BYTES = { 'Content-Type': 'application/octet-stream' };

/** How a file is followed: how far it is, and what stops it. */
interface Following {
  seen: (work: Work) => void;
  signal: AbortSignal;
}

/** Looks at a file; nothing is written. */
export async function look(
  file: File,
  columns: Choice[],
  { seen, signal }: Following,
): Promise<Read | undefined> {
  const begun = await call(
    api.POST('/api/desk/bank/preview', {
      ...(await sent(file, columns)),
      headers: { ...keyed(newKey()), ...BYTES },
    }),
  );
  return (await follow(begun, seen, signal)).read ?? undefined;
}

/** Stores the lines of a file that are not there yet: all of them, or none when it is stopped. */
export async function take(
  file: File,
  columns: Choice[],
  headers: Record<string, string>,
  { seen, signal }: Following,
): Promise<Work> {
  const begun = await call(
    api.POST('/api/desk/bank/statements', {
      ...(await sent(file, columns)),
      headers: { ...headers, ...BYTES },
    }),
  );
  return follow(begun, seen, signal);
}

/** What is laid out for a line. */
interface Laid {
  parts: Part[];
  remember: boolean;
  paidOut: PaidOut | undefined;
  elsewhere: boolean;
}

type Send = (headers: Record<string, string>) => Promise<View>;

/** How an open line is accepted as it is laid out; nothing where it has to be split first. */
export function acceptance(
  row: Row,
  { parts, remember, paidOut, elsewhere }: Laid,
): Send | undefined {
  const line = row.id;
  const { slip, cheque } = (!elsewhere && row.proposal) || { slip: 0, cheque: 0 };
  const payments = paidOut?.payments ?? (elsewhere ? [] : (row.proposal?.payout ?? []));
  if (slip)
    return (headers) => call(api.POST('/api/desk/bank/mark', { body: { line, slip }, headers }));
  if (cheque) {
    const body = { line, payment: cheque };
    return (headers) => call(api.POST('/api/desk/bank/bounce', { body, headers }));
  }
  if (payments.length > 0) {
    const body = { line, payments, ...(paidOut?.reason && { reason: paidOut.reason }) };
    return (headers) => call(api.POST('/api/desk/bank/payout', { body, headers }));
  }
  if (parts.length > 0 && !paidOut) {
    const body = { line, remember, parts: parts.map(sentPart) };
    return (headers) => call(api.POST('/api/desk/bank/settle', { body, headers }));
  }
  return undefined;
}

/** What accepting a line would do, as the program proposes it. */
export function partsOf(row: Row): Part[] {
  const p = row.proposal;
  if (!p) return [];
  const parts = p.parts.map(({ household, family, invoice, cart, number, cents }) => ({
    ...{ household, family, invoice, cart, number, cents },
  }));
  if (p.creditCents > 0 && p.household) {
    parts.push({
      ...{ household: p.household, family: p.family, invoice: 0, cart: 0, number: '' },
      cents: p.creditCents,
    });
  }
  return parts;
}

/** Whether it is proposed as a whole: a slip, what comes back, or a payout. */
export const fixed = ({ proposal }: Row): boolean =>
  Boolean(proposal?.slip || proposal?.cheque || proposal?.payout.length);

const TONES: Record<string, Tone> = {
  ...{ exact: 'success', likely: 'success', split: 'info', partial: 'warning', several: 'warning' },
  ...{ credit: 'info', slip: 'success', payout: 'success', bounced: 'danger' },
};
export const toneOf = (row: Row): Tone => TONES[row.proposal?.kind ?? ''] ?? 'line';
export const kindOf = (row: Row): string =>
  t(`bank.kind.${row.proposal?.kind ?? 'unknown'}` as Key, {
    n: row.proposal?.candidates.length ?? 0,
  });

/** What a line is proposed as, in a few words. */
export function sumUp(row: Row): string {
  const p = row.proposal;
  if (!p) return '';
  const [part] = p.parts;
  if (p.slip) return t('bank.slip', { slip: p.slip });
  if (p.payout.length) return t('bank.payoutOf', { n: p.payout.length });
  if (p.parts.length > 1) return t('bank.invoices', { n: p.parts.length, family: p.family });
  if (part) return `${part.number}, ${part.family}`;
  if (p.candidates.length) return t('bank.candidates', { n: p.candidates.length });
  return p.family || '–';
}

/** The reason under it: what speaks against comes first. */
export function because(row: Row): string {
  const reasons = row.proposal?.reasons ?? [];
  const reason = reasons.find((one) => !one.for) ?? reasons[0];
  return reason ? why(reason) : '';
}

export const why = (reason: { code: string; params: Record<string, unknown> }): string =>
  t(`bank.why.${reason.code}` as Key, reason.params as Record<string, string | number>);

/** Why a line is nobody's payment, as far as its words tell. */
export function ignoredAs(row: Row): 'fees' | 'supplier' | 'other' {
  if (row.cents > 0) return 'other';
  return /\b(frais|commission|cotisation|agios|kosten|fee|charges?)\b/i.test(row.text + row.name)
    ? 'fees'
    : 'supplier';
}

/** What a line that was dealt with became. */
export function became(row: Row): string {
  if (row.ignored) return t(`bank.ignore.${row.ignored}` as Key);
  if (row.slip) return t('bank.slip', { slip: row.slip });
  if (row.payout) return t('bank.payout', { payout: row.payout });
  return row.payments;
}

type One = View['statements'][number];

/** What a balance was weighed against: the lines of its own file, or the last one of its account. */
export type Weighed = 'right' | 'gap' | 'unweighed' | 'noBalance';
export function weighed({ gap, follows, openingCents, closingCents }: One): Weighed {
  if (gap) return 'gap';
  if (closingCents === null) return 'noBalance';
  return openingCents !== null || follows ? 'right' : 'unweighed';
}
export const BALANCE: Record<Weighed, { tone: Tone; said: Key }> = {
  right: { tone: 'success', said: 'bank.right' },
  gap: { tone: 'danger', said: 'bank.gapShort' },
  unweighed: { tone: 'line', said: 'bank.unweighed' },
  noBalance: { tone: 'line', said: 'bank.noBalance' },
};

/** How two statements do not follow each other, with both figures. */
export const gapSaid = ({ endedCents, beginsCents }: NonNullable<One['gap']>): string =>
  t('bank.gap', { endedCents, beginsCents });

/** Lines by what becomes of them, in the order they stand. */
export const grouped = (rows: Row[]) => ({
  exact: rows.filter(({ proposal }) => proposal?.kind === 'exact'),
  open: rows.filter(({ state, proposal }) => state === 'open' && proposal?.kind !== 'exact'),
  settled: rows.filter(({ state }) => state === 'settled'),
  ignored: rows.filter(({ state }) => state === 'ignored'),
});

/** The last four of an account, as the screen names it. */
export const ending = (account: string): string => account.replace(/\D+$/, '').slice(-4);

export const sums = (rows: Row[]): number => rows.reduce((all, { cents }) => all + cents, 0);
