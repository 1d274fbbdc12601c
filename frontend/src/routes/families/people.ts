/** How the screens name the people of a household. */
import { t } from '@/i18n/index.svelte';
import { partsOf } from '@/i18n/format';
import { hasText } from '@/i18n/text';
import type { Address, Contact, Household, Rider } from './types';

export const fullName = (person: Pick<Rider, 'firstName' | 'surname'>): string =>
  `${person.firstName} ${person.surname}`.trim();

/** As the desk calls it: "Famille Delcourt"; a guest by its name alone. */
export const householdTitle = (household: Pick<Household, 'kind' | 'name'>): string =>
  household.kind === 'family' ? t('families.family', { name: household.name }) : household.name;

/** Full years on a day; undefined when the birth date is not known. */
export function ageOn(birth: string, today: string): number | undefined {
  const [born, now] = [partsOf(birth), partsOf(today)];
  if (!born || !now) return undefined;
  const before = now.month < born.month || (now.month === born.month && now.date < born.date);
  return now.year - born.year - (before ? 1 : 0);
}

const RELATIONS = [
  ['mother', 'families.mother'],
  ['father', 'families.father'],
] as const;

/** What a contact is to the riders: a word of ours, or what the desk typed. */
export const relationText = (relation: string): string => {
  const known = RELATIONS.find(([code]) => code === relation);
  return known ? t(known[1]) : relation;
};

/** The code of one of our words, so that it follows the language of the screen. */
export const relationCode = (text: string): string => {
  const typed = text.trim().toLowerCase();
  return RELATIONS.find(([, key]) => t(key).toLowerCase() === typed)?.[0] ?? text.trim();
};

/** "mère, paie, urgence". */
export const roleText = (contact: Contact): string =>
  [
    relationText(contact.relation),
    contact.pays ? t('families.pays') : '',
    contact.emergency ? t('families.emergency') : '',
  ]
    .filter(Boolean)
    .join(', ');

/** An address on one line: 8 rue des Tanneurs, 26999 Vaubrun. */
export const addressText = (address: Address): string =>
  [address.street, address.extra, `${address.postalCode} ${address.town}`.trim()]
    .filter(Boolean)
    .join(', ');

/** A required thing that is not there: of the household, or of one of its riders. */
export interface Lack {
  name: string;
  rider?: Rider;
}

/** What is missing of a household and of these riders of it, in the order of the forms. */
export const lacksOf = (household: Household, riders = household.riders): Lack[] => [
  ...household.missing.map((name) => ({ name })),
  ...riders.flatMap((rider) =>
    (household.ridersMissing[household.riders.indexOf(rider)] ?? []).map((name) => ({
      ...{ name, rider },
    })),
  ),
];

/** One line for all that is missing: "7 à compléter", or what the only one is called. */
export const lacksText = (lacks: Lack[]): string =>
  lacks.length === 1 ? lackText(lacks[0]!) : t('missing.count', { n: lacks.length });

/** All that is missing, in words. */
export const lackText = ({ name, rider }: Lack): string =>
  rider ? `${missingText(name)} (${rider.firstName})` : missingText(name);

/** What a required thing that is not there is called: "Adresse à compléter". */
export const missingText = (name: string): string => {
  const key = `missing.${name}`;
  return hasText(key) ? t(key) : name;
};
