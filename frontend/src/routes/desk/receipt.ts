import type { components } from '@/api/schema';

type Account = components['schemas']['Account'];

/** An open invoice and what the money laid so far leaves of it. */
export interface Open {
  id: number;
  number: string;
  day: string;
  dueDay: string;
  remainingCents: number;
  state: string;
  /** What of it was paid in cash so far. */
  cashCents: number;
}

/** The open invoices of an account, the oldest due day first, as they are settled. */
export function openInvoices(account: Account, only?: number[]): Open[] {
  return account.lines
    .filter((line) => line.kind === 'invoice' && line.remainingCents > 0)
    .filter((line) => !only || only.includes(line.invoice))
    .map(({ invoice, number, day, dueDay, remainingCents, state, cashCents }) => ({
      id: invoice,
      number,
      day,
      dueDay,
      remainingCents,
      state,
      cashCents,
    }))
    .sort((a, b) => a.dueDay.localeCompare(b.dueDay) || a.id - b.id);
}
