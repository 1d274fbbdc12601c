/** The figures of the club's rules that a season may have of its own. */
import { t, type Key } from '@/i18n/index.svelte';
import { clock } from '@/places/places';
import { POLICY } from './sections';
import type { Policy } from './settings.svelte';

export type Limit = 'cutOffMinutes' | 'voucherHours' | 'voucherMonths' | 'vouchersASeason';
export type Limits = Partial<Record<Limit, number | null>>;

/** A season with none of its own: the club's hold. */
export const NO_LIMITS = {
  ...{ cutOffMinutes: null, voucherHours: null },
  ...{ voucherMonths: null, vouchersASeason: null },
};

const MINUTES = 60; // the cut-off is written in hours

export const LIMITS: readonly { name: Limit; unit?: Key; each: number }[] = [
  { name: 'cutOffMinutes', unit: 'settings.unitHours', each: MINUTES },
  { name: 'voucherHours', unit: 'settings.unitHours', each: 1 },
  { name: 'voucherMonths', unit: 'settings.months', each: 1 },
  { name: 'vouchersASeason', each: 1 },
];

function inWords(name: Limit, value: number): string {
  const unit = LIMITS.find((one) => one.name === name)?.unit;
  if (name === 'cutOffMinutes') return clock(value);
  return unit ? `${value} ${t(unit, { n: value })}` : String(value);
}

/** A limit as the club has it. */
export const ofClub = (name: Limit, policy: Policy): string => inWords(name, policy[name]);

/** What a season has of its own, in words. */
export const ownLimits = (season: Limits): string[] =>
  LIMITS.flatMap(({ name }) => {
    const own = season[name];
    return own === undefined || own === null ? [] : [`${t(POLICY[name])} : ${inWords(name, own)}`];
  });
