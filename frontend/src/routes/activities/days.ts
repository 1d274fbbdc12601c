/** The days of an activity as their sheet holds them: what is typed, before they are days. */
import { clock, minuteOf, addDays } from '@/routes/planning/plan';
import type { Activity, Day } from './activity';

export type ActivityKind = 'camp' | 'competition' | 'event';
export const ACTIVITY_KINDS: ActivityKind[] = ['camp', 'competition', 'event'];

/** A row of the sheet. */
export interface DayDraft {
  lesson: number;
  day: string;
  from: string;
  to: string;
  arena: number;
  instructor: number;
  /** It was given: nothing of it changes. */
  fixed: boolean;
}

/** A day that is there. */
export function draftOf({ id, day, start, minutes, arena, instructor, state }: Day): DayDraft {
  return {
    ...{ lesson: id, day, from: clock(start), to: clock(start + minutes) },
    ...{ arena, instructor, fixed: state !== 'planned' },
  };
}

/** The rows of an activity; those the club cancelled are left out. */
export const draftsOf = (activity: Activity): DayDraft[] =>
  activity.days.filter(({ state }) => state !== 'cancelled').map(draftOf);

/** One more day, like the last and the day after it. */
export function oneMore(last: DayDraft | undefined, today: string): DayDraft {
  return last
    ? { ...last, lesson: 0, day: last.day && addDays(last.day, 1), fixed: false }
    : { lesson: 0, day: today, from: '10:00', to: '16:00', arena: 0, instructor: 0, fixed: false };
}

/** What the program is told of a row; what is no time is refused there, by its field. */
export function dayOf({ lesson, day, from, to, arena, instructor }: DayDraft) {
  const start = minuteOf(from) ?? -1;
  const end = minuteOf(to);
  const minutes = start < 0 || end === undefined ? 0 : end - start;
  // An evening may end past midnight.
  return {
    ...{ lesson, day, start, arena, instructor },
    minutes: minutes < 0 ? minutes + 1440 : minutes,
  };
}
