import FolderOpen from '@lucide/svelte/icons/folder-open';
import FolderClock from '@lucide/svelte/icons/folder-clock';
import HandCoins from '@lucide/svelte/icons/hand-coins';
import MailWarning from '@lucide/svelte/icons/mail-warning';
import PhoneCall from '@lucide/svelte/icons/phone-call';
import PackageMinus from '@lucide/svelte/icons/package-minus';
import PenLine from '@lucide/svelte/icons/pen-line';
import Link from '@lucide/svelte/icons/link';
import LockOpen from '@lucide/svelte/icons/lock-open';
import ClipboardCheck from '@lucide/svelte/icons/clipboard-check';
import Bell from '@lucide/svelte/icons/bell';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import CalendarSync from '@lucide/svelte/icons/calendar-sync';
import CircleAlert from '@lucide/svelte/icons/circle-alert';
import Stethoscope from '@lucide/svelte/icons/stethoscope';
import Printer from '@lucide/svelte/icons/printer';
import ShieldAlert from '@lucide/svelte/icons/shield-alert';
import Stamp from '@lucide/svelte/icons/stamp';
import LockKeyhole from '@lucide/svelte/icons/lock-keyhole';
import Ticket from '@lucide/svelte/icons/ticket';
import Timer from '@lucide/svelte/icons/timer';
import TimerOff from '@lucide/svelte/icons/timer-off';
import UserRoundPen from '@lucide/svelte/icons/user-round-pen';
import Users from '@lucide/svelte/icons/users';
import Wallet from '@lucide/svelte/icons/wallet';
import { careText } from '@/horses/horses';
import { hourOf, t } from '@/i18n/index.svelte';
import { when, type Roster } from '@/places/places';
import { href } from '@/state/router.svelte';
import { may } from '@/state/session.svelte';
import type { IconSource } from '@/ui';
import { lastDay } from '../desk/cart';
import { aidsText } from './aids';
import { promisedText, type Today } from './figures';

/** A line of the to-do. */
export interface Task {
  id: string;
  icon: IconSource;
  /** The verb first. */
  title: string;
  detail: string;
  href: string;
}

