import type { Answer } from '@/api/client';
import type { Tone } from '@/ui/Chip.svelte';

export type Reenrolment = Answer<'/api/desk/reenrolment'>;
export type Going = Reenrolment['rows'][number];
export type State = Going['state'];

/** In the order in which somebody has to act. */
export const STATES = ['kept', 'open', 'unfit', 'lapsed', 'letGo', 'bought'] as const;

export const TONES: Record<State, Tone> = {
  kept: 'info',
  open: 'neutral',
  unfit: 'warning',
  lapsed: 'warning',
  letGo: 'neutral',
  bought: 'success',
};
