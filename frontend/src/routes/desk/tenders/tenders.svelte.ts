import type { components } from '@/api/schema';
import type { Source } from '../../families/credit';
import { WAYS, type Tender, type Way } from './ways';

/** What is to be paid, and by whom. */
export interface Bill {
  owedCents: number;
  /** What the household has and may spend. */
  creditCents: number;
  /** Where that comes from, in the order it is spent. */
  sources?: Source[];
  /** 0 for a sale without a client. */
  household: number;
  /** Written on a cheque unless somebody types another name. */
  drawer: string;
  /** The rider's name for the back of a cheque. */
  back: string;
  /** Until when what is asked for can be paid. */
  dueDay: string;
  /** Until when a promise holds when no other day is named. */
  promiseDay: string;
  /** What of it was paid in cash before, and the most the law lets one debt be. */
  cashCents?: number;
  cashMostCents?: number;
  /** Aids that can be laid, with what their rules cover. */
  aids?: AidOffer[];
}

export type AidOffer = components['schemas']['AidOffer'];

/** One way of paying as it is being laid. */
export class Row {
  /** What was typed; undefined takes what is left. */
  typed = $state<number>();
  /** Cash put on the counter; undefined when it is the amount itself. */
  handed = $state<number>();
  number = $state('');
  /** What is left on the gift card whose code was typed; undefined while it is not known. */
  heldCents = $state<number>();
  bank = $state('');
  drawer = $state('');
  until = $state('');
  /** How promised money is to come. */
  promisedBy = $state<'visit' | 'cheque'>('visit');
  /** Until when a cheque is kept before it goes to the bank; '' for at once. */
  depositDay = $state('');
  /** Which of the bill's aids. */
  aid = $state(0);
  /** Who of the club was handed the money; 0 for the till. */
  heldBy = $state(0);
  /** An aid is granted, or still announced. */
  granted = $state(true);

  constructor(
    readonly id: number,
    readonly way: Way,
    bill: Bill,
  ) {
    if (way === 'cheque') this.drawer = bill.drawer;
    if (way === 'promise') this.until = bill.promiseDay;
  }
}

/** What is wrong with a row, and the field that says so. */
export type Fault = { row: number; field: 'cents' | 'handed' | 'number'; shortCents?: number };

/** A cheque has a number, a gift card its code. */
const asksNumber = (way: Way) => way === 'cheque' || way === 'giftCard';

let lastId = 0;

/** The tenders of one sale or of one receipt of money: they share out what is owed. */
export class Tenders {
  rows = $state.raw<Row[]>([]);
  /** The desk issues the invoice although the rest has no way of paying yet. */
  onAccount = $state(false);
  #bill: () => Bill;

  constructor(bill: () => Bill) {
    this.#bill = bill;
  }

  /** What is to be paid. */
  get bill(): Bill {
    return this.#bill();
  }

  /** What a row pays. At most one row is untyped, and it takes what the others leave. */
  amountOf(row: Row): number {
    if (row.typed !== undefined) return row.typed;
    const left = Math.max(0, this.#leftFor(row));
    if (row.way === 'aid') return Math.min(left, this.bill.aids?.[row.aid]?.coversCents ?? 0);
    if (row.way === 'credit') return Math.min(left, this.bill.creditCents);
    return Math.min(left, row.heldCents ?? left);
  }

  #leftFor(row: Row): number {
    return this.rows
      .filter((other) => other.id !== row.id)
      .reduce((left, other) => left - (other.typed ?? 0), this.bill.owedCents);
  }

