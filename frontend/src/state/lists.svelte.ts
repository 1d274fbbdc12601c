/** How a person set up a list: kept with their preferences, for this desk and the next. */
import { api, call, keyed, newKey } from '@/api/client';
import { hasSession, session, takeSession } from './session.svelte';

export interface Setup {
  /** The columns' shares of the table's width, in per cent; without them they fit their texts. */
  widths?: Record<string, number>;
  /** The word of the API for the order; missing for the list's own. */
  sort?: string;
}

const WAIT_MS = 500; // of keys held down, only where they come to rest is kept

/** What is changed here and not kept yet, by list. */
const changed = new Map<string, { setup: Setup; timer: ReturnType<typeof setTimeout> }>();

/** How a list is set up by the person who sits here. */
export function setupOf(list: string): Setup {
  const waiting = changed.get(list)?.setup;
  if (waiting || !hasSession()) return waiting ?? {};
  try {
    return JSON.parse(session().lists[list] ?? '{}') as Setup;
  } catch {
    return {}; // another version wrote it
  }
}

/** Keeps a change of a list's set-up. */
export function keepSetup(list: string, change: Setup): void {
  const setup = { ...setupOf(list), ...change };
  clearTimeout(changed.get(list)?.timer);
  changed.set(list, { setup, timer: setTimeout(() => void send(list, setup), WAIT_MS) });
}

async function send(list: string, setup: Setup): Promise<void> {
  const body = { name: `list.${list}`, value: JSON.stringify(setup) };
  try {
    takeSession(await call(api.POST('/api/desk/preferences', { body, headers: keyed(newKey()) })));
  } catch {
    // A width that was not kept is nothing to tell anybody: it is set again in a moment.
  } finally {
    if (changed.get(list)?.setup === setup) changed.delete(list);
  }
}
