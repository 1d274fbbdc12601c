/** The plan as the screen draws it: days and minutes in, columns and percentages out. */
import type { Answer } from '@/api/client';
import { t } from '@/i18n/index.svelte';
import { weekdayOf } from '@/i18n/format';
import { hasText } from '@/i18n/text';

export type Plan = Answer<'/api/desk/plan'>;
export type PlanLesson = Plan['lessons'][number];
export type PlanDay = Plan['days'][number];
export type Kind = PlanLesson['kind'];
export type View = 'day' | 'week' | 'month' | 'horse';
export const VIEWS: View[] = ['day', 'week', 'month', 'horse'];

/** Where a lesson is being moved to. */
export interface Move {
  lesson: PlanLesson;
  day: string;
  start: number;
  /** Let go of by the hand: it waits to hear whether those that follow move too. */
  asking?: boolean;
}

/** What a lesson is called: a private one by who rides in it. */
export const nameOf = ({ riders, name }: PlanLesson): string => riders || name;

/** Who has a place that is more than a hold. */
export const ridersIn = ({ booked, voucher, unpaid }: PlanLesson): number =>
  booked + voucher + unpaid;

/** Fewer ride in it than its minimum, and nobody said that it is given all the same. */
export const isSmall = (lesson: PlanLesson): boolean =>
  lesson.state === 'planned' && !lesson.kept && ridersIn(lesson) < lesson.minGroup;

/** Lessons are moved by a quarter of an hour. */
export const STEP = 15;

/** The colours of the kinds: tokens --kind-*. */
export const TONE: Record<Kind, string> = {
  group: 'group',
  private: 'private',
  privateForTwo: 'private',
  horseWork: 'work',
  trial: 'walkin',
  camp: 'camp',
  competition: 'event',
  event: 'event',
};

const two = (n: number) => String(n).padStart(2, '0');

/** Minutes from midnight as "14:00"; past midnight it goes on from 0. */
export const clock = (minute: number): string =>
  `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;

/** Reads 14:00, 14.30, 14h, 14 h 30, 1430 and 14; undefined for what is no time. */
export function minuteOf(text: string): number | undefined {
  const found = /^(\d{1,2})(?:\s*[:.h]\s*(\d{2})?|(\d{2}))?$/i.exec(text.trim());
  if (!found) return undefined;
  const hours = Number(found[1]);
  const minutes = Number(found[2] ?? found[3] ?? 0);
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : undefined;
}

/** The day n days later. */
export function addDays(day: string, n: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + n);
  return at.toISOString().slice(0, 10);
}

/** The Monday of a day's week. */
export const mondayOf = (day: string): string => addDays(day, 1 - weekdayOf(day));

/** The number of a day's week, as calendars in Europe count. */
export function weekOf(day: string): number {
  const thursday = addDays(mondayOf(day), 3);
  const first = addDays(mondayOf(`${thursday.slice(0, 4)}-01-04`), 3);
  return Math.round((Date.parse(thursday) - Date.parse(first)) / 604_800_000) + 1;
}

/** The days a view shows around a day: a month with the ends of its weeks. */
export function shown(view: View, day: string): { first: string; last: string } {
  if (view === 'day') return { first: day, last: day };
  if (view !== 'month') return { first: mondayOf(day), last: addDays(mondayOf(day), 6) };
  const first = mondayOf(`${day.slice(0, 8)}01`);
  const next = addDays(`${day.slice(0, 8)}28`, 4);
  const last = addDays(`${next.slice(0, 8)}01`, -1);
  return { first, last: addDays(mondayOf(last), 6) };
}

/** The day one view further, or back. */
export function turn(view: View, day: string, by: 1 | -1): string {
  if (view !== 'month') return addDays(day, view === 'day' ? by : 7 * by);
  const at = new Date(`${day.slice(0, 8)}01T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + by);
  return at.toISOString().slice(0, 10);
}

/** Who has a place, held ones too. */
export const taken = (lesson: PlanLesson): number =>
  lesson.booked + lesson.voucher + lesson.unpaid + lesson.held;

/** The hours a grid shows, in minutes: those of the lessons, and at least 9:00 to 20:00. */
export function hoursOf(lessons: PlanLesson[]): { from: number; to: number } {
  const from = Math.min(540, ...lessons.map(({ start }) => start));
  const to = Math.max(1200, ...lessons.map(({ start, minutes }) => start + minutes));
  return { from: Math.floor(from / 60) * 60, to: Math.min(1440, Math.ceil(to / 60) * 60) };
}

/** Side by side where they overlap: the lane of each lesson of a day, and how many there are. */
export function lanesOf(lessons: PlanLesson[]): { lanes: number; of: Map<number, number> } {
  const ends: number[] = [];
  const of = new Map<number, number>();
  for (const lesson of [...lessons].sort((a, b) => a.start - b.start || a.id - b.id)) {
    const free = ends.findIndex((end) => end <= lesson.start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = lesson.start + lesson.minutes;
    of.set(lesson.id, lane);
  }
  return { lanes: Math.max(1, ends.length), of };
}

/** Why a day is not like the others: closed, a public or a school holiday; '' when it is. */
export function dayOff({ closed, public: name, schoolHoliday }: PlanDay): string {
  const key = `holiday.${name}`;
  return closed || (hasText(key) ? t(key) : '') || schoolHoliday;
}

/** How wide a day's column is beside the others: it widens with its load. */
export function widthOf(day: PlanDay, lessons: PlanLesson[]): number {
  if (lessons.length === 0) return day.closed ? 0.4 : 0.8;
  return 0.98 + (lanesOf(lessons).lanes - 1) * 0.92;
}

/** The lesson the arrows lead to: along the day, or on the next day that has one, near in time. */
export function nextTo(
  lessons: PlanLesson[],
  from: PlanLesson | undefined,
  way: 'up' | 'down' | 'left' | 'right',
): PlanLesson | undefined {
  if (!from) return lessons[0];
  if (way === 'up' || way === 'down') {
    const day = lessons.filter(({ day }) => day === from.day);
    return day[day.findIndex(({ id }) => id === from.id) + (way === 'down' ? 1 : -1)];
  }
  const days = [...new Set(lessons.map(({ day }) => day))].sort();
  const day = days[days.indexOf(from.day) + (way === 'right' ? 1 : -1)];
  return lessons
    .filter((lesson) => lesson.day === day)
    .sort((a, b) => Math.abs(a.start - from.start) - Math.abs(b.start - from.start))[0];
}
