/** The records of this screen as forms: their empty rows, and each field in words. */
import { longDay, t, type Key } from '@/i18n/index.svelte';
/** A field in words, as both values of it are shown. */
export type Words<F> = { [K in keyof F]: (value: F[K]) => string };
import { addressText, fullName, relationText } from './people';
import type { Address, Contact, Household, Rider } from './types';

export type HouseholdForm = Pick<
  Household,
  'name' | 'email' | 'language' | 'kind' | 'contacts' | 'addresses' | 'note' | 'noNotices'
>;
export type RiderForm = Omit<
  Rider,
  'id' | 'household' | 'version' | 'licences' | 'sharedWith' | 'levelCode' | 'levelLabel'
>;

export const LANGUAGES: { value: Household['language']; label: string }[] = [
  { value: 'fr', label: 'Français' },
  { value: 'nl', label: 'Nederlands' },
  { value: 'en', label: 'English' },
];

export const languageName = (code: Household['language']): string =>
  LANGUAGES.find((one) => one.value === code)?.label ?? code;

export const civilities = (): { value: Contact['civility']; label: string }[] => [
  { value: '', label: '—' },
  { value: 'Mme', label: t('families.mrs') },
  { value: 'M', label: t('families.mr') },
];

export const sexes = (): { value: Rider['sex']; label: string }[] => [
  { value: '', label: '—' },
  { value: 'F', label: t('families.female') },
  { value: 'M', label: t('families.male') },
];

export const emptyContact = (pays: boolean): Contact => ({
  civility: '',
  surname: '',
  firstName: '',
  relation: '',
  mobile: '',
  phone: '',
  email: '',
  pays,
  emergency: pays,
});

export const emptyAddress = (country: string, isDefault: boolean): Address => ({
  id: 0,
  recipient: '',
  street: '',
  extra: '',
  postalCode: '',
  town: '',
  country,
  companyId: '',
  vatNumber: '',
  default: isDefault,
});

export const emptyRider = (household: number, surname: string): Rider => ({
  id: 0,
  household,
  civility: '',
  sex: '',
  surname,
  firstName: '',
  birthDate: '',
  birthPlace: '',
  nationality: '',
  mobile: '',
  phone: '',
  email: '',
  address: '',
  level: 0,
  levelCode: '',
  levelLabel: '',
  heightCm: 0,
  weightKg: 0,
  medical: '',
  photoConsent: false,
  emergencyName: '',
  emergencyPhone: '',
  sharedWith: 0,
  note: '',
  licences: [],
  version: 0,
});

const joined = (...parts: string[]) => parts.filter(Boolean).join(' · ');
const text = (value: string) => value;
const figure = (value: number) => (value === 0 ? '' : String(value));
const yes = (value: boolean) => (value ? t('families.yes') : '');

const contactWords = (contact: Contact): string =>
  joined(
    [contact.civility, fullName(contact)].filter(Boolean).join(' '),
    relationText(contact.relation),
    contact.mobile,
    contact.phone,
    contact.email,
    contact.pays ? t('families.pays') : '',
    contact.emergency ? t('families.emergency') : '',
  );

const addressWords = (address: Address): string =>
  joined(
    address.recipient,
    addressText(address),
    address.country,
    address.companyId,
    address.vatNumber,
    address.default ? t('families.default') : '',
  );

export const HOUSEHOLD_WORDS: Words<HouseholdForm> = {
  name: text,
  email: text,
  language: languageName,
  kind: (value) => t(value === 'guest' ? 'families.guest' : 'families.asFamily'),
  contacts: (list) => list.map(contactWords).join('\n'),
  addresses: (list) => list.map(addressWords).join('\n'),
  note: text,
  noNotices: yes,
};

export const HOUSEHOLD_LABELS: Record<keyof HouseholdForm, Key> = {
  name: 'families.name',
  email: 'families.email',
  language: 'families.language',
  kind: 'families.kind',
  contacts: 'families.contacts',
  addresses: 'families.addresses',
  note: 'families.householdNote',
  noNotices: 'families.noNotices',
};

/** A rider's fields in words; the label of a level is looked up, its id means nothing to people. */
export const riderWords = (levelLabel: (id: number) => string): Words<RiderForm> => ({
  civility: text,
  firstName: text,
  surname: text,
  sex: (value) => (value === '' ? '' : t(value === 'F' ? 'families.female' : 'families.male')),
  birthDate: (day) => (day ? longDay(day) : ''),
  birthPlace: text,
  nationality: text,
  level: levelLabel,
  mobile: text,
  phone: text,
  email: text,
  address: text,
  heightCm: figure,
  weightKg: figure,
  medical: text,
  photoConsent: yes,
  emergencyName: text,
  emergencyPhone: text,
  note: text,
});

export const RIDER_LABELS: Record<keyof RiderForm, Key> = {
  civility: 'families.civility',
  firstName: 'families.firstName',
  surname: 'families.surname',
  sex: 'families.sex',
  birthDate: 'families.birthDate',
  birthPlace: 'families.birthPlace',
  nationality: 'families.nationality',
  level: 'families.level',
  mobile: 'families.mobile',
  phone: 'families.riderPhone',
  email: 'families.email',
  address: 'families.riderAddress',
  heightCm: 'families.height',
  weightKg: 'families.weight',
  medical: 'families.medical',
  photoConsent: 'families.photo',
  emergencyName: 'families.emergencyName',
  emergencyPhone: 'families.emergencyPhone',
  note: 'families.note',
};

/** What of a rider is written on their sheet. */
export const riderForm = (rider: Rider): RiderForm => pick<RiderForm>(rider, RIDER_LABELS);

/** What of a household is written on its sheet. */
export const householdForm = (household: Household): HouseholdForm =>
  pick<HouseholdForm>(household, HOUSEHOLD_LABELS);

const pick = <F extends object>(from: F, of: Record<keyof F, unknown>): F =>
  Object.fromEntries(Object.keys(of).map((name) => [name, from[name as keyof F]])) as F;
