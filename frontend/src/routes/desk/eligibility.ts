import { longDay, t } from '@/i18n/index.svelte';
import { nameOf } from '../families/papers/papers';
import { lacksOf, lacksText, type Lack } from '../families/people';
import type { Household, Rider } from '../families/types';
import type { Cart } from './types';

/** One thing that decides what a rider may take. */
export interface Condition {
  met: boolean;
  title: string;
  detail: string;
  /** What is missing for it: the form opens at the first. */
  lacks?: Lack[];
}

/** What a rider may take and what is missing, the rider's own things first. */
export function conditionsOf(
  household: Household,
  rider: Rider | undefined,
  cart: Cart | undefined,
  today: string,
): Condition[] {
  const at = household.riders.findIndex((other) => other.id === rider?.id);
  const own = rider
    ? [ageAndLevel(rider), licence(rider, cart, today), ...file(household.files[at])]
    : [];
  const lacks = lacksOf(household, rider && at >= 0 ? [household.riders[at]!] : []);
  return [
    ...own,
    ...terms(household),
    ...(lacks.length > 0 ? [{ met: false, title: lacksText(lacks), detail: '', lacks }] : []),
  ];
}

function ageAndLevel(rider: Rider): Condition {
  const known = [rider.birthDate && longDay(rider.birthDate), rider.levelLabel].filter(Boolean);
  const title = !rider.birthDate
    ? t('missing.birthDate')
    : t(rider.level ? 'desk.file.ageAndLevel' : 'desk.file.levelMissing');
  return { met: known.length === 2, title, detail: known.join(' · ') };
}

function licence(rider: Rider, cart: Cart | undefined, today: string): Condition {
  const valid = rider.licences.find(
    (held) => held.validFrom <= today && today <= held.validThrough,
  );
  const dated = valid ?? rider.licences.find((held) => today < held.validFrom);
  const inCart = cart?.lines.some((line) => line.kind === 'licence' && line.rider === rider.id);
  if (!dated) {
    return {
      met: false,
      title: t('desk.file.licenceMissing'),
      detail: inCart ? t('desk.file.licenceInCart') : '',
    };
  }
  const days = { firstDay: dated.validFrom, lastDay: dated.validThrough, number: dated.number };
  const when = t(dated === valid ? 'desk.file.licenceThrough' : 'desk.file.licenceFrom', days);
  return dated.number
    ? { met: dated === valid, title: t('desk.file.licence', days), detail: when }
    : { met: dated === valid, title: t('desk.file.licenceAsked'), detail: when };
}

/** Whether the file is complete, with what it waits for; the licence has a line of its own. */
function file(held: Household['files'][number] | undefined): Condition[] {
  const papers = held?.papers.filter((paper) => paper.required) ?? [];
  if (papers.length === 0) return [];
  const missing = papers.filter((paper) => paper.missing && paper.code !== 'licence').map(nameOf);
  return [
    missing.length === 0
      ? { met: true, title: t('desk.file.complete'), detail: '' }
      : { met: false, title: t('desk.file.incomplete'), detail: missing.join(', ') },
  ];
}

function terms(household: Household): Condition[] {
  const { version, acceptedAt } = household.terms;
  if (!version) return [];
  return [
    {
      met: acceptedAt !== '',
      title: t(acceptedAt ? 'desk.file.terms' : 'desk.file.termsMissing'),
      detail: t('desk.file.termsVersion', { version }),
    },
  ];
}
