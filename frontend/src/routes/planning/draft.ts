/** A lesson as its sheet holds it: what is typed, before it is a lesson. */
import type { Plan, PlanLesson } from './plan';
import { clock, minuteOf, type Kind } from './plan';

export type Repeat = 'once' | 'weekly' | 'fortnightly';

export interface Draft {
  kind: Kind;
  name: string;
  day: string;
  start: string;
  minutes: string;
  arena: number;
  instructor: number;
  levelMin: number;
  levelMax: number;
  ageMin: string;
  ageMax: string;
  capacity: string;
  minGroup: string;
  repeat: Repeat;
  last: string;
  inHolidays: boolean;
  onPublic: boolean;
  reason: string;
}

/** The kinds a person plans; the others are days of activities. */
export const KINDS: Kind[] = ['group', 'private', 'privateForTwo', 'horseWork', 'trial'];

/** How many a lesson of this kind usually takes. */
const PLACES: Partial<Record<Kind, string>> = { private: '1', privateForTwo: '2', horseWork: '1' };
export const placesOf = (kind: Kind): string => PLACES[kind] ?? '8';

const figure = (n: number) => (n === 0 ? '' : String(n));

/** A lesson to be planned. */
export function blank(plan: Plan, day: string, start: number): Draft {
  return {
    ...{ kind: 'group', name: '', day, start: clock(start), minutes: '60' },
    ...{ arena: plan.arenas.find(({ archived }) => !archived)?.id ?? 0 },
    ...{ instructor: plan.people.find(({ teaches }) => teaches)?.id ?? 0 },
    ...{ levelMin: 0, levelMax: 0, ageMin: '', ageMax: '', capacity: '8', minGroup: '' },
    ...{ repeat: 'weekly', last: plan.season.last, inHolidays: false, onPublic: false, reason: '' },
  };
}

/** A lesson that is there, at the time it is given or moved to. */
export function draftOf(lesson: PlanLesson, day = lesson.day, start = lesson.start): Draft {
  const { kind, name, minutes, arena, instructor, levelMin, levelMax } = lesson;
  return {
    ...{ kind, name, day, start: clock(start), minutes: String(minutes), arena, instructor },
    ...{ levelMin, levelMax, ageMin: figure(lesson.ageMin), ageMax: figure(lesson.ageMax) },
    ...{ capacity: String(lesson.capacity), minGroup: figure(lesson.minGroup) },
    ...{ repeat: 'once', last: '', inHolidays: false, onPublic: false, reason: '' },
  };
}

/** What the program is told of it; what is no figure is refused there, by its field. */
export function shapeOf(draft: Draft) {
  const { kind, name, arena, instructor, levelMin, levelMax } = draft;
  const whole = (text: string, empty: number) => {
    const n = text.trim() === '' ? empty : Number(text);
    return Number.isInteger(n) ? n : -1;
  };
  return {
    ...{ kind, name, arena, instructor, levelMin, levelMax },
    start: minuteOf(draft.start) ?? -1,
    minutes: whole(draft.minutes, 0),
    ageMin: whole(draft.ageMin, 0),
    ageMax: whole(draft.ageMax, 0),
    capacity: whole(draft.capacity, 0),
    minGroup: whole(draft.minGroup, 0),
  };
}

/** What is refused only until there is a reason. */
export const CLASHES: string[] = [
  'arenaTaken',
  'instructorTaken',
  'riderTwice',
  'horseTaken',
  'outsideHours',
  'onLeave',
  'dayClosed',
];
