import { SvelteSet } from 'svelte/reactivity';
import { keyed, newKey } from '@/api/client';
import { t } from '@/i18n/index.svelte';
import { toast } from '@/state/toast.svelte';
import {
  addLine,
  dropCart,
  getCart,
  getHousehold,
  openCart,
  parkCart,
  setQuantity,
  takeUpCart,
  type Added,
} from './cart';
import { Checkout } from './checkout.svelte';
import type { Household, Rider } from '../families/types';
import type { Cart, CartLine, Offer } from './types';

/** A change that failed, and the way to try it again under its own key. */
export interface Problem {
  error: unknown;
  retry: () => void;
}

/** The sale at the counter: for whom, what, and what became of it. */
export class Sale {
  /** Who buys; undefined for nobody, or before somebody was chosen. */
  household = $state.raw<Household>();
  /** A sale without a client was chosen. */
  anonymous = $state(false);
  /** Whom it is for; 0 is the household as a whole. */
  riderId = $state(0);
  /** There is none before the first line. */
  cart = $state.raw<Cart>();
  problem = $state.raw<Problem>();
  /** Lines that are not sold now; they keep their hour in a cart of their own. */
  readonly left = new SvelteSet<number>();
  readonly checkout = new Checkout(this);
  #queue: Promise<unknown> = Promise.resolve();

  // Getters, not $derived: the sale outlives the screen that first asked for it.
  get lines(): CartLine[] {
    return this.cart?.lines ?? [];
  }

  /** What is sold now. */
  get chosen(): CartLine[] {
    return this.lines.filter((line) => !this.left.has(line.id));
  }

  /** Whom it is for; undefined for the household as a whole. */
  get rider(): Rider | undefined {
    return this.household?.riders.find((rider) => rider.id === this.riderId);
  }

  /** Reports whether it is known who buys. */
  get begun(): boolean {
    return this.household !== undefined || this.anonymous;
  }

