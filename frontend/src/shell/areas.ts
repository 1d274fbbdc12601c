import CalendarDays from '@lucide/svelte/icons/calendar-days';
import ChessKnight from '@lucide/svelte/icons/chess-knight';
import Inbox from '@lucide/svelte/icons/inbox';
import ReceiptEuro from '@lucide/svelte/icons/receipt-euro';
import Scale from '@lucide/svelte/icons/scale';
import Settings from '@lucide/svelte/icons/settings';
import Store from '@lucide/svelte/icons/store';
import Sun from '@lucide/svelte/icons/sun';
import Tags from '@lucide/svelte/icons/tags';
import Users from '@lucide/svelte/icons/users';
import type { Key } from '@/i18n/index.svelte';
import { screens } from '@/routes';
import { may, type Verb } from '@/state/session.svelte';
import type { IconSource } from '@/ui';

/** An area of the side bar. */
export interface Area {
  /** The route, and the name in the address. */
  name: string;
  /** Ctrl and this digit lead there, whoever sits here (DESIGN section 2); the window's menu says it too. */
  digit: string;
  label: Key;
  icon: IconSource;
  /** It is shown to who may ask this. */
  needs: Verb;
  /** Not to who may ask this: they have more elsewhere. */
  unless?: Verb;
  /** Another route that belongs to it. */
  also?: string;
  /** A line stands above it. */
  apart?: boolean;
}

const ALL: Area[] = [
  { name: 'today', digit: '1', label: 'area.today', icon: Sun, needs: 'roster' },
  {
    ...{ name: 'desk', digit: '2', label: 'area.desk', icon: Store },
    ...{ needs: 'openCart', also: 'close' },
  },
  {
    ...{ name: 'riders', digit: '4', label: 'area.riders', icon: Users },
    ...{ needs: 'riderFiles', unless: 'households' },
  },
  {
    ...{ name: 'planning', digit: '3', label: 'area.planning', icon: CalendarDays },
    ...{ needs: 'plan', also: 'activities' },
  },
  {
    ...{ name: 'families', digit: '4', label: 'area.families', icon: Users },
    ...{ needs: 'households', also: 'riders' },
  },
  {
    ...{ name: 'invoices', digit: '5', label: 'area.invoices', icon: ReceiptEuro },
    ...{ needs: 'documents', also: 'bank' },
  },
  { name: 'messages', digit: '6', label: 'area.messages', icon: Inbox, needs: 'mails' },
  {
    ...{ name: 'horses', digit: '7', label: 'area.horses', icon: ChessKnight },
    ...{ needs: 'horses', apart: true },
  },
  { name: 'catalogue', digit: '8', label: 'area.catalogue', icon: Tags, needs: 'saveOffer' },
  { name: 'accounting', digit: '9', label: 'area.accounting', icon: Scale, needs: 'entries' },
  { name: 'settings', digit: '0', label: 'area.settings', icon: Settings, needs: 'saveSettings' },
];

/** The areas of the person who sits here, in the order of the door. */
export const areas = (): Area[] =>
  ALL.filter(
    ({ name, needs, unless }) => name in screens && may(needs) && !(unless && may(unless)),
  );

/** Reports whether a route is of an area: its own, or the other that belongs to it. */
export const belongs = ({ name, also }: Area, route: string): boolean =>
  route === name || route === also;
