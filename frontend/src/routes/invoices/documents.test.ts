import { describe, expect, it } from 'vitest';
import { consequence, groupOf, stateOf, tickedOf, type DocumentRow } from './documents';

const row = (change: Partial<DocumentRow> = {}): DocumentRow => ({
  id: 1,
  kind: 'invoice',
  number: 'F2026-0431',
  day: '2026-10-07',
  dueDay: '2026-10-14',
  household: 3,
  family: 'Delcourt',
  totalCents: 17000,
  settledCents: 7000,
  creditedCents: 0,
  coveredCents: 0,
  writtenCents: 0,
  remainingCents: 10000,
  nextDueDay: '2026-10-14',
  state: 'partlyPaid',
  lateDays: 0,
  request: '',
  ...change,
});

describe('the chip of an invoice', () => {
  it('is straw while it is late, and brick after 30 days', () => {
    const late = (lateDays: number) => stateOf(row({ state: 'overdue', lateDays }));
    expect(late(1)).toEqual({ tone: 'warning', text: '1 jour de retard' });
    expect(late(30).tone).toBe('warning');
    expect(late(31)).toEqual({ tone: 'danger', text: '31 jours de retard' });
    expect(late(729).text).toBe('729 jours de retard');
    expect(late(730).text).toBe('2 ans de retard');
  });

  it('says what was asked for before it says that a part is paid', () => {
    expect(stateOf(row({ request: 'link' }))).toMatchObject({ tone: 'info', link: true });
    expect(stateOf(row({ request: 'transfer' })).text).toBe('Virement annoncé');
    expect(stateOf(row({ request: 'promise' })).text).toBe('Promis');
    expect(stateOf(row()).text).toBe('Réglée en partie');
  });

  it('says that it is late whatever was asked for, and that it is paid whatever was asked for', () => {
    expect(stateOf(row({ request: 'link', state: 'overdue', lateDays: 4 })).tone).toBe('warning');
    expect(stateOf(row({ request: 'link', state: 'paid' })).tone).toBe('success');
  });
});

describe('ticked invoices', () => {
  const rows = [
    row({ id: 1, remainingCents: 4500 }),
    row({ id: 2, remainingCents: 9600 }),
    row({ id: 3, household: 9, remainingCents: 100, state: 'overdue' }),
  ];

  it('add up what they still ask for', () => {
    expect(tickedOf(rows, new Set([1, 2]))).toMatchObject({
      cents: 14100,
      families: 1,
      receivable: true,
    });
  });

  it('tell how many families they are of', () => {
    expect(tickedOf(rows, new Set([1, 3])).families).toBe(2);
  });

  it('are those the list shows: one that left it is ticked no more', () => {
    expect(tickedOf(rows, new Set([2, 77])).rows.map(({ id }) => id)).toEqual([2]);
  });

  it('stand under the head of what is late or of what is not', () => {
    expect(rows.map(groupOf)).toEqual(['due', 'due', 'late']);
  });
});

describe('a credit note', () => {
  it('settles what the invoice still asks for and gives the rest as credit', () => {
    expect(consequence(17000, 10000)).toEqual({ settles: 10000, credits: 7000 });
    expect(consequence(2500, 10000)).toEqual({ settles: 2500, credits: 0 });
    expect(consequence(2500, 0)).toEqual({ settles: 0, credits: 2500 });
  });
});
