import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export type Household = Schemas['HouseholdView'];
export type HouseholdRow = Schemas['HouseholdRow'];
export type Level = Schemas['Level'];
export type Rider = Schemas['Rider'];
export type Contact = Schemas['Contact'];
export type Address = Schemas['Address'];
export type Account = Schemas['Account'];
export type AccountLine = Schemas['AccountLine'];
export type Coming = Schemas['Coming'];
export type Card = Schemas['Card'];
/** A package somebody bought, as the run of its lessons. */
export type Bought = Schemas['PackageRun'];

/** Who may be the one about to be made a second time; it comes with the refusal. */
export interface LookAlike {
  household: number;
  /** 0 when it is the household. */
  rider: number;
  name: string;
  /** Which of the new riders it resembles, from 0. */
  of: number;
  /** Of a rider whom another household may see too; 0 when there is nobody to share. */
  version: number;
}
export type Merge = Household['merges'][number];
export type MergePreview = Schemas['MergePreview'];
export type MergeChoice = Schemas['MergeChoice'];
