import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export type Carried = Schemas['Carried'];
export type Opening = Schemas['OpeningView'];
export type Household = Schemas['HouseholdView'];
export type Offer = Schemas['OfferView'];

/** What a line says, in the words of the screen. */
export const SORTS = ['owed', 'credit', 'card', 'package', 'voucher'] as const;
export type Sort = (typeof SORTS)[number];

export const sortOf = (line: { kind: string; cents?: number }): Sort =>
  line.kind === 'card' || line.kind === 'package' || line.kind === 'voucher'
    ? line.kind
    : (line.cents ?? 0) < 0
      ? 'credit'
      : 'owed';

/** A package as it is typed: the names of its series are for who reads the line. */
export interface RunningPackage {
  offer: number;
  series: number[];
  names: string[];
  weeks: 'every' | 'odd' | 'even';
}

export const noPackage = (): RunningPackage => ({
  offer: 0,
  series: [],
  names: [],
  weeks: 'every',
});