  #sum(keep: (row: Row) => boolean): number {
    return this.rows.filter(keep).reduce((sum, row) => sum + this.amountOf(row), 0);
  }

  /** What no row pays yet; below 0 it is too much. */
  get restCents(): number {
    return this.bill.owedCents - this.#sum(() => true);
  }
  /** Money in hand. */
  get receivedCents(): number {
    return this.#sum((row) => WAYS[row.way].received === true);
  }
  /** What settles now: money in hand, credit, and aids that are granted. */
  get settlingCents(): number {
    const aids = this.#sum((row) => row.way === 'aid' && row.granted);
    return this.receivedCents + this.by('credit') + aids;
  }
  /** What is paid by one way. */
  by(way: Way): number {
    return this.#sum((row) => row.way === way);
  }
  /** More is paid in cash than the law lets one debt be, what was paid before included. */
  get tooMuchCash(): boolean {
    const { cashCents = 0, cashMostCents = Infinity } = this.bill;
    return cashCents + this.by('cash') > cashMostCents;
  }
  /** Cash to give back. */
  get changeCents(): number {
    return this.rows.reduce(
      (sum, row) => sum + Math.max(0, (row.handed ?? 0) - this.amountOf(row)),
      0,
    );
  }
  /** What is too much and becomes the household's credit. */
  get surplusCents(): number {
    return Math.max(0, -this.restCents);
  }

  /**
   * Which ways the surplus comes by, and how much of it: invoices are settled in
   * the order money is laid, so it is what the last ways leave over.
   */
  get surplusBy(): { way: Way; cents: number }[] {
    let left = this.surplusCents;
    const parts = new Map<Way, number>();
    for (const row of this.rows.filter(({ way }) => WAYS[way].received).toReversed()) {
      const cents = Math.min(left, this.amountOf(row));
      left -= cents;
      if (cents > 0) parts.set(row.way, (parts.get(row.way) ?? 0) + cents);
    }
    return [...parts].map(([way, cents]) => ({ way, cents }));
  }

  /** Reports whether a way can be laid on this bill at all. */
  offers(way: Way): boolean {
    if (WAYS[way].needsClient && this.bill.household === 0) return false;
    if (way === 'aid') return (this.bill.aids?.length ?? 0) > 0;
    return way !== 'credit' || this.bill.creditCents > 0;
  }

  /**
   * A tender key: lays a way with what is left and returns its row. Pressed
   * again, it adds what is left to the row there is, or makes another paper.
   */
  add(way: Way): Row | undefined {
    if (!this.offers(way)) return undefined;
    const there = this.rows.findLast((row) => row.way === way);
    if (there && (!WAYS[way].several || this.restCents <= 0)) {
      if (this.restCents > 0) this.#settle(there);
      return there;
    }
    const used = this.rows.filter((other) => other.way === 'aid').map(({ aid }) => aid);
    const next = (this.bill.aids ?? []).findIndex((_, at) => !used.includes(at));
    if (way === 'aid' && next < 0) return there;
    this.#settle();
    lastId += 1;
    const row = new Row(lastId, way, this.bill);
    if (way === 'aid') row.aid = next;
    this.rows = [...this.rows, row];
    return row;
  }

  /** Fixes what rows pay now; `free` then takes what is left. */
  #settle(free?: Row): void {
    for (const row of this.rows) row.typed = this.amountOf(row);
    if (free) free.typed = undefined;
  }

  /**
   * An amount typed into a row; undefined takes what is left again. More cash
   * than is owed was put on the counter: the rest is change.
   */
  type(row: Row, cents: number | undefined): void {
    if (cents === undefined) return this.#settle(row);
    const left = Math.max(0, this.#leftFor(row));
    const over = row.way === 'cash' && cents > left && left > 0;
    row.handed = over ? cents : undefined;
    row.typed = over ? left : cents;
  }

  /** Another aid takes what its own rule covers. */
  choose(row: Row, aid: number): void {
    row.aid = aid;
    this.#settle(row);
  }

  remove(row: Row): void {
    this.rows = this.rows.filter((other) => other.id !== row.id);
  }

  clear(): void {
    this.rows = [];
    this.onAccount = false;
  }

  /** The first thing that stands in the way of laying these tenders. */
  get fault(): Fault | undefined {
    for (const row of this.rows) {
      const cents = this.amountOf(row);
      if (cents <= 0) return { row: row.id, field: 'cents' };
      if (row.handed !== undefined && row.handed < cents)
        return { row: row.id, field: 'handed', shortCents: cents - row.handed };
      if (asksNumber(row.way) && row.number.trim() === '') return { row: row.id, field: 'number' };
    }
    return undefined;
  }

  /** Reports whether they bring more than is owed by a way that gives nothing back. */
  get tooMuch(): boolean {
    const spare =
      this.bill.household === 0 ? 0 : this.#sum((row) => WAYS[row.way].surplus === true);
    return this.surplusCents > spare;
  }

  /** The tenders as the API takes them. */
  list(): Tender[] {
    return this.rows.map((row) => {
      const tender: Tender = { way: row.way, cents: this.amountOf(row) };
      if (row.way === 'cash') tender.tenderedCents = row.handed ?? tender.cents;
      const aid = row.way === 'aid' ? this.bill.aids?.[row.aid] : undefined;
      if (aid) {
        tender.way = row.granted ? 'aid' : 'aidAnnounced';
        tender.detail = { aidKind: aid.kind, rider: aid.rider, number: row.number };
        if (row.until) tender.detail.validThrough = row.until;
      }
      if (row.way === 'promise') tender.detail = { until: row.until, promisedBy: row.promisedBy };
      if (row.way === 'giftCard') tender.detail = { number: row.number };
      if (row.way === 'cheque') {
        const { number, drawer, bank, depositDay } = row;
        tender.detail = { number, drawer, bank, back: this.bill.back };
        if (depositDay) tender.detail.depositDay = depositDay;
      }
      if (row.heldBy) tender.detail = { ...tender.detail, heldBy: row.heldBy };
      return tender;
    });
  }
}
