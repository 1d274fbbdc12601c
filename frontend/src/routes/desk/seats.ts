/** Places as the counter says them: a series, the days of an activity, what is left. */
import { briefDay, t, type Key } from '@/i18n/index.svelte';
import { clock } from '@/places/places';
import type { components } from '@/api/schema';
import type { CartLine } from './types';

export type OfferSeats = components['schemas']['OfferSeats'];
export type SeriesSeats = components['schemas']['SeriesSeats'];
export type Weeks = 'every' | 'odd' | 'even';

/** "mercredi 15:00" */
export const weekly = ({ weekday, start }: { weekday: number; start: number }): string =>
  `${t(`weekday.${weekday}` as Key)} ${clock(start)}`;

/** "19 au 21 octobre", or the one day. */
export const days = (firstDay = '', lastDay = ''): string =>
  firstDay === lastDay
    ? briefDay(firstDay)
    : t('seats.days', { from: briefDay(firstDay), to: briefDay(lastDay) });

/** What comes behind the name of an offer: when its places are. */
export function whenOf(seats: OfferSeats | undefined): string {
  const [only, other] = seats?.series ?? [];
  if (seats?.firstDay) return days(seats.firstDay, seats.lastDay);
  return only && !other ? weekly(only) : '';
}

/** "Élodie · 2 places · 31 séances sur 35" */
export function placesText(seats: OfferSeats): string {
  const [only, other] = seats.series;
  if (seats.firstDay) return t('seats.ofCapacity', { n: seats.free, of: seats.capacity });
  if (!only || other) return t('seats.choose', { n: seats.series.length });
  return seriesText(only);
}

export const seriesText = (series: SeriesSeats): string =>
  [
    series.instructor.split(' ')[0],
    t('seats.places', { n: series.free }),
    t('seats.lessons', { n: series.lessons, of: series.ofLessons }),
  ]
    .filter(Boolean)
    .join(' · ');

/** The name of a cart's line with when its places are. */
export const lineName = (line: CartLine): string =>
  [line.name, whenText(line)].filter(Boolean).join(', ');

function whenText({ seats, when = [] }: CartLine): string {
  if (seats?.by === 'package') return when.map(weekly).join(', ');
  const [first] = when;
  return first && seats?.by === 'activity' ? days(first.firstDay, first.lastDay) : '';
}

/** What a line books, and how its price came: "132,00 € × 10 séances restantes sur 12". */
export function seatsText({ seats, when = [], wholeCents, secondName }: CartLine): string[] {
  const [first] = when;
  if (!seats || !first) return [];
  if (seats.by === 'card') {
    return [
      `${briefDay(first.firstDay)}, ${clock(first.start)}`,
      first.instructor.split(' ')[0] ?? '',
      secondName ? t('seats.with', { name: secondName }) : '',
    ];
  }
  if (seats.by !== 'package') return [];
  const full = (seats.fullDays ?? []).map(briefDay);
  const elsewhere = (seats.elsewhereDays ?? []).map(briefDay);
  return [
    t('seats.proRata', { wholeCents: wholeCents ?? 0, n: seats.lessons, of: seats.ofLessons ?? 0 }),
    seats.weeks === 'odd' || seats.weeks === 'even' ? t(`seats.weeks.${seats.weeks}`) : '',
    full.length > 0 ? t('seats.full', { n: full.length, days: full.join(', ') }) : '',
    elsewhere.length > 0
      ? t('seats.elsewhere', { n: elsewhere.length, days: elsewhere.join(', ') })
      : '',
  ];
}

/** What validation does for the places of a line: "Hugo inscrit le mercredi 15:00, dès le 14 octobre". */
export function willSeat({ seats, when = [], riderName }: CartLine): string {
  const [first] = when;
  if (!seats || !first) return '';
  const name = riderName.split(' ')[0] ?? '';
  if (seats.by === 'package') {
    return t('desk.will.package', {
      name,
      series: when.map(weekly).join(', '),
      from: briefDay(first.firstDay),
    });
  }
  const lesson = `${briefDay(first.firstDay)}, ${clock(first.start)}`;
  return seats.by === 'card'
    ? t('desk.will.lesson', { name, lesson })
    : t('desk.will.activity', { name, days: days(first.firstDay, first.lastDay) });
}

/** The price of a row: what is left of a package, else the offer's. */
export const rowCents = (seats: OfferSeats | undefined, price: number): number =>
  seats?.series.length === 1 ? (seats.series[0]?.cents ?? price) : price;
