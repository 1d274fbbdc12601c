import { SvelteSet } from 'svelte/reactivity';
import { api, call } from '@/api/client';
import { Refusal } from '@/api/problem';
import { t } from '@/i18n/index.svelte';
import { session } from '@/state/session.svelte';
import { Submission } from '@/state/submission.svelte';
import { equalParts, type Part } from '../invoices/plan';
import { Done } from './done';
import { choice } from './kept.svelte';
import type { Open } from './receipt';
import type { Sale } from './sale.svelte';
import { Spread, THIS_SALE } from './spread.svelte';
import { Tenders, type AidOffer } from './tenders/tenders.svelte';
import { waysOf, type Way } from './tenders/ways';

/** What stands in the way of issuing, and where it is mended. */
export type Obstacle = 'empty' | 'expired' | 'tender' | 'tooMuch' | 'spread' | 'terms' | 'rest';

/** How a cart becomes an invoice: tenders, terms, address, papers. */
export class Checkout {
  #sale: Sale;
  /** The versions that are accepted in this sale: of the conditions of sale, and of the licence. */
  #agreed = $state({ terms: '', licence: '' });
  /** Billing address; 0 is the default one. */
  address = $state(0);
  /** In how many instalments the rest is paid. */
  times = $state(1);
  /** The button was pressed: what is missing is said. */
  tried = $state(false);
  done = $state.raw<Done>();
  /** The household's open invoices, the oldest first. */
  open = $state.raw<Open[]>([]);
  /** Those that are paid together with the sale. */
  readonly also = new SvelteSet<number>();
  /** Aids that can be laid on the sale and the invoices paid with it. */
  aids = $state.raw<AidOffer[]>([]);
  readonly submission = new Submission();
  readonly tenders: Tenders;
  readonly spread: Spread;

  constructor(sale: Sale) {
    this.#sale = sale;
    this.tenders = new Tenders(() => this.bill);
    this.spread = new Spread(
      () => this.paid(this.older),
      () => this.tenders.settlingCents,
    );
  }

  /** The open invoices that are paid with the sale. */
  get older(): Open[] {
    return this.open.filter(({ id }) => this.also.has(id));
  }

  /** Invoices and the one this sale issues, in the order they are settled. */
  paid(older: Open[]): Open[] {
    const { cart } = this.#sale;
    const [remainingCents, dueDay] = [cart?.totalCents ?? 0, cart?.dueDay ?? ''];
    const number = t('desk.thisSale');
    return [
      ...older,
      { id: THIS_SALE, number, day: dueDay, dueDay, remainingCents, state: 'due', cashCents: 0 },
    ];
  }

  /** What the older invoices get of the money. */
  get alsoSettled(): { number: string; cents: number }[] {
    const { parts } = this.spread;
    return this.older.map(({ id, number }) => ({ number, cents: parts.get(id) ?? 0 }));
  }

  isPaid(id: number): boolean {
    return id === THIS_SALE || this.also.has(id);
  }

  tick(id: number, paid: boolean): void {
    this.spread.clear();
    if (paid) this.also.add(id);
    else this.also.delete(id);
  }

  get bill() {
    const { cart, household, chosen } = this.#sale;
    const payer = household?.contacts.find((contact) => contact.pays) ?? household?.contacts[0];
    return {
      owedCents: this.older.reduce((sum, i) => sum + i.remainingCents, cart?.totalCents ?? 0),
      creditCents: cart?.creditCents ?? 0,
      sources: cart?.creditSources ?? [],
      household: cart?.household ?? 0,
      drawer: payer ? `${payer.firstName} ${payer.surname}`.trim() : '',
      back: [...new Set(chosen.map((line) => line.riderName).filter(Boolean))].join(', '),
      dueDay: cart?.dueDay ?? session().today,
      promiseDay: session().promiseDay,
      cashCents: this.older.reduce((sum, invoice) => sum + invoice.cashCents, 0),
      cashMostCents: session().cashMostCents,
      aids: this.aids,
    };
  }

