import { SvelteMap } from 'svelte/reactivity';
import type { components } from '@/api/schema';
import type { Open } from './receipt';

export type Share = components['schemas']['Share'];

/** The row of the invoice that the sale being paid will issue. */
export const THIS_SALE = 0;

/** How what settles now is spread over several invoices: the oldest first, or as somebody typed. */
export class Spread {
  readonly #typed = new SvelteMap<number, number>();
  readonly #open: () => Open[];
  readonly #settling: () => number;

  constructor(open: () => Open[], settling: () => number) {
    this.#open = open;
    this.#settling = settling;
  }

  /** What is spread: no more than the invoices ask for, the rest becomes credit. */
  get cents(): number {
    const owed = this.#open().reduce((sum, invoice) => sum + invoice.remainingCents, 0);
    return Math.min(this.#settling(), owed);
  }

  /** What each invoice gets; what nobody typed is filled in order with what is left. */
  get parts(): Map<number, number> {
    const open = this.#open();
    let left = open.reduce((rest, { id }) => rest - (this.#typed.get(id) ?? 0), this.cents);
    return new Map(
      open.map(({ id, remainingCents }) => {
        const typed = this.#typed.get(id);
        if (typed !== undefined) return [id, typed];
        const part = Math.max(0, Math.min(left, remainingCents));
        left -= part;
        return [id, part];
      }),
    );
  }

  /** What the typed parts leave unspread; below 0 they are too much. */
  get restCents(): number {
    return [...this.parts.values()].reduce((rest, part) => rest - part, this.cents);
  }

  /** Reports whether an invoice was given more than it asks for. */
  above(invoice: Open): boolean {
    return (this.parts.get(invoice.id) ?? 0) > invoice.remainingCents;
  }

  /** Something stands in the way of booking this spread. */
  get fault(): boolean {
    return this.restCents !== 0 || this.#open().some((invoice) => this.above(invoice));
  }

  /** Somebody typed a part. */
  get chosen(): boolean {
    return this.#open().some(({ id }) => this.#typed.has(id));
  }

  /** A part typed by somebody; undefined takes what is left again. */
  type(id: number, cents: number | undefined): void {
    if (cents === undefined) this.#typed.delete(id);
    else this.#typed.set(id, cents);
  }

  clear(): void {
    this.#typed.clear();
  }

  /** The parts as the API takes them; none leaves it to the oldest first. */
  list(): Share[] {
    if (!this.chosen) return [];
    return [...this.parts].map(([invoice, cents]) => ({ invoice, cents }));
  }
}
