import { tick, untrack } from 'svelte';
import { useQuery, type Query } from './query.svelte';

/** What a list answers: some of its rows, and how many it finds in all. */
interface Page {
  rows: unknown[];
  counts: { found: number };
}

interface Steps {
  /** Rows that come at once: what each key of somebody who types waits for. */
  soon: number;
  /** Rows that come once nothing else was asked for a moment. */
  most: number;
  /** What the screen opens with comes whole. */
  whole?: boolean;
  /** No row may be missing, as where some are ticked: what was there stays until all have come. */
  complete?: () => boolean;
}

export interface LongList<T> extends Query<T> {
  /** Brings the rest at once: whoever means all rows misses none. */
  whole(): Promise<void>;
}

const REST_MS = 250;

/**
 * Asks for a list of any length in two steps, its first rows and then the rest.
 * `asked` is what the list is asked for: each change of it begins with the first rows.
 */
export function useLongList<T extends Page>(
  asked: () => unknown,
  ask: (limit: number) => Promise<T>,
  { soon, most, whole: opensWhole = false, complete = () => false }: Steps,
): LongList<T> {
  const now = $derived(JSON.stringify(asked()));
  let rested = $state(untrack(() => (opensWhole ? now : '')));
  const limit = $derived(now === rested || untrack(complete) ? most : soon);
  const list = useQuery(() => ask(limit));
  const more = $derived(list.data && list.data.rows.length < list.data.counts.found);
  $effect(() => {
    const wanted = now;
    if (!more || wanted === rested) return;
    const timer = setTimeout(() => (rested = wanted), REST_MS);
    return () => clearTimeout(timer);
  });

  async function whole(): Promise<void> {
    await list.settled();
    if (!more) return;
    rested = now;
    await tick();
    await list.settled();
  }

  return Object.assign(list, { whole });
}
