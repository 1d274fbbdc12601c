/** "man abs": whose absence, of which lesson, and what comes of each before Enter. */
import { api, call, keyed, newKey } from '@/api/client';
import { t } from '@/i18n/index.svelte';
import {
  AHEAD,
  closesText,
  consequenceText,
  daysLater,
  outcomeText,
  shownOf,
  outcomeTone,
  takes,
  when,
  type Ride,
} from '@/places/places';
import { askAbsence } from '@/places/absences.svelte';
import { may, session } from '@/state/session.svelte';
import { toast } from '@/state/toast.svelte';
import { undoLast } from '@/state/undo.svelte';
import { icons } from './icons';
import type { Choice, Group } from './palette.svelte';
import { readAbsence } from './sentence';

const MOST = 3; // riders of one name: the rest are found by more of it

/** The riders a sentence says are absent, each with the lessons to choose from. */
export async function absences(text: string): Promise<Group[]> {
  const who = readAbsence(text);
  if (!who || !may('cancelBooking')) return [];
  const hits = await call(api.GET('/api/desk/search', { params: { query: { q: who } } }));
  const choices = await Promise.all(
    hits.riders.slice(0, MOST).map(async ({ id, name }): Promise<Choice> => {
      const lessons = await lessonsOf(id, name);
      return {
        id: `absence.${id}`,
        title: t('palette.absence', { name }),
        detail:
          lessons.length > 0 ? t('palette.absenceDetail') : t('palette.absenceNone', { name }),
        icon: icons.rider,
        then: {
          title: t('palette.absenceOf', { name }),
          choices: lessons,
          enter: t('palette.absenceEnter'),
          shift: t('palette.absenceShift'),
          alt: t('palette.absenceAlt'),
        },
      };
    }),
  );
  return choices.length > 0 ? [{ title: t('palette.riders'), choices }] : [];
}

async function lessonsOf(rider: number, name: string): Promise<Choice[]> {
  const today = session().today;
  const plan = await call(
    api.GET('/api/desk/riders/{id}/plan', {
      params: { path: { id: rider }, query: { from: today, to: daysLater(today, AHEAD) } },
    }),
  );
  return plan.lessons
    .filter((ride) => takes(ride.state) && ride.cancel && ride.cancel.outcome !== 'begun')
    .map((ride) => choice(ride, rider, name));
}

function choice(ride: Ride, rider: number, name: string): Choice {
  const what = ride.cancel!;
  return {
    id: `absent.${ride.id}`,
    title: [when(ride), ride.name, ride.instructor].filter(Boolean).join(', '),
    detail: `${closesText(what)}. ${consequenceText(what)}`,
    aside: outcomeText(what),
    tone: outcomeTone(what),
    icon: icons.absence,
    run: () => void note(ride, name),
    shift: () => askAbsence({ booking: ride.id, name, lesson: ride }),
    alt: () => askAbsence({ rider, name }),
  };
}

async function note(ride: Ride, name: string): Promise<void> {
  try {
    const done = await call(
      api.POST('/api/desk/bookings/{id}/cancel', {
        params: { path: { id: ride.id } },
        body: { expected: shownOf(ride.cancel!) },
        headers: keyed(newKey()),
      }),
    );
    const next = done.offered[0];
    toast(
      [
        `${name}. ${t('places.absenceDone', { what: outcomeText(done) })}`,
        ...(next ? [t('places.offeredTo', { name: next.riderName })] : []),
      ].join(' · '),
      () => void undoLast(),
    );
  } catch (failure) {
    askAbsence({ booking: ride.id, name, lesson: ride, failure });
  }
}
