import CalendarCheck from '@lucide/svelte/icons/calendar-check';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import IdCard from '@lucide/svelte/icons/id-card';
import Landmark from '@lucide/svelte/icons/landmark';
import Link from '@lucide/svelte/icons/link';
import MapPin from '@lucide/svelte/icons/map-pin';
import PiggyBank from '@lucide/svelte/icons/piggy-bank';
import ReceiptEuro from '@lucide/svelte/icons/receipt-euro';
import Ticket from '@lucide/svelte/icons/ticket';
import { amount, t } from '@/i18n/index.svelte';
import type { IconSource } from '@/ui';
import type { Checkout } from './checkout.svelte';
import type { Tenders } from './tenders/tenders.svelte';
import type { Household } from '../families/types';
import { willSeat } from './seats';
import type { Cart, CartLine } from './types';

/** One thing that will happen when the invoice is issued. */
export interface Consequence {
  icon: IconSource;
  text: string;
}

/** The main button's label: what pressing it brings about. */
export function resultOf(tenders: Tenders, totalCents = tenders.bill.owedCents): string {
  const receivedCents = tenders.receivedCents;
  const link = tenders.by('link') > 0;
  if (receivedCents > 0) {
    if (link) return t('desk.go.receiveAndLink', { receivedCents });
    const all = receivedCents + tenders.by('credit') >= tenders.bill.owedCents;
    return t(all ? 'desk.go.receive' : 'desk.go.receiveAndInvoice', { receivedCents });
  }
  if (link) return t('desk.go.invoiceAndLink');
  return t('desk.go.invoice', { totalCents });
}

const ADDRESS = ['street', 'postalCode', 'town'];

/** What issuing brings about, said before the key (DESIGN, principle 1). */
export function consequencesOf(
  cart: Cart,
  lines: CartLine[],
  tenders: Tenders,
  household: Household | undefined,
  { alsoSettled, instalments }: Pick<Checkout, 'alsoSettled' | 'instalments'>,
): Consequence[] {
  const list: Consequence[] = [];
  const say = (icon: IconSource, text: string, when = true) => {
    if (when) list.push({ icon, text });
  };
  const dueDay = cart.dueDay;
  const [received, link, transfer] = [
    tenders.receivedCents,
    tenders.by('link'),
    tenders.by('announced'),
  ];
  const credit = tenders.by('credit');

  const issued = received > 0 ? 'desk.will.issueAndReceive' : 'desk.will.issue';
  say(ReceiptEuro, t(issued, { number: cart.nextNumber, receivedCents: received }));
  for (const { number, cents } of alsoSettled)
    say(ReceiptEuro, t('desk.will.pays', { number, paidCents: cents }), cents > 0);
  for (const line of lines) {
    const name = line.riderName;
    say(
      Ticket,
      t('desk.will.card', { name, n: line.quantity }),
      line.kind === 'card' && !line.seats,
    );
    say(CalendarCheck, willSeat(line), willSeat(line) !== '');
    say(IdCard, t('desk.will.licence', { name }), line.kind === 'licence');
  }
  say(Link, t('desk.will.link', { linkCents: link, dueDay }), link > 0);
  say(Landmark, t('desk.will.transfer', { transferCents: transfer, dueDay }), transfer > 0);
  for (const row of tenders.rows.filter((row) => row.way === 'promise')) {
    const promiseCents = tenders.amountOf(row);
    say(CalendarClock, t('desk.will.promise', { promiseCents, untilDay: row.until }));
  }
  const leftCents = tenders.bill.creditCents - credit;
  say(PiggyBank, t('desk.will.credit', { creditCents: credit, leftCents }), credit > 0);
  const surplus = amount(tenders.surplusCents);
  say(
    PiggyBank,
    t('desk.will.surplus', { surplus }),
    tenders.surplusCents > 0 && household !== undefined,
  );
  const rest = tenders.restCents;
  const parts = instalments.map(({ day, cents }) =>
    t('desk.will.part', { partCents: cents ?? 0, payDay: day }),
  );
  say(
    CalendarClock,
    parts.length > 0
      ? t('desk.will.times', { restCents: rest, n: parts.length, parts: parts.join(', ') })
      : t('desk.will.onAccount', { restCents: rest, dueDay }),
    tenders.onAccount && rest > 0,
  );
  const address = household?.missing.some((name) => ADDRESS.includes(name)) ?? false;
  say(MapPin, t('desk.will.addressMissing'), address);
  return list;
}
