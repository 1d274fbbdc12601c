/** What the club holds of a rider and of the household, and what it lacks. */
import { longDay, t } from '@/i18n/index.svelte';
import { session } from '@/state/session.svelte';
import { missingText } from './people';
import type { Household, Rider } from './types';

export interface Paper {
  state: 'met' | 'lacking' | 'none';
  text: string;
}

/** The file of a rider; what only the household lacks stands in its own header. */
export function fileOf(household: Household, rider: Rider | undefined, today: string): Paper[] {
  const at = household.riders.findIndex((one) => one.id === rider?.id);
  return [
    ...(rider ? [licence(rider, today), photo(rider)] : []),
    ...terms(household),
    ...(household.ridersMissing[at] ?? []).map((name): Paper => ({
      state: 'lacking',
      text: missingText(name),
    })),
  ];
}

/** The licence in force; one is not needed for everything, so none is no fault. */
function licence(rider: Rider, today: string): Paper {
  const held = rider.licences.find((one) => one.validFrom <= today && today <= one.validThrough);
  if (!held) return { state: 'none', text: t('families.noLicence') };
  const number = held.number || t('families.licenceAsked');
  return { state: 'met', text: t('families.licence', { kind: held.kind, number }) };
}

const photo = (rider: Rider): Paper =>
  rider.photoConsent
    ? { state: 'met', text: t('families.photo') }
    : { state: 'none', text: t('families.noPhoto') };

function terms({ terms: { version, acceptedAt } }: Household): Paper[] {
  if (version === '') return []; // the club has no conditions of sale
  return acceptedAt
    ? [{ state: 'met', text: t('families.termsOn', { day: longDay(dayAtClub(acceptedAt)) }) }]
    : [{ state: 'lacking', text: t('families.termsOpen', { version }) }];
}

/** The club's day at an instant; "en-CA" writes days as ISO does. */
const dayAtClub = (instant: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: session().zone }).format(new Date(instant));
