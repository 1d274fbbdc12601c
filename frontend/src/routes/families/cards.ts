import type { Card } from './types';

/** What a card can do: not paid yet, good, used up, past its last day, or given back. */
export type CardState = 'waiting' | 'good' | 'spent' | 'over' | 'credited';

const ORDER: CardState[] = ['good', 'waiting', 'spent', 'over', 'credited'];
const SOON_DAYS = 7;
const DAY_MS = 86_400_000;

/** A card has no first day until what is due now is paid (PRODUCT section 3). */
export function stateOf(card: Card, today: string): CardState {
  if (card.creditNote) return 'credited';
  if (card.left <= 0) return 'spent';
  if (card.validFrom === '') return 'waiting';
  return card.validThrough < today ? 'over' : 'good';
}

/** Reports whether a card that still works ends within a week. */
export const endsSoon = (card: Card, today: string): boolean =>
  stateOf(card, today) === 'good' &&
  Date.parse(card.validThrough) - Date.parse(today) <= SOON_DAYS * DAY_MS;

/** Whether a card can do nothing more and ended before the season that begins on a day. */
export const isEarlier = (card: Card, today: string, seasonFirst: string): boolean =>
  !['good', 'waiting'].includes(stateOf(card, today)) && card.validThrough < seasonFirst;

/** A rider's cards: those that work first, the one that ends first before the others. */
export function cardsOf(cards: Card[], rider: number, today: string): Card[] {
  const rank = (card: Card) => ORDER.indexOf(stateOf(card, today));
  return cards
    .filter((card) => card.rider === rider)
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        (rank(a) === 0 ? 1 : -1) * a.validThrough.localeCompare(b.validThrough) ||
        b.id - a.id,
    );
}
