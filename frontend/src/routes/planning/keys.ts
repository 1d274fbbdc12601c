/** The keys of the plan that are the same whatever is done with them. */
import type { Key } from '@/i18n/index.svelte';
import type { Shortcut } from '@/state/keys.svelte';
import { session } from '@/state/session.svelte';
import { turn, type View } from './plan';

export type Way = 'up' | 'down' | 'left' | 'right';

/** The four arrows; the status bar shows the first. */
export const arrowKeys = (label: Key, run: (way: Way) => void): Shortcut[] =>
  (['Up', 'Down', 'Left', 'Right'] as const).map((way, n) => ({
    ...{ code: `Arrow${way}`, label, quiet: n > 0, local: true },
    run: () => run(way.toLowerCase() as Way),
  }));

/** Page keys turn to the days before and after, A goes back to today. */
export const turnKeys = (view: View, day: string, show: (day: string) => void): Shortcut[] => [
  {
    ...{ code: 'PageUp', label: 'planning.previous', quiet: true },
    run: () => show(turn(view, day, -1)),
  },
  {
    ...{ code: 'PageDown', label: 'planning.next', quiet: true },
    run: () => show(turn(view, day, 1)),
  },
  {
    ...{ code: 'KeyA', label: 'planning.today', quiet: true },
    run: () => show(session().today),
  },
];
