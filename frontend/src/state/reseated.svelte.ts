import type { components } from '@/api/schema';
import { t } from '@/i18n/index.svelte';
import { toast } from './toast.svelte';

/** What a change of the calendar did for those who have a weekly place. */
export type Reseated = Pick<components['schemas']['ClosedDaysSaved'], 'seated' | 'leftOut'>;

let shown = $state.raw<Reseated['leftOut']>([]);

/** Who is named as left out, until somebody read it. */
export const leftOut = (): Reseated['leftOut'] => shown;

export function closeLeftOut(): void {
  shown = [];
}

/** Says that a change of the calendar is saved, and names who has no place in what it added. */
export function sayReseated(said: string, done: Reseated): void {
  toast([said, ...(done.seated > 0 ? [t('reseated.seated', { n: done.seated })] : [])].join(' · '));
  shown = done.leftOut;
}
