import { t } from '@/i18n/index.svelte';
import { when } from '@/places/places';
import type { Bought } from './types';

/** Lessons bought, less those a change of slot gave back. */
export const paidFor = ({ lessons, moves }: Bought): number =>
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
export function isEarlier({ run, endedDay, remainingCents }: Bought, seasonFirst: string): boolean {
  const last = run.at(-1)?.day ?? endedDay;
  return Boolean(last) && last! < seasonFirst && remainingCents <= 0;
}
