/**
 * Where a person left off: the area, and the day that was looked at. It is kept with
 * their preferences, for who sits down again and for the next start (DESIGN section 1).
 * Which family or sale was open is not: it may be gone, and it names somebody.
 */
import { api, call, keyed, newKey } from '@/api/client';
import { here, replace, type Place } from './router.svelte';
import { session } from './session.svelte';

const WAIT_MS = 1500; // where one only passes through is not where one left off

/** What says a day, on the screens that show one. */
const KEPT = ['day', 'view'];

interface Left {
  name: string;
  query: Record<string, string>;
  /** The day it was kept on. */
  on: string;
}

let seated: number | undefined;
let kept = '';

/** Leads to where the person left off: as the program opens, and to who takes the seat. */
export function takePlace(): void {
  const { person, place, today } = session();
  const relieved = seated !== undefined && seated !== person.id;
  seated = person.id;
  kept = place;
  const left = readLeft(place);
  if (!left || (!relieved && here().name !== '')) return; // an address that was asked for stands
  const { day, ...rest } = left.query;
  // A day that is over is looked at again on the day it was chosen, and not for ever.
  const query = day && (day >= today || left.on === today) ? { ...rest, day } : rest;
  replace(left.name, query);
}

function readLeft(place: string): Left | undefined {
  try {
    const left = JSON.parse(place || 'null') as Partial<Left> | null;
    if (!left?.name || !left.query) return undefined;
    return left as Left;
  } catch {
    return undefined; // another version wrote it
  }
}

/** Keeps where the person is once they stay there; returns the way to leave it at that. */
export function keepPlace({ name, query }: Place): () => void {
  const days = Object.entries(query).filter(([word]) => KEPT.includes(word));
  const left: Left = { name, query: Object.fromEntries(days), on: session().today };
  const value = JSON.stringify(left);
  const timer = setTimeout(() => void send(value), WAIT_MS);
  return () => clearTimeout(timer);
}

async function send(value: string): Promise<void> {
  if (value === kept) return;
  kept = value;
  const body = { name: 'place', value };
  // That it is not kept is nothing to tell anybody.
  await call(api.POST('/api/desk/preferences', { body, headers: keyed(newKey()) })).catch(() => {
    kept = '';
  });
}