  get ways(): Way[] {
    return waysOf(this.#sale.cart?.ways ?? []);
  }

  /** The version of the conditions of sale that is still to accept. */
  get termsVersion(): string {
    return this.#sale.cart?.termsVersion ?? '';
  }

  get termsText(): string {
    return this.#sale.cart?.termsText ?? '';
  }

  /** The same of the terms of the licence. */
  get licenceTermsVersion(): string {
    return this.#sale.cart?.licenceTermsVersion ?? '';
  }

  get licenceTermsText(): string {
    return this.#sale.cart?.licenceTermsText ?? '';
  }

  /** The family accepts all that this sale asks for; what is asked for later is asked anew. */
  get accepted(): boolean {
    const { terms, licence } = this.#agreed;
    const isAgreed = [terms, ''].includes(this.termsVersion);
    return isAgreed && [licence, ''].includes(this.licenceTermsVersion);
  }

  set accepted(all: boolean) {
    this.#agreed = {
      terms: all ? this.termsVersion : '',
      licence: all ? this.licenceTermsVersion : '',
    };
  }

  /** The law asks for a note, so that the paper prints whatever is ticked. */
  get noteDue(): boolean {
    return this.#sale.cart?.noteDue ?? false;
  }

  /** It prints with the sale. */
  get prints(): boolean {
    return choice().a4 || this.noteDue;
  }

  /** Where the invoice can go by mail; empty where it cannot. */
  get mailTo(): string {
    return this.#sale.household?.mailTo ?? '';
  }

  /** The first thing that stands in the way. */
  get obstacle(): Obstacle | undefined {
    const cart = this.#sale.cart;
    if (!cart || cart.lines.length === 0) return 'empty';
    if (cart.expired) return 'expired';
    if (this.tenders.fault) return 'tender';
    if (this.tenders.tooMuch) return 'tooMuch';
    if (this.spread.fault) return 'spread';
    if (this.tenders.restCents > 0 && !this.tenders.onAccount) return 'rest';
    return this.accepted ? undefined : 'terms';
  }

  /** Reports whether the rest can be paid in instalments: it is this sale's alone, and nothing of it is announced. */
  get canSpread(): boolean {
    const { restCents, onAccount } = this.tenders;
    const unpaid = (this.#sale.cart?.totalCents ?? 0) - (this.spread.parts.get(THIS_SALE) ?? 0);
    return onAccount && restCents > 0 && unpaid === restCents;
  }

  /** The instalments of the rest, a month apart from the day it is due by the term; none when it is paid at once. */
  get instalments(): Part[] {
    if (this.times < 2 || !this.canSpread) return [];
    return equalParts(this.tenders.restCents, this.times, this.bill.dueDay);
  }

  /** The clock stands before the last document: the owner must confirm it. */
  get clockBehind(): Refusal | undefined {
    const { failure } = this.submission;
    return failure instanceof Refusal && failure.code === 'clockBehind' ? failure : undefined;
  }

  /** Issues the invoice. A second press while it runs does nothing; after a lost answer it is the same request. */
  async issue(confirmClock = false): Promise<void> {
    this.tried = true;
    const { cart, lines, chosen } = this.#sale;
    if (this.obstacle || !cart) return;
    const body = {
      lines: chosen.map((line) => line.id),
      tenders: this.tenders.list(),
      invoices: this.older.map(({ id }) => id),
      shares: this.spread.list(),
      onAccount: this.tenders.onAccount && this.tenders.restCents > 0,
      dues: this.instalments.map(({ day, cents }) => ({ day, cents: cents ?? 0 })),
      terms: this.accepted ? this.termsVersion : '',
      licenceTerms: this.accepted ? this.licenceTermsVersion : '',
      address: this.address,
      mail: choice().mail && this.mailTo !== '',
      prints: this.prints,
      confirmClock,
    };
    const issued = await this.submission.run((headers) =>
      call(
        api.POST('/api/desk/carts/{id}/checkout', {
          params: { path: { id: cart.id } },
          body,
          headers,
        }),
      ),
    );
    if (!issued) return void this.#sale.refresh();
    this.done = new Done(issued, { lines: lines.length - chosen.length, until: cart.expiresAt });
    if (choice().a4 || cart.noteDue) void this.done.a4.print();
    if (choice().receipt) void this.done.receipt?.print();
  }

  /** Ready for the next sale. */
  clear(): void {
    this.tenders.clear();
    this.spread.clear();
    this.also.clear();
    this.open = [];
    this.submission.clear();
    this.accepted = false;
    this.address = 0;
    this.times = 1;
    this.tried = false;
    this.done = undefined;
  }
}
