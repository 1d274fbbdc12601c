import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export type Carried = Schemas['Carried'];
export type Opening = Schemas['OpeningView'];
export type Household = Schemas['HouseholdView'];
export type Offer = Schemas['OfferView'];

/** What a line says, in the words of the screen. */
export const SORTS = ['owed', 'credit', 'card', 'voucher'] as const;
export type Sort = (typeof SORTS)[number];

export const sortOf = (line: { kind: string; cents?: number }): Sort =>
  line.kind === 'card' || line.kind === 'voucher'
    ? line.kind
    : (line.cents ?? 0) < 0
      ? 'credit'
      : 'owed';
