/** When a card's lesson could be: lessons of the plan, and slots where one is made on demand. */
import { briefDay, t } from '@/i18n/index.svelte';
import type { Answer } from '@/api/client';
import { clock, type Chance } from '@/places/places';
import { obstacleText } from './articles';
import type { Added } from './cart';
import type { Obstacle } from './types';

export type FreeSlot = Answer<'/api/desk/riders/{id}/slots'>[number];

/** The lesson of the plan that is asked for, before another is chosen. */
export type FirstLesson = Pick<Chance['lesson'], 'id' | 'day'>;

const lessonId = (id: number): string => `lesson ${id}`;

/** What is chosen at first; empty for the nearest. */
export const firstChosen = (first: FirstLesson | undefined): string =>
  first ? lessonId(first.id) : '';

/** One of them, as it is chosen. */
export interface Opening {
  id: string;
  day: string;
  start: number;
  /** With whom, where, which places. */
  detail: string;
  choice: Pick<Added, 'lesson' | 'slot'>;
  /** What a reason sets aside. */
  asks: Obstacle[];
  full: boolean;
  /** The rider's on its waiting list; 0 for none. */
  turn: number;
  /** Why it cannot be taken, whatever the reason. */
  barred?: Obstacle;
  /** Booked now, it cannot be cancelled without loss. */
  final: boolean;
}

const firstName = (name: string): string => name.split(' ')[0] ?? '';

export const slotOpening = (slot: FreeSlot): Opening => {
  const { instructorName, arenaName, ...rest } = slot;
  return {
    id: `${slot.day} ${slot.start} ${slot.instructor}`,
    day: slot.day,
    start: slot.start,
    detail: [firstName(instructorName), arenaName].filter(Boolean).join(' · '),
    choice: { slot: rest },
    asks: [],
    full: false,
    turn: 0,
    final: false,
  };
};

/** A lesson as this card opens it; undefined when it is for other lessons. */
export function lessonOpening(chance: Chance, card: number): Opening | undefined {
  const { lesson, taken, bars, asks, ways, turn = 0, instructorName } = chance;
  const way = ways.find((one) => one.by === 'card' && (one.card ?? 0) === card);
  if (!way) return undefined;
  const barred = bars.find(({ code }) => code !== 'lessonFull');
  const free = t('seats.places', { n: Math.max(lesson.capacity - taken, 0) });
  return {
    id: lessonId(lesson.id),
    day: lesson.day,
    start: lesson.start,
    detail: [lesson.name, firstName(instructorName), free].filter(Boolean).join(' · '),
    choice: { lesson: lesson.id },
    asks: [...asks, ...(way.closed ? [way.closed] : [])],
    full: bars.some(({ code }) => code === 'lessonFull'),
    turn,
    ...(barred && { barred }),
    final: way.final,
  };
}

/** The nearest first; what asks for a reason, is full or is barred comes after what is open. */
export function inOrder(openings: Opening[]): { open: Opening[]; rest: Opening[] } {
  const sorted = openings.toSorted((a, b) => a.day.localeCompare(b.day) || a.start - b.start);
  return {
    open: sorted.filter((one) => isOpen(one)),
    rest: sorted.filter((one) => !isOpen(one)),
  };
}

const isOpen = (one: Opening): boolean => one.asks.length === 0 && !one.full && !one.barred;

/** "mer. 14 oct., 14:00" */
export const openingWhen = (one: Opening): string => `${briefDay(one.day)}, ${clock(one.start)}`;

/** What stands in its way, in words. */
export const openingWhy = (one: Opening): string =>
  [...(one.barred ? [one.barred] : []), ...one.asks].map(obstacleText).join(' · ');
