import type { Answer } from '@/api/client';
import { t } from '@/i18n/index.svelte';

export type Aid = Answer<'/api/desk/aids'>[number];

/** What payers owe for aids that were granted, less what they are owed back. */
export const owedBy = (aids: Aid[]): number =>
  aids.reduce((sum, aid) => sum + pending(aid) - aid.owedBackCents, 0);

/** What is owed on either side, in words. */
export function aidsText(aids: Aid[]): string {
  const owed = aids.reduce((sum, aid) => sum + pending(aid), 0);
  const back = aids.reduce((sum, { owedBackCents }) => sum + owedBackCents, 0);
  return [
    owed > 0 || back === 0 ? t('today.aidsOwed', { sumCents: owed }) : '',
    back > 0 ? t('today.aidsOwedBack', { sumCents: back }) : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

const pending = ({ state, cents }: Aid): number =>
  state === 'granted' || state === 'claimed' ? cents : 0;
