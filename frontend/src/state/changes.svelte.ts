/**
 * What others wrote meanwhile. Nothing streams into the window, so the revision
 * of the data is asked for every two seconds while it is visible, and at once
 * after a write of our own.
 */
import { api, call, onWrite, Refusal } from '@/api/client';

const PERIOD_MS = 2000;

const listeners = new Set<() => void>();
let revision = 0;
let started = false;
let asking = false;
let savedAt = $state.raw<Date>();
let writing = $state(0);
let lost = $state(false);
let used = false;

/** Calls `run` whenever anything was written; returns the way to stop. */
export function onChange(run: () => void): () => void {
  listeners.add(run);
  return () => listeners.delete(run);
}

/** When this screen last wrote, for the status bar. */
export const lastSaved = (): Date | undefined => savedAt;

/** Reports whether a write of this screen is on its way. */
export const isSaving = (): boolean => writing > 0;

/** Reports whether the program no longer answers. */
export const isLost = (): boolean => lost;

/** Asks once whether anything was written. */
export async function look(): Promise<void> {
  if (asking) return;
  asking = true;
  try {
    const query = { since: revision, active: used };
    used = false;
    const answer = await call(api.GET('/api/changes', { params: { query } }));
    const first = revision === 0;
    revision = answer.revision;
    if (lost || (answer.changed && !first)) for (const run of listeners) run();
    lost = false;
  } catch (failure) {
    lost = !(failure instanceof Refusal); // said in the status bar; the next look may find it again
  } finally {
    asking = false;
  }
}

/** What a person does at a screen, which keeps the desk from locking. */
const SIGNS_OF_LIFE = ['keydown', 'pointerdown', 'pointermove', 'wheel'];
const isUsed = (): void => {
  used = true;
};

/** Starts looking; returns the way to stop. */
export function watchChanges(): () => void {
  if (started) throw new Error('already watching');
  started = true;
  const visible = () => document.visibilityState === 'visible' && void look();
  const stopWrites = onWrite((state) => {
    writing += state === 'begun' ? 1 : -1;
    if (state !== 'done') return;
    savedAt = new Date();
    void look();
  });
  const timer = setInterval(visible, PERIOD_MS);
  document.addEventListener('visibilitychange', visible);
  for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, isUsed, { passive: true });
  void look();
  return () => {
    started = false;
    stopWrites();
    clearInterval(timer);
    document.removeEventListener('visibilitychange', visible);
    for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, isUsed);
  };
}
