import type { components } from '@/api/schema';
import type { Lang } from '@/i18n/index.svelte';

type Schemas = components['schemas'];
export type SaveHousehold = Schemas['SaveHousehold'];
export type Sex = Schemas['Rider']['sex'];

/** A rider as the sheet asks for one; a row without names is left out. */
export interface RiderRow {
  firstName: string;
  surname: string;
  birthDate: string;
  sex: Sex;
  level: number;
}

/** The payer as the sheet asks for one. */
export interface Payer {
  civility: Schemas['Contact']['civility'];
  firstName: string;
  surname: string;
  mobile: string;
  email: string;
  street: string;
  postalCode: string;
  town: string;
  language: Lang;
}

export const emptyRider = (): RiderRow => ({
  firstName: '',
  surname: '',
  birthDate: '',
  sex: '',
  level: 0,
});

const capital = (word: string) => word.charAt(0).toLocaleUpperCase() + word.slice(1);

/** What was typed to find the family: "delcourt", or "sophie delcourt". */
export function namesIn(typed: string): { firstName: string; surname: string } {
  const words = typed.trim().split(/\s+/).filter(Boolean).map(capital);
  if (words.length < 2) return { firstName: '', surname: words[0] ?? '' };
  return { firstName: words[0] ?? '', surname: words.slice(1).join(' ') };
}

/** The rows somebody filled in, with their place on the sheet. */
export const filledRows = (rows: RiderRow[]): { row: RiderRow; at: number }[] =>
  rows.map((row, at) => ({ row, at })).filter(({ row }) => row.firstName.trim() !== '');

/** The household as the API takes it; riders bear the payer's surname unless they have their own. */
export function householdOf(
  payer: Payer,
  rows: RiderRow[],
  country: string,
  confirmed: boolean,
): SaveHousehold {
  const { civility, firstName, surname, mobile, email, street, postalCode, town } = payer;
  const contact = { civility, firstName, surname, mobile, email, relation: '', phone: '' };
  const address = { street, postalCode, town, country, recipient: '', extra: '' };
  return {
    id: 0,
    kind: 'family',
    name: surname,
    language: payer.language,
    email,
    note: '',
    version: 0,
    confirmed,
    contacts: [{ ...contact, pays: true, emergency: true }],
    addresses: [{ ...address, id: 0, companyId: '', vatNumber: '', default: true }],
    riders: filledRows(rows).map(({ row }) => riderOf(row, surname)),
  };
}

function riderOf(row: RiderRow, surname: string): Schemas['Rider'] {
  return {
    id: 0,
    household: 0,
    civility: row.sex === 'F' ? 'Mme' : row.sex,
    sex: row.sex,
    surname: row.surname.trim() || surname,
    firstName: row.firstName,
    birthDate: row.birthDate,
    birthPlace: '',
    nationality: '',
    mobile: '',
    email: '',
    level: row.level,
    levelCode: '',
    levelLabel: '',
    heightCm: 0,
    weightKg: 0,
    medical: '',
    photoConsent: false,
    note: '',
    licences: [],
    version: 0,
  };
}
