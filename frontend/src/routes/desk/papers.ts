import { api, call } from '@/api/client';
import { Paper } from './paper.svelte';

/** The A4 paper of an invoice or credit note. */
export const invoicePaper = (id: number, number: string): Paper =>
  new Paper(
    'a4',
    `${number}.pdf`,
    (headers) =>
      call(
        api.POST('/api/desk/invoices/{id}/print', {
          params: { path: { id } },
          headers,
          parseAs: 'arrayBuffer',
        }),
      ) as Promise<ArrayBuffer>,
  );

/** The 80 mm receipt of a payment; one that came with a sale shows the whole sale. */
export const receiptPaper = (id: number, number: string): Paper =>
  new Paper(
    'receipt',
    `${number}.pdf`,
    (headers) =>
      call(
        api.POST('/api/desk/payments/{id}/print', {
          params: { path: { id } },
          headers,
          parseAs: 'arrayBuffer',
        }),
      ) as Promise<ArrayBuffer>,
  );
