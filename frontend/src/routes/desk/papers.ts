import { Paper } from './paper.svelte';

/** The A4 paper of an invoice or credit note. */
export const invoicePaper = (id: number, number: string): Paper =>
  new Paper('a4', `${number}.pdf`, `/api/desk/invoices/${id}/print`, true);

/** The 80 mm receipt of a payment; one that came with a sale shows the whole sale. */
export const receiptPaper = (id: number, number: string): Paper =>
  new Paper('receipt', `${number}.pdf`, `/api/desk/payments/${id}/print`, true);
