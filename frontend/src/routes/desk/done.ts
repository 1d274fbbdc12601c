import { seasonSoFar, statementPaper } from '../families/statement';
import { Papers, type Paper } from './paper.svelte';
import { invoicePaper, receiptPaper } from './papers';
import type { Issued } from './types';

/** A sale that was issued, with the papers that may leave. */
export class Done {
  readonly a4: Paper;
  /** One receipt shows the whole sale; there is none when nothing was received. */
  readonly receipt: Paper | undefined;
  /** Where the family's account stands now; nobody in particular has none. */
  readonly statement: Paper | undefined;
  /** What a family that paid takes along. */
  readonly both: Papers | undefined;

  constructor(
    readonly issued: Issued,
    /** What was left out: it waits in the cart that the sale names. */
    readonly rest: { lines: number; until: string },
  ) {
    const { invoice, payments } = issued;
    this.a4 = invoicePaper(invoice.id, invoice.number);
    const first = payments?.[0];
    this.receipt = first && receiptPaper(first.id, first.receipt);
    const { household, buyer } = invoice;
    if (!this.receipt || !household) return;
    this.statement = statementPaper({ household, name: buyer.household }, seasonSoFar());
    this.both = new Papers([this.receipt, this.statement]);
  }
}
