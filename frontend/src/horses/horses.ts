/** Horses as the screens say them: what stands against one, what it needs, how much it works. */
import type { Answer } from '@/api/client';
import { t } from '@/i18n/index.svelte';
import { seasonDay } from '@/state/days';
import type { Key } from '@/i18n/index.svelte';
import { daysLater } from '@/places/places';

export type Horses = Answer<'/api/desk/horses'>;
export type Horse = Horses['horses'][number];
export type HorseFile = Answer<'/api/desk/horses/{id}'>;
export type Care = HorseFile['cares'][number];
export type Away = HorseFile['away'][number];
export type Choice = Answer<'/api/desk/bookings/{id}/horses'>[number];
export type Proposal = Answer<'/api/desk/horses/proposal'>;
export type Stranded = Proposal['stranded'][number];
export type Way = Stranded['ways'][number];

export const CARES: Care['kind'][] = ['farrier', 'dentist', 'worming', 'vaccine', 'vet'];

/** Days before a care is due that it is pointed out. */
const SOON_DAYS = 7;

/** No reason sets it aside. */
export const blocks = (limit: string): boolean => limit === 'overlap';

/** Minutes as hours: 8 h, 7 h 30. */
export function hoursText(minutes: number): string {
  const rest = minutes % 60;
  const hours = t('horses.hours', { n: Math.floor(minutes / 60) });
  return rest === 0 ? hours : `${hours} ${String(rest).padStart(2, '0')}`;
}

/** What stands against a horse for a rider, in words. */
export function limitText(limit: string, choice: Choice): string {
  return t(`horses.limit.${limit}` as Key, {
    who: choice.with,
    why: choice.why || t('horses.resting'),
    n: choice.lessons,
    most: choice.most,
    hours: hoursText(choice.minutes),
    mostHours: choice.hours,
  });
}

/** The care that comes first, if it is due soon or late. */
export function careSoon(horse: Pick<Horse, 'cares'>, day: string): Care | undefined {
  return horse.cares
    .filter(({ due }) => due && due <= daysLater(day, SOON_DAYS))
    .sort((a, b) => a.due.localeCompare(b.due))[0];
}

/** "Ferrure le 9", "Vaccin en retard, 3 j" */
export function careText(care: Care, today: string): string {
  const name = t(`horses.care.${care.kind}`);
  const late = (Date.parse(today) - Date.parse(care.due)) / 86_400_000;
  return late > 0
    ? t('horses.careLate', { care: name, n: late })
    : t('horses.careOn', { care: name, day: seasonDay(care.due) });
}

/** Why a horse does not work on a day; undefined when it does. */
export const awayOn = (horse: Pick<Horse, 'away'>, day: string): Away | undefined =>
  horse.away.find(({ first, last }) => first <= day && (!last || day <= last));

/** "Repos jusqu’au 09/10" */
export const awayText = ({ last, why }: Away): string =>
  [last ? t('horses.restUntil', { day: seasonDay(last) }) : t('horses.restOpen'), why]
    .filter(Boolean)
    .join(', ');
