/** Who works here, in which club, on which day: GET /api/desk/session. */
import { api, call, type Answer } from '@/api/client';
import { setLang, type Lang } from '@/i18n/index.svelte';
import { applyTheme } from './theme';

export type Session = Answer<'/api/desk/session'>;

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
  applyTheme(next.theme);
}

/** All but the hour, which alone is no reason to ask the screens' questions again. */
const written = (session: Session) => JSON.stringify({ ...session, now: '' });

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
