/** An activity as its screen says it: when, who owes what, whose day it is. */
import { type Answer } from '@/api/client';
import { amount, briefDay, lang, t } from '@/i18n/index.svelte';
import { clock } from '@/places/places';
import { Paper } from '@/routes/desk/paper.svelte';
import type { Tone } from '@/ui/Chip.svelte';

export type Activity = Answer<'/api/desk/activities/{id}'>;
export type ActivityRow = Answer<'/api/desk/activities'>[number];
export type Day = Activity['days'][number];
export type Enrolled = Activity['enrolled'][number];
export type Place = Enrolled['places'][number];

/** The days that are given. */
export const givenDays = (activity: Activity): Day[] =>
  activity.days.filter(({ state }) => state !== 'cancelled');

/** "lun. 19 oct. au mer. 21 oct.", or its one day. */
export function periodText(first: string, last: string): string {
  if (!first) return t('activity.noDays');
  if (first === last) return briefDay(first);
  return t('activity.period', { first: briefDay(first), last: briefDay(last) });
}

/** What giving it up costs, and the club's words about it; as the invoice prints it. */
export function cancellingTerms({ terms, enrolling }: Activity['offer']): string {
  const { freeDays = 0, percent = 0 } = terms.keeps ?? {};
  const words = enrolling?.cancelling?.[lang()] || enrolling?.cancelling?.fr || '';
  const costs = percent ? t('activity.keepsTerms', { n: Math.max(freeDays, 1), percent }) : '';
  return [costs, words].filter(Boolean).join(' ');
}

const distinct = (words: string[]) => [...new Set(words.filter(Boolean))];
const firstName = (name: string) => name.split(' ')[0] ?? '';

/** "10:00 à 16:00", each of the hours it has. */
export const hoursText = (days: Day[]): string =>
  distinct(
    days.map((day) =>
      t('activity.hours', { from: clock(day.start), to: clock(day.start + day.minutes) }),
    ),
  ).join(', ');

export const arenasText = (days: Day[]): string =>
  distinct(days.map(({ arenaName }) => arenaName)).join(', ');

export const instructorsText = (days: Day[]): string =>
  distinct(days.map(({ instructorName }) => firstName(instructorName))).join(', ');

/** The day a screen opens on: today's, else the next to come, else the last. */
export function dayOn(days: Day[], today: string): Day | undefined {
  return days.find(({ day }) => day >= today) ?? days.at(-1);
}

/** How an enrolment is paid, and its colour. */
export function paymentOf(
  { payment, heldUntil, by }: Enrolled,
  today: string,
): { text: string; tone: Tone } {
  if (heldUntil) return { text: t('activity.inCart'), tone: 'warning' };
  if (by === 'given') return { text: t('activity.given'), tone: 'line' };
  if (payment.restCents > 0)
    return {
      text: t('activity.rest', { restCents: payment.restCents }),
      tone: payment.dueDay && payment.dueDay < today ? 'danger' : 'warning',
    };
  if (payment.aidCents > 0)
    return { text: t('activity.aid', { aidCents: payment.aidCents }), tone: 'info' };
  return payment.paid
    ? { text: t('activity.paid'), tone: 'success' }
    : { text: t('activity.notPaid'), tone: 'warning' };
}

/** What is missing of what was asked: "66,00 € d’une famille, 50,00 € d’une aide". */
export function missingText({ money }: Activity): string {
  return [
    money.restCents > 0
      ? t('activity.fromFamilies', { n: money.owing, cents: amount(money.restCents) })
      : '',
    money.aidsCents > 0 ? t('activity.fromAids', { cents: amount(money.aidsCents) }) : '',
  ]
    .filter(Boolean)
    .join(', ');
}

export const nameOf = (one: { firstName: string; surname: string }): string =>
  `${one.firstName} ${one.surname}`;

export const placeOn = (one: Enrolled, lesson: number): Place | undefined =>
  one.places.find((place) => place.lesson === lesson);

/** The number to call first. */
export const phoneOf = (one: { call: Enrolled['call'] }): string =>
  one.call.map(({ mobile, phone }) => mobile || phone).find(Boolean) ?? '';

/** The activity on A4, a box for each rider and day. */
export const activityPaper = (id: number, name: string): Paper =>
  new Paper('a4', `${name}.pdf`, `/api/desk/activities/${id}/pdf`);
