/** What the club holds of a rider and of the household, and what it lacks. */
import { dayOf } from '@/places/places';
import { longDay, shortDay, t } from '@/i18n/index.svelte';
import { nameOf, type FilePaper } from './papers/papers';
import { missingText } from './people';
import type { Household, Rider } from './types';

export interface Paper {
  state: 'met' | 'coming' | 'lacking' | 'none';
  text: string;
}

/** The file of a rider; what only the household lacks stands in its own header. */
export function fileOf(household: Household, rider: Rider | undefined, today: string): Paper[] {
  const at = household.riders.findIndex((one) => one.id === rider?.id);
  const papers = household.files[at]?.papers ?? [];
  return [
    ...(rider && !papers.some((paper) => paper.code === 'licence') ? [licence(rider, today)] : []),
    ...papers.filter((paper) => isShown(paper, papers)).map((paper) => line(paper, rider, today)),
    ...(rider ? [photo(rider)] : []),
    ...terms(household),
    ...(household.ridersMissing[at] ?? []).map((name): Paper => ({
      state: 'lacking',
      text: missingText(name),
    })),
  ];
}

/** Of papers that do in place of one another, those that are there; of none, the one that is asked for. */
function isShown(paper: FilePaper, papers: FilePaper[]): boolean {
  if (paper.state !== 'missing') return true;
  if (paper.instead) return false;
  const others = papers.filter((other) => other.instead === paper.code);
  return paper.missing || !others.some((other) => other.state === 'accepted');
}

/** A paper in one line: what it is, and what must be known of it. */
function line(paper: FilePaper, rider: Rider | undefined, today: string): Paper {
  const name = nameOf(paper);
  switch (paper.state) {
    case 'accepted': {
      const held = paper.code === 'licence' && rider ? licence(rider, today) : undefined;
      const text = held?.state === 'met' ? held.text : name;
      return paper.renew
        ? { state: 'lacking', text: t('file.line.renew', { name, day: shortDay(paper.expires) }) }
        : { state: 'met', text };
    }
    case 'received':
      return { state: 'coming', text: t('file.line.received', { name }) };
    case 'refused':
      return { state: 'lacking', text: t('file.line.refused', { name }) };
    case 'expired':
      return { state: 'lacking', text: t('file.line.expired', { name }) };
    case 'missing':
      return paper.missing
        ? { state: 'lacking', text: t('file.line.missing', { name }) }
        : { state: 'none', text: name };
  }
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
    ? [{ state: 'met', text: t('families.termsOn', { day: longDay(dayOf(acceptedAt)) }) }]
    : [{ state: 'lacking', text: t('families.termsOpen', { version }) }];
}
