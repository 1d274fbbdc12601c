import CalendarX from '@lucide/svelte/icons/calendar-x';
import ChessKnight from '@lucide/svelte/icons/chess-knight';
import CornerDownRight from '@lucide/svelte/icons/corner-down-right';
import ReceiptEuro from '@lucide/svelte/icons/receipt-euro';
import ScanLine from '@lucide/svelte/icons/scan-line';
import HandCoins from '@lucide/svelte/icons/hand-coins';
import Tag from '@lucide/svelte/icons/tag';
import User from '@lucide/svelte/icons/user';
import Users from '@lucide/svelte/icons/users';

/** The icon of each kind of thing the palette finds. */
export const icons = {
  action: CornerDownRight,
  absence: CalendarX,
  pay: HandCoins,
  household: Users,
  rider: User,
  horse: ChessKnight,
  invoice: ReceiptEuro,
  offer: Tag,
  slip: ScanLine,
};
