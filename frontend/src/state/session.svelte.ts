/** Who works here, in which club, on which day: GET /api/desk/session. */
import { api, call, onLocked, type Answer } from '@/api/client';
import { setLang, setZone, type Lang } from '@/i18n/index.svelte';
import { setLetters } from './keys.svelte';
import { applyTheme } from './theme';

export type Session = Answer<'/api/desk/session'>;
/** What can be asked of the program, by the names of club/rights.go. */
export type Verb = Session['may'][number];

let current = $state.raw<Session>();

/** The session. The shell is only shown once there is one. */
export function session(): Session {
  if (!current) throw new Error('the session was asked for before it was loaded');
  return current;
}

/** Reports whether the session is there. */
export const hasSession = (): boolean => current !== undefined;

/** Takes a session over: from an answer that carries one, such as the first run's. */
export function takeSession(next: Session): void {
  if (!current || written(current) !== written(next)) current = next;
  setLang(next.language as Lang);
  setZone(next.zone);
  applyTheme(next.theme);
  setLetters(next.letters);
}

/** All but the hour and where one left off, which are no reason to ask the screens' questions again. */
const written = (session: Session) => JSON.stringify({ ...session, now: '', place: '' });

/** Reports whether the person who sits here may ask that; the program checks it again. */
export const may = (verb: Verb): boolean => session().may.includes(verb);

// The program locks by itself: any answer may be the first to say so.
onLocked(() => {
  if (!current || current.locked) return;
  current = { ...current, locked: true };
  void loadSession();
});

let held = false;

/** Loads the session anew. */
export async function loadSession(): Promise<void> {
  const next = await call(api.GET('/api/desk/session'));
  if (!held) takeSession(next);
}

/** Keeps the session as it is while `work` writes: a sample club is not shown half made. */
export async function holdSession<T>(work: () => Promise<T>): Promise<T> {
  held = true;
  try {
    return await work();
  } finally {
    held = false;
  }
}
