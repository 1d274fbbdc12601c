/**
 * What takes long and goes on while the desk is used: many invoices issued or
 * printed. Its progress is asked for while it runs, and its result stays until
 * somebody has read it (DESIGN section 6, Progress).
 */
import { api, call, keyed, newKey, type Answer } from '@/api/client';

export type Work = Answer<'/api/desk/works'>[number];

let works = $state.raw<Work[]>([]);

/** Those of the person who sits here, the oldest first. */
export const allWorks = (): Work[] => works;

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
