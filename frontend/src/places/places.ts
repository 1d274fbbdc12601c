/** Places in lessons as the screens say them: what a cancellation does, how a place is paid. */
import { type Answer } from '@/api/client';
import { briefDay, hour, hourOf, t } from '@/i18n/index.svelte';
import type { Key } from '@/i18n/index.svelte';
import { Paper } from '@/routes/desk/paper.svelte';
import { session } from '@/state/session.svelte';
import type { Tone } from '@/ui/Chip.svelte';

export type Roster = Answer<'/api/desk/roster'>;
export type LessonRoster = Roster['lessons'][number];
export type RosterRow = LessonRoster['riders'][number];
export type Plan = Answer<'/api/desk/riders/{id}/plan'>;
export type Ride = Plan['lessons'][number];
export type Consequence = NonNullable<Ride['cancel']>;
export type Chance = Answer<'/api/desk/riders/{id}/lessons'>[number];

const WEEK_DAYS = 7;
const DAY_MS = 86_400_000;

/** The day `n` days later. */
export const daysLater = (day: string, n: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY_MS).toISOString().slice(0, 10);

/** How far ahead lessons are offered. */
export const AHEAD = 4 * WEEK_DAYS;

/** A time of day in minutes from midnight, as people write it. */
export const clock = (minute: number): string =>
  hour(
    `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
  );

/** The club-local day of an instant. */
export const dayOf = (instant: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: session().zone }).format(new Date(instant));

/** What the club's clock shows, in minutes from midnight. */
export function minutesNow(): number {
  const [hours = 0, minutes = 0] = hourOf(session().now).split(/\D/).map(Number);
  return hours * 60 + minutes;
}

/** "mer. 14 oct., 14:00" */
export const when = (lesson: { day: string; start: number }): string =>
  `${briefDay(lesson.day)}, ${clock(lesson.start)}`;

/** What a cancellation does, in one sentence. */
export function consequenceText(c: Consequence): string {
  const key = c.moved
    ? `moved.${c.outcome}`
    : c.outcome === 'voucher' && !c.absences
      ? 'voucherFree'
      : c.outcome;
  return t(`consequence.${key}` as Key, {
    throughDay: c.throughDay ?? '',
    n: c.absences ?? 0,
    most: c.most ?? 0,
    closesDay: dayOf(c.closes),
    time: hourOf(c.closes),
  });
}

/** What that sentence says: what is confirmed by it. */
export const shownOf = (c: Consequence) => ({
  ...{ outcome: c.outcome, moved: c.moved, throughDay: c.throughDay },
  ...{ absences: c.absences, most: c.most },
});

/** What is said of the card or voucher that a booking takes. */
export const wayShown = (way: Chance['ways'][number]) => ({
  ...{ final: way.final, left: way.left, throughDay: way.throughDay },
});

/** The same in a word or two, for a chip. */
export const outcomeText = (c: Consequence): string => t(`outcome.${c.outcome}`);

export const outcomeTone = (c: Consequence): Tone =>
  c.outcome === 'counted' || c.outcome === 'begun'
    ? 'danger'
    : c.outcome === 'voucher' || c.outcome === 'voucherReturns'
      ? 'recovery'
      : c.outcome === 'noVoucher'
        ? 'warning'
        : 'success';

/** Until when it costs nothing, or since when it does. */
export const closesText = (c: Consequence): string =>
  t(
    c.state === 'cancelledLate' || c.outcome === 'begun'
      ? 'places.closedSince'
      : 'places.possibleUntil',
    {
      closesDay: dayOf(c.closes),
      time: hourOf(c.closes),
    },
  );

/** How a place is paid, and its colour. */
export function rightOf(row: {
  by: RosterRow['by'];
  state: RosterRow['state'];
  cardUnit: number;
  cardUnits: number;
  voucherNo?: number;
}): { text: string; tone: Tone } {
  if (row.state === 'held') return { text: t('roster.held'), tone: 'warning' };
  switch (row.by) {
    case 'card':
      return {
        text: t('roster.by.card', { n: row.cardUnit, units: row.cardUnits }),
        tone: 'success',
      };
    case 'voucher':
      return {
        text: row.voucherNo
          ? t('roster.by.voucherNo', { n: row.voucherNo })
          : t('roster.by.voucher'),
        tone: 'recovery',
      };
    case 'given':
      return { text: t('roster.by.given'), tone: 'line' };
    default:
      return { text: t(`roster.by.${row.by}`), tone: 'success' };
  }
}

/** What became of a place that was given up. */
export const goneText = (row: { state: RosterRow['state']; madeVoucher: boolean }): string =>
  row.madeVoucher ? t('roster.voucherMade') : t(`roster.gone.${row.state}` as Key);

export const takes = (state: RosterRow['state']): boolean =>
  state === 'booked' || state === 'held' || state === 'attended' || state === 'absent';

/** Full years on a day. */
export function age(birth: string, day: string): number {
  if (!birth) return 0;
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return birth.slice(4) > day.slice(4) ? years - 1 : years;
}

/** A day's rosters on A4, a page for each instructor. */
export const rosterPaper = (day: string): Paper =>
  new Paper(
    'a4',
    `${t('roster.printDay')} ${day}.pdf`,
    `/api/desk/roster/pdf?${new URLSearchParams({ day })}`,
  );
