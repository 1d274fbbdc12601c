import type { components } from '@/api/schema';
import { api, call, type Answer } from '@/api/client';
import { t, type Key } from '@/i18n/index.svelte';
import type { Tone } from '@/ui';
import { Paper } from '../desk/paper.svelte';
import { paperFile } from '../families/personal';

export type DocumentRow = components['schemas']['DocumentRow'];
export type DocumentView = components['schemas']['DocumentView'];
export type LinkRequest = components['schemas']['Request'];
export type AwaitedFile = components['schemas']['AwaitedFile'];
export type Counts = Answer<'/api/desk/invoices'>['counts'];

/** Series of the openings that claim a refund of money that never came. */
export const CLAIM_SERIES = 'C';

/** The open link over an invoice that a provider made. */
export const followed = ({ requests }: DocumentView): LinkRequest | undefined =>
  requests.find(({ kind, state, provider }) => kind === 'link' && state === 'open' && provider);

/** Has the provider asked about an invoice's links in the next moments. */
export const lookAtLinks = (id: number, headers: Record<string, string>): Promise<DocumentView> =>
  call(api.POST('/api/desk/invoices/{id}/links/look', { params: { path: { id } }, headers }));

/** Gives a withheld link out before the files are complete. */
export const unlockLink = (
  id: number,
  reason: string,
  headers: Record<string, string>,
): Promise<DocumentView> =>
  call(
    api.POST('/api/desk/invoices/{id}/unlock', {
      params: { path: { id } },
      body: { reason },
      headers,
    }),
  );

/** More documents than anybody scrolls through; the list says when there are others. */
export const MOST = 10_000;

/** What the segments show; the words of the API. */
export const SHOWS = ['all', 'open', 'paid', 'creditNotes'] as const;
export type Show = (typeof SHOWS)[number];

/** The orders of the list, in the words of the API; '' is its own. */
const SORTS = ['number', 'family', 'day', 'due', 'total', 'left'] as const;
export type Sort = '' | `${'' | '-'}${(typeof SORTS)[number]}`;

/** An order as it was kept; the list's own when it is none. */
export const known = (sort: string): Sort =>
  SORTS.some((one) => sort === one || sort === `-${one}`) ? (sort as Sort) : '';

/** Late by more days than this is shown in brick instead of straw (DESIGN section 6). */
const VERY_LATE_DAYS = 30;

/** What a document's chip says. */
export interface State {
  tone: Tone;
  text: string;
  /** A payment link is out: the chip shows the link's mark. */
  link?: boolean;
}

const REQUESTED: Record<string, Key> = {
  link: 'invoices.linkMade',
  transfer: 'invoices.announced',
  promise: 'invoices.promised',
  withheld: 'state.withheld',
};

const YEAR_DAYS = 365;

/** How late something is; from two years on in years, which are what is left to say of it. */
export const lateText = (days: number): string =>
  days < 2 * YEAR_DAYS
    ? t('invoices.daysLate', { n: days })
    : t('invoices.yearsLate', { n: Math.floor(days / YEAR_DAYS) });

/** How a document stands: disputed and late first, then what was asked for, then its state. */
export function stateOf(row: Pick<DocumentRow, 'state' | 'lateDays' | 'request'>): State {
  if (row.request === 'disputed') return { tone: 'warning', text: t('invoices.disputed') };
  switch (row.state) {
    case 'overdue':
      return {
        tone: row.lateDays > VERY_LATE_DAYS ? 'danger' : 'warning',
        text: lateText(row.lateDays),
      };
    case 'covered':
      return { tone: 'info', text: t('state.covered') };
    case 'paid':
      return { tone: 'success', text: t('state.paid') };
    case 'credited':
      return { tone: 'neutral', text: t('state.credited') };
    case 'given':
    case 'writtenOff':
    case 'carried':
      return { tone: 'neutral', text: t(`state.${row.state}`) };
  }
  const asked = REQUESTED[row.request];
  if (asked) {
    const link = row.request === 'link';
    if (row.request === 'withheld') return { tone: 'warning', text: t(asked) };
    return { tone: link ? 'info' : 'line', text: t(asked), link };
  }
  return { tone: 'line', text: t(row.state === 'partlyPaid' ? 'state.partlyPaid' : 'state.due') };
}

/** The heads a list of open invoices stands under. */
export const groupOf = (row: DocumentRow): 'late' | 'due' =>
  row.state === 'overdue' ? 'late' : 'due';

/** What rows still ask for. */
export const remaining = (rows: DocumentRow[]): number =>
  rows.reduce((sum, row) => sum + row.remainingCents, 0);

/** The ticked rows of a list, and whose they are. */
export interface Ticked {
  rows: DocumentRow[];
  cents: number;
  /** How many families they are of; money is received for one at a time. */
  families: number;
  /** Money can be received for all of them at once. */
  receivable: boolean;
}

export function tickedOf(rows: DocumentRow[], selected: ReadonlySet<string | number>): Ticked {
  const ticked = rows.filter((row) => selected.has(row.id));
  const families = new Set(ticked.map((row) => row.household)).size;
  return {
    rows: ticked,
    cents: remaining(ticked),
    families,
    receivable: families === 1 && ticked.every((row) => row.remainingCents > 0),
  };
}

/** What a credit note of this much does to an invoice that still asks for `open`. */
export function consequence(cents: number, open: number): { settles: number; credits: number } {
  const settles = Math.min(cents, Math.max(0, open));
  return { settles, credits: cents - settles };
}

/** The lines of a credit note to come that are discounts falling because a rider's place moves. */
export function fallenOf(
  invoice: DocumentView,
  note: DocumentView['lines'],
  returns: { line: number }[],
): DocumentView['lines'] {
  const leaves = (n: number | undefined) =>
    returns.length === 0 ||
    returns.some(({ line }) => invoice.lines.some((one) => one.id === line && one.n === n));
  return note.filter((line) => {
    const discount = invoice.lines.find(({ id }) => id === line.original);
    return line.cents > 0 && (line.withdraws || (discount?.base && !leaves(discount.base)));
  });
}

/** A reminder as a letter. */
export const reminderPaper = (id: number): Paper =>
  new Paper('a4', paperFile(t('remind.paper'), String(id), 'pdf'), `/api/desk/reminders/${id}/pdf`);

/** A family disputes the invoice, and nobody noted how that ended. */
export const disputedNow = ({ disputes }: Pick<DocumentView, 'disputes'>): boolean =>
  disputes.at(-1)?.ended === false;
