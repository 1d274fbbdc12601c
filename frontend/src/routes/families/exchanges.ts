import Mail from '@lucide/svelte/icons/mail';
import Phone from '@lucide/svelte/icons/phone';
import Printer from '@lucide/svelte/icons/printer';
import Send from '@lucide/svelte/icons/send';
import type { RowOf } from '@/api/client';
import type { IconSource } from '@/ui';

export type Exchange = RowOf<'/api/desk/exchanges'>;

export const HOW: Record<Exchange['how'], IconSource> = {
  ...{ received: Mail, sent: Send, letter: Printer, phone: Phone },
};
