import ArrowDownToLine from '@lucide/svelte/icons/arrow-down-to-line';
import Banknote from '@lucide/svelte/icons/banknote';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import CreditCard from '@lucide/svelte/icons/credit-card';
import Gift from '@lucide/svelte/icons/gift';
import HandCoins from '@lucide/svelte/icons/hand-coins';
import Landmark from '@lucide/svelte/icons/landmark';
import Link from '@lucide/svelte/icons/link';
import MonitorCheck from '@lucide/svelte/icons/monitor-check';
import PenLine from '@lucide/svelte/icons/pen-line';
import Nfc from '@lucide/svelte/icons/nfc';
import PiggyBank from '@lucide/svelte/icons/piggy-bank';
import Smartphone from '@lucide/svelte/icons/smartphone';
import Ticket from '@lucide/svelte/icons/ticket';
import type { components } from '@/api/schema';
import { t, type Key } from '@/i18n/index.svelte';
import { hasText } from '@/i18n/text';
import type { IconSource } from '@/ui';

export type Tender = components['schemas']['Tender'];
/** How money comes, or is said to come. */
export type Way = Tender['way'];

interface Look {
  label: Key;
  icon: IconSource;
  /** The key whose letter lays this way, printed on its button. */
  code: string;
  /** Money in hand; the others only ask for it or spend credit. */
  received?: boolean;
  /** What cannot be done without a household: a request, or spending its credit. */
  needsClient?: boolean;
  /** Each press is another paper: two cheques, two promised days. */
  several?: boolean;
  /** Too much of it becomes the household's credit; cash gives change instead. */
  surplus?: boolean;
  /** What it brings never goes back as money: Way.Refundable of package billing. */
  kept?: boolean;
}

/** The ways of paying, with the letters of the desk (DESIGN section 2). */
export const WAYS: Record<Way, Look> = {
  cash: { label: 'tender.cash', icon: Banknote, code: 'KeyE', received: true },
  card: { label: 'tender.card', icon: CreditCard, code: 'KeyC', received: true, surplus: true },
  bancontact: {
    label: 'way.bancontact',
    icon: Nfc,
    code: 'KeyB',
    received: true,
    surplus: true,
  },
  payconiq: {
    label: 'way.payconiq',
    icon: Smartphone,
    code: 'KeyY',
    received: true,
    surplus: true,
  },
  cheque: {
    label: 'tender.cheque',
    icon: PenLine,
    code: 'KeyQ',
    received: true,
    several: true,
    surplus: true,
  },
  link: { label: 'tender.link', icon: Link, code: 'KeyL', needsClient: true },
  announced: { label: 'tender.announced', icon: Landmark, code: 'KeyV', needsClient: true },
  holidayVoucher: {
    label: 'tender.holidayVoucher',
    icon: Ticket,
    code: 'KeyA',
    received: true,
    surplus: true,
    kept: true,
  },
  aid: { label: 'tender.aid', icon: HandCoins, code: 'KeyP', needsClient: true, several: true },
  aidAnnounced: { label: 'way.aidAnnounced', icon: HandCoins, code: '', needsClient: true },
  promise: {
    label: 'tender.promise',
    icon: CalendarClock,
    code: 'KeyT',
    needsClient: true,
    several: true,
  },
  credit: { label: 'tender.credit', icon: PiggyBank, code: 'KeyO', needsClient: true },
  giftCard: {
    label: 'tender.giftCard',
    icon: Gift,
    code: 'KeyG',
    received: true,
    several: true,
    kept: true,
  },
  transfer: {
    label: 'tender.transfer',
    icon: ArrowDownToLine,
    code: 'KeyR',
    received: true,
    surplus: true,
  },
  linkPaid: {
    label: 'tender.linkPaid',
    icon: MonitorCheck,
    code: 'KeyI',
    received: true,
    surplus: true,
  },
};

/** The ways that have a key, among those the club takes: an announced aid is laid as an aid. */
export const waysOf = (taken: string[]): Way[] =>
  taken.filter((way): way is Way => way in WAYS && way !== 'aidAnnounced');

type Detail = NonNullable<Tender['detail']>;

/** A cheque by what is written on it: its number, drawer and bank. */
export const chequeText = ({ number, drawer, bank }: Detail): string =>
  [t('way.chequeNumber', { number: number ?? '' }), drawer, bank].filter(Boolean).join(', ');

/** A payment in a line, or why it went back. */
export function paymentText({ way, back, detail }: Money): string {
  const text =
    way === 'cheque'
      ? t('way.chequeNumber', { number: detail.number ?? '' })
      : detail.name || wayText(way);
  if (way === 'writtenOff' && back) return t('way.recovered');
  if (back === 'bounced' && way === 'transfer') return t('way.transferBack');
  if (back === 'bounced') return t('way.bounced', { way: text });
  if (back === 'refused') return t('way.refused', { way: text });
  if (back === 'returned') return t('way.returned', { way: text });
  if (back === 'refunded') return t('way.refunded', { way: text });
  return text;
}
type Money = { way: string; back?: string; detail: Detail };

/** How a way is called once it has paid: on results and papers. */
export function wayText(way: string): string {
  const key = `way.${way}`;
  return hasText(key) ? t(key) : way;
}
