/**
 * What takes long and goes on while the desk is used: many invoices issued or
 * printed, a statement of the bank read or stored. Its progress is asked for while it runs, and its result stays until
 * somebody has read it (DESIGN section 6, Progress).
 */
import { SvelteSet } from 'svelte/reactivity';
import { api, call, keyed, newKey, Refusal, type Answer } from '@/api/client';

export type Work = Answer<'/api/desk/works'>[number];

/** How often one that a screen follows is asked for (ARCHITECTURE, trap 7). */
const ASK_MS = 300;

let works = $state.raw<Work[]>([]);
const followed = new SvelteSet<number>();

/** Those of the person who sits here, the oldest first, but for those a screen follows. */
export const allWorks = (): Work[] => works.filter(({ id }) => !followed.has(id));

/** Asks how far they are. */
export async function lookAtWorks(): Promise<void> {
  try {
    works = await call(api.GET('/api/desk/works'));
  } catch {
    works = []; // locked, or lost: the status bar says so itself
  }
}

export async function stopWork(id: number): Promise<void> {
  const params = { path: { id } };
  await call(api.POST('/api/desk/works/{id}/stop', { params, headers: keyed(newKey()) }));
  await lookAtWorks();
}

/** Lets go of a result that was read. */
export async function closeWork(id: number): Promise<void> {
  const params = { path: { id } };
  await call(api.DELETE('/api/desk/works/{id}', { params, headers: keyed(newKey()) }));
  await lookAtWorks();
}

/**
 * Waits for the end of a work that a screen shows by itself, and lets go of its
 * result. The signal says that the screen was left: that stops it, or lets it go on
 * in the status bar. What ended it before its end is thrown; what comes of one
 * that goes on is told there.
 */
export async function follow(
  begun: Work,
  seen: (work: Work) => void,
  signal: AbortSignal,
  left: 'stops' | 'goesOn' = 'stops',
): Promise<Work> {
  followed.add(begun.id);
  let work: Work | undefined = begun;
  try {
    while (work?.doing && !signal.aborted) {
      seen(work);
      await new Promise((done) => setTimeout(done, ASK_MS));
      works = await call(api.GET('/api/desk/works'));
      work = works.find(({ id }) => id === begun.id);
    }
  } finally {
    if (signal.aborted && left === 'goesOn') {
      followed.delete(begun.id);
      void lookAtWorks();
    } else
      void closeWork(begun.id)
        .catch(() => undefined) // it is gone already
        .then(() => followed.delete(begun.id));
  }
  if (signal.aborted && left === 'goesOn') return work ?? begun;
  if (!work) throw new Refusal('workGone');
  if (work.stopped || work.doing) throw new Refusal('stopped');
  if (work.failure) throw new Refusal(work.failure.code, '', work.failure.params ?? {});
  return work;
}