/** What waits for somebody, the most urgent first; rolls are those of lessons that are over. */
export function tasksOf(today: Today, rolls: Roster['open']): Task[] {
  return [
    ...(today.sellerLacks.length > 0
      ? [
          {
            id: 'seller',
            icon: Stamp,
            title: t('today.seller', { n: today.sellerLacks.length }),
            detail: t('today.sellerText', { fields: today.sellerLacks }),
            href: href('settings', 'club'),
          },
        ]
      : []),
    ...(today.check.faults > 0
      ? [
          {
            id: 'check',
            icon: ShieldAlert,
            title: t('today.check', { n: today.check.faults }),
            detail: t('today.checkText', { checkDay: today.check.day }),
            href: href('settings', 'safety'),
          },
        ]
      : []),
    ...(today.check.failing
      ? [
          {
            id: 'checkFails',
            icon: ShieldAlert,
            title: t('today.checkFails'),
            detail: t('today.checkFailsText'),
            href: href('settings', 'safety'),
          },
        ]
      : []),
    ...today.closings
      .filter(({ kind }) => kind === 'day' || may('closeSpan'))
      .map(({ kind, day }) => ({
        id: `close.${kind}`,
        icon: LockKeyhole,
        title: t(`today.close.${kind}`, { ofDay: day }),
        detail: t('today.closeText'),
        href: href('close'),
      })),
    ...(rolls[0]
      ? [
          {
            id: 'rolls',
            icon: ClipboardCheck,
            title: t('today.openRolls', { n: rolls.length }),
            detail: `${when(rolls[0])} ${rolls[0].name}`,
            href: href('today', { day: rolls[0].day, lesson: rolls[0].lesson }),
          },
        ]
      : []),
    ...(today.unprinted.length > 0
      ? [
          {
            id: 'unprinted',
            icon: Printer,
            title: t('today.unprinted', { n: today.unprinted.length }),
            detail: today.unprinted.map(({ file }) => file.replace(/\.pdf$/, '')).join(', '),
            href: href('today', { show: 'unprinted' }),
          },
        ]
      : []),
    ...(today.failing.length > 0
      ? [
          {
            id: 'failing',
            icon: MailWarning,
            title: t('today.failing', { n: today.failing.length }),
            detail: today.failing.map(({ family }) => family).join(', '),
            href:
              today.failing.length > 1
                ? href('today', { show: 'outbox' })
                : href('families', today.failing[0]?.household ?? 0),
          },
        ]
      : []),
    ...(today.mails > 0
      ? [
          {
            id: 'mails',
            icon: MailWarning,
            title: t('today.mails', { n: today.mails }),
            detail: t('today.mailsText'),
            href: href('today', { show: 'outbox' }),
          },
        ]
      : []),
    ...(today.toTell.n > 0
      ? [
          {
            id: 'toTell',
            icon: PhoneCall,
            title: t('today.toTell', { n: today.toTell.n }),
            detail: today.toTell.families.join(', '),
            href: href('today', { show: 'toTell' }),
          },
        ]
      : []),
    ...(today.smallGroups[0]
      ? [
          {
            id: 'small',
            icon: Users,
            title: t('today.smallGroups', { n: today.smallGroups.length }),
            detail: `${today.smallGroups[0].name}, ${when(today.smallGroups[0])}`,
            href: href('today', { show: 'small' }),
          },
        ]
      : []),
    ...(today.endingVouchers[0]
      ? [
          {
            id: 'vouchers',
            icon: Ticket,
            title: t('today.endingVouchers', { n: today.endingVouchers.length }),
            detail: t('today.endingVouchersText', {
              name: today.endingVouchers[0].riderName,
              throughDay: today.endingVouchers[0].validThrough,
            }),
            href: href('today', { show: 'vouchers' }),
          },
        ]
      : []),
    ...(today.care[0]
      ? [
          {
            id: 'care',
            icon: Stethoscope,
            title: t('today.care', { n: today.care.length }),
            detail: `${today.care[0].name}, ${careText(today.care[0], today.day)}`,
            href: href('horses', today.care[0].horse),
          },
        ]
      : []),
    ...today.carts.map((cart) => ({
      id: `cart.${cart.id}`,
      icon: Timer,
      title: cart.householdName
        ? t('today.takeUp', { name: cart.householdName })
        : t('today.takeUpAnonymous'),
      detail: t('today.keptUntil', {
        totalCents: cart.totalCents,
        time: hourOf(cart.expiresAt),
      }),
      href: href('desk', { cart: cart.id }),
    })),
    ...(today.abandoned.length > 0
      ? [
          {
            id: 'abandoned',
            icon: TimerOff,
            title: t('today.abandoned', { n: today.abandoned.length }),
            detail: t('today.abandonedSum', {
              sumCents: today.abandoned.reduce((sum, { cents }) => sum + cents, 0),
            }),
            href: href('today', { show: 'abandoned' }),
          },
        ]
      : []),
    ...(today.promised.length > 0
      ? [
          {
            id: 'promised',
            icon: CalendarClock,
            title: t('today.promised', { n: today.promised.length }),
            detail: promisedText(today),
            href: href('today', { show: 'promised' }),
          },
        ]
      : []),
    ...today.kept
      .filter((cart) => cart.filesReady && !cart.expired)
      .map((cart) => ({
        id: `ready.${cart.id}`,
        icon: FolderOpen,
        title: t('today.takeUp', { name: cart.householdName }),
        detail: t('today.filesReady', { totalCents: cart.totalCents, untilDay: lastDay(cart) }),
        href: href('desk', { cart: cart.id }),
      })),
    ...(today.kept.length > 0
      ? [
          {
            id: 'kept',
            icon: CalendarClock,
            title: t('today.kept', { n: today.kept.length }),
            detail: today.kept.map((cart) => cart.householdName).join(', '),
            href: href('today', { show: 'promised' }),
          },
        ]
      : []),
    ...(today.answers.untilDay
      ? [
          {
            id: 'answers',
            icon: CalendarSync,
            title: t('today.answers', { n: today.answers.families }),
            detail: t('today.answersUntil', { untilDay: today.answers.untilDay }),
            href: href('families', 'reenrolment'),
          },
        ]
      : []),
    ...(today.bounced.length > 0
      ? [
          {
            id: 'bounced',
            icon: CircleAlert,
            title: t('today.bounced', { n: today.bounced.length }),
            detail: today.bounced.map((one) => one.family || t('today.anonymous')).join(', '),
            href: href('today', { show: 'bounced' }),
          },
        ]
      : []),
    ...(today.cheques.n > 0
      ? [
          {
            id: 'cheques',
            icon: PenLine,
            title: t('today.cheques', { n: today.cheques.n }),
            detail: t('today.chequesText', { sumCents: today.cheques.cents }),
            href: href('close', { show: 'cheques' }),
          },
        ]
      : []),
    ...(today.held.length > 0
      ? [
          {
            id: 'held',
            icon: Wallet,
            title: t('today.held', { n: today.held.length }),
            detail: [...new Set(today.held.map(({ who }) => who))].join(', '),
            href: href('today', { show: 'held' }),
          },
        ]
      : []),
    ...(today.aids.length > 0
      ? [
          {
            id: 'aids',
            icon: HandCoins,
            title: t('today.aids', { n: today.aids.length }),
            detail: aidsText(today.aids),
            href: href('today', { show: 'aids' }),
          },
        ]
      : []),
    ...(today.undeferred
      ? [
          {
            id: 'undeferred',
            icon: Stamp,
            title: t('today.undeferred'),
            detail: t('today.undeferredText'),
            href: href('settings', 'safety'),
          },
        ]
      : []),
    ...(today.linkPayments.length > 0
      ? [
          {
            id: 'linkPayments',
            icon: Link,
            title: t('today.linkPayments', { n: today.linkPayments.length }),
            detail: today.linkPayments.map((one) => `${one.number} ${one.family}`).join(', '),
            href: href('today', { show: 'linkPayments' }),
          },
        ]
      : []),
    ...(today.toRemind.n > 0
      ? [
          {
            id: 'late',
            icon: Bell,
            title: t('today.remind', { n: today.toRemind.n }),
            detail: t('today.oldest', {
              lateCents: today.toRemind.cents,
              n: today.toRemind.days,
            }),
            href: href('invoices', { show: 'open', remind: 'late' }),
          },
        ]
      : []),
    ...(today.released.length > 0
      ? [
          {
            id: 'released',
            icon: LockOpen,
            title: t('today.released', { n: today.released.length }),
            detail: today.released.map((one) => `${one.number} ${one.family}`).join(', '),
            href: href('today', { show: 'released' }),
          },
        ]
      : []),
    ...(today.files.incomplete > 0
      ? [
          {
            id: 'files',
            icon: FolderOpen,
            title: t('today.files', { n: today.files.incomplete }),
            detail: t('today.filesText'),
            href: href('today', { show: 'files' }),
          },
        ]
      : []),
    ...(today.files.renew > 0
      ? [
          {
            id: 'renew',
            icon: FolderClock,
            title: t('today.renew', { n: today.files.renew }),
            detail: t('today.renewText'),
            href: href('today', { show: 'renew' }),
          },
        ]
      : []),
    ...(today.lowStock.length > 0
      ? [
          {
            id: 'stock',
            icon: PackageMinus,
            title: t('today.lowStock', { n: today.lowStock.length }),
            detail: t('today.lowStockText'),
            href: href('today', { show: 'stock' }),
          },
        ]
      : []),
    ...(today.lacking.length > 0
      ? [
          {
            id: 'lacking',
            icon: UserRoundPen,
            title: t('today.complete', { n: today.lacking.length }),
            detail: t('today.completeText'),
            href: href('today', { show: 'lacking' }),
          },
        ]
      : []),
  ];
}
