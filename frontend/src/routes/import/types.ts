import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export type MemberFile = Schemas['MemberFileView'];
export type Column = Schemas['MemberColumn'];
export type Bad = Schemas['BadLine'];
export type Mend = Schemas['Mend'];
export type Imported = Schemas['MembersImported'];
export type Import = Schemas['Import'];
export type Namesake = Schemas['Namesake'];
export type SetAside = Schemas['SetAsideLine'];

/** Whose postal codes have a form that is known (club/memberplace.go). */
export const COUNTRIES = ['FR', 'BE'] as const;

/** What a column may hold, in the order of a form (club.MemberFields). */
export const FIELDS = [
  'civility',
  'surname',
  'firstName',
  'name',
  'sex',
  'birthDate',
  'phone',
  'mobile',
  'email',
  'address',
  'postalCode',
  'town',
  'country',
  'level',
  'licence',
  'payerCivility',
  'payerSurname',
  'payerFirstName',
  'payerName',
  'parentSurname',
  'parentFirstName',
  'parentName',
  'emergencyName',
  'emergencyPhone',
] as const;

/** The same of a list of openings (club.CarriedFields). */
export const CARRIED = [
  'family',
  'surname',
  'firstName',
  'name',
  'birthDate',
  'email',
  'amount',
  'text',
  'dueDay',
  'card',
  'units',
  'validThrough',
  'worth',
  'series',
  'voucher',
] as const;

export type Field = (typeof FIELDS)[number] | (typeof CARRIED)[number];

/** What the columns of such a list may hold. */
export const fieldsOf = (kind: MemberFile['kind']): readonly Field[] =>
  kind === 'openings' ? CARRIED : FIELDS;

export const isField = (field: string): field is Field =>
  ([...FIELDS, ...CARRIED] as string[]).includes(field);

/** Parameters of a refusal that a screen offers as buttons. */
export const choicesOf = (bad: Bad): string[] => (bad.params?.choices as string[]) ?? [];
export const cellsOf = (bad: Bad): string[] => (bad.params?.cells as string[]) ?? [];
