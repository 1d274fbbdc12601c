import { t } from '@/i18n/index.svelte';
import { when } from '@/places/places';
import type { Bought } from './types';

/** Lessons bought, less those a change of slot gave back. */
const paidFor = ({ lessons, moves }: Bought): number =>
  moves.reduce((n, { short }) => n - short, lessons);

/** "3 séances passées sur 35, dont 1 absence · prochaine mer. 14 oct., 15:00" */
export function runText(bought: Bought): string {
  const gone = t('families.package.gone', { n: bought.gone, of: paidFor(bought) });
  const missed = bought.missed > 0 ? t('families.package.missed', { n: bought.missed }) : '';
  const next = bought.run.find(({ fate }) => fate === 'toCome');
  return [
    [gone, missed].filter(Boolean).join(', '),
    next ? t('families.package.next', { when: when(next) }) : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Whether all of a package lies before the season that begins on a day, and nothing of it is owed. */
export const isEarlier = ({ run, remainingCents }: Bought, seasonFirst: string): boolean =>
  run.length > 0 && run.at(-1)!.day < seasonFirst && remainingCents <= 0;
