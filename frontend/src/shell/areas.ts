import ReceiptEuro from '@lucide/svelte/icons/receipt-euro';
import Settings from '@lucide/svelte/icons/settings';
import Store from '@lucide/svelte/icons/store';
import Sun from '@lucide/svelte/icons/sun';
import Tags from '@lucide/svelte/icons/tags';
import Users from '@lucide/svelte/icons/users';
import type { Key } from '@/i18n/index.svelte';
import { screens } from '@/routes';
import type { IconSource } from '@/ui';

/** An area of the side bar. */
export interface Area {
  /** The route, and the name in the address. */
  name: string;
  label: Key;
  icon: IconSource;
  /** A line stands above it. */
  apart?: boolean;
}

const ALL: Area[] = [
  { name: 'today', label: 'area.today', icon: Sun },
  { name: 'desk', label: 'area.desk', icon: Store },
  { name: 'families', label: 'area.families', icon: Users },
  { name: 'invoices', label: 'area.invoices', icon: ReceiptEuro },
  { name: 'catalogue', label: 'area.catalogue', icon: Tags, apart: true },
  { name: 'settings', label: 'area.settings', icon: Settings },
];

/** The areas that have a screen, in the order of the door and of Ctrl 1 … 9. */
export const areas: Area[] = ALL.filter((area) => area.name in screens);