  /** Begins a sale for a household. What the counter held for another one is parked. */
  begin(household: number, rider = 0): Promise<void> {
    const [opens, drops] = [newKey(), newKey()];
    return this.#do(async () => {
      const next = await getHousehold(household);
      if (this.household?.id === household && !this.checkout.done) {
        this.household = next;
        if (rider) this.riderId = rider;
        return;
      }
      const carried = this.lines.length > 0 && this.cart?.household === 0 ? this.cart : undefined;
      let cart: Cart | undefined;
      if (carried) {
        // What was sold to nobody becomes the household's, in a cart of its own.
        // Until that is answered nothing is cleared: it can be asked again.
        const lines = carried.lines.map(({ offer, quantity, chosenCents }) => ({
          ...{ offer, quantity, rider: 0 },
          ...(chosenCents && { cents: chosenCents }),
        }));
        cart = await openCart(household, lines, keyed(opens));
        await dropCart(carried.id, keyed(drops));
      } else await this.#putAside();
      this.#clear();
      this.household = next;
      this.riderId = rider || (next.riders[0]?.id ?? 0);
      this.cart = cart;
    });
  }

  /** Begins a sale without a client. */
  beginAnonymous(): Promise<void> {
    return this.#do(async () => {
      await this.#putAside();
      this.#clear();
      this.anonymous = true;
    });
  }

  /** Leaves the counter empty; a cart that holds something is parked. */
  reset(): Promise<void> {
    return this.#do(async () => {
      await this.#putAside();
      this.#clear();
    });
  }

  /** Chooses the rider who is `step` further down; from the last one to the first. */
  stepRider(step: 1 | -1): void {
    const riders = this.household?.riders ?? [];
    if (riders.length === 0) return;
    const at = riders.findIndex((rider) => rider.id === this.riderId);
    const next = at < 0 ? 0 : (at + step + riders.length) % riders.length;
    this.riderId = riders[next]?.id ?? 0;
  }

  /** Puts an offer into the cart, the first one opens it; goods that are there already become one more. */
  add(offer: Pick<Offer, 'id'>, choice: Partial<Added> = {}): Promise<void> {
    if (this.checkout.done) this.#nextFor();
    if (!this.begun) this.anonymous = true;
    const body: Added = { offer: offer.id, rider: this.riderId, quantity: 1, ...choice };
    return this.#change((headers) => {
      const { cart } = this;
      if (!cart) return openCart(this.household?.id ?? 0, [body], headers);
      const there = cart.lines.find(
        (line) => line.kind === 'goods' && line.offer === body.offer && line.rider === body.rider,
      );
      return there
        ? setQuantity(cart.id, there.id, there.quantity + 1, headers)
        : addLine(cart.id, body, headers);
    });
  }

  /** Changes how many of a line are bought; 0 takes it out. */
  quantity(line: CartLine, quantity: number): Promise<void> {
    const cart = this.cart?.id ?? 0;
    return this.#change((headers) => setQuantity(cart, line.id, quantity, headers));
  }

  /** Leaves a line out of this checkout, or takes it in again. */
  leave(line: CartLine, out: boolean): Promise<void> {
    if (out) this.left.add(line.id);
    else this.left.delete(line.id);
    return this.#do(async () => {
      if (this.cart) await this.#show(await getCart(this.cart.id));
    });
  }

  /** Gives the sale up. */
  drop(): Promise<void> {
    const [cart, key] = [this.cart, newKey()];
    return this.#do(async () => {
      if (cart) await dropCart(cart.id, keyed(key));
      this.#clear();
    });
  }

  /** Brings a parked or expired sale back to the counter. */
  takeUp(id: number): Promise<void> {
    const key = newKey();
    return this.#do(async () => {
      if (this.cart?.id !== id) await this.#putAside();
      const cart = await takeUpCart(id, keyed(key));
      const household = cart.household ? await getHousehold(cart.household) : undefined;
      if (this.cart?.id !== id) this.#clear();
      this.cart = cart;
      this.household = household;
      this.anonymous = !household;
      if (!this.rider) this.riderId = cart.lines.at(-1)?.rider || (household?.riders[0]?.id ?? 0);
    });
  }

  /** Looks again at what others may have changed. */
  refresh(): Promise<void> {
    const look = async () => {
      const [cart, household] = [this.cart?.id, this.household?.id];
      if (cart && !this.checkout.done) await this.#show(await getCart(cart));
      if (household) this.household = await getHousehold(household);
      if (this.riderId && !this.rider) this.riderId = this.household?.riders[0]?.id ?? 0; // moved away
    };
    this.#queue = this.#queue.then(look).catch(() => {}); // what is shown stays until it answers
    return this.#queue as Promise<void>;
  }

  /** After a sale: the same family goes on buying. */
  #nextFor(): void {
    const { household, riderId } = this;
    this.#clear();
    this.household = household;
    this.riderId = riderId;
    this.anonymous = !household;
  }

  #clear(): void {
    this.cart = undefined;
    this.household = undefined;
    this.anonymous = false;
    this.riderId = 0;
    this.problem = undefined;
    this.left.clear();
    this.checkout.clear();
  }

  async #putAside(): Promise<void> {
    const cart = this.cart;
    if (!cart || cart.lines.length === 0 || this.checkout.done || cart.state !== 'open') return;
    await parkCart(cart.id, keyed(newKey()));
    toast(t('desk.parked'), () => void this.takeUp(cart.id));
  }

  /** Changes what the cart holds. */
  #change(write: (headers: Record<string, string>) => Promise<Cart>): Promise<void> {
    const key = newKey();
    return this.#do(async () => {
      await this.#show(await write(keyed(key)));
    });
  }

  /** Takes over a whole cart; its sums become those of what is sold now. One line at least is. */
  async #show(cart: Cart): Promise<void> {
    const chosen = cart.lines.map((line) => line.id).filter((id) => !this.left.has(id));
    if (chosen.length === 0) this.left.clear();
    const part = chosen.length > 0 && chosen.length < cart.lines.length;
    this.cart = part ? await getCart(cart.id, chosen) : cart;
  }

  /** One thing after the other, in the order of the keys pressed. */
  #do(work: () => Promise<void>): Promise<void> {
    const attempt = async () => {
      try {
        await work();
        this.problem = undefined;
      } catch (error) {
        this.problem = { error, retry: () => void this.#do(work) };
        await this.#look();
      }
    };
    const run = this.#queue.then(attempt);
    this.#queue = run;
    return run;
  }

  /** After a refusal the cart may be another than the screen believes: expired, sold elsewhere. */
  async #look(): Promise<void> {
    try {
      if (this.cart) await this.#show(await getCart(this.cart.id));
    } catch {
      // the first failure is the one that is said
    }
  }
}

let counter: Sale | undefined;

/** The sale of this window: it waits while another screen is open. */
export const counterSale = (): Sale => (counter ??= new Sale());
