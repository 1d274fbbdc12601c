import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { here } from './router.svelte';
import { keepPlace, takePlace } from './place.svelte';
import { takeSession, type Session } from './session.svelte';

const WAIT_MS = 1500;
let kept: string[] = [];

/** Somebody sits down on a day, having left off somewhere. */
function sits(id: number, today: string, place = ''): void {
  const rest = { language: 'fr', zone: 'Europe/Paris', theme: 'light', letters: true, may: [] };
  takeSession({ ...rest, person: { id }, today, place } as unknown as Session);
  takePlace();
}
const left = (name: string, query: object, on: string) => JSON.stringify({ name, query, on });

beforeEach(() => {
  kept = [];
  vi.useFakeTimers();
  vi.stubGlobal('fetch', async (request: Request) => {
    kept.push(((await request.json()) as { value: string }).value);
    return Response.json({});
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  window.location.hash = '';
});

it('leads to where the person left off, and who relieves them to theirs', () => {
  sits(1, '2026-10-07', left('planning', { day: '2026-10-14', view: 'day' }, '2026-10-06'));
  expect(here()).toEqual({ name: 'planning', rest: [], query: { day: '2026-10-14', view: 'day' } });
  sits(2, '2026-10-07', left('families', {}, '2026-10-01'));
  expect(here().name).toBe('families');
  sits(3, '2026-10-07'); // who left off nowhere finds the screen that is there
  expect(here().name).toBe('families');
});

it('looks at a day that is over on the day it was chosen alone', () => {
  sits(4, '2026-10-07', left('today', { day: '2026-10-05' }, '2026-10-07'));
  expect(here().query).toEqual({ day: '2026-10-05' });
  sits(5, '2026-10-08', left('today', { day: '2026-10-05' }, '2026-10-07'));
  expect(here().query).toEqual({});
});

it('keeps the area and the day once somebody stays, and neither a family nor a sale', async () => {
  sits(6, '2026-10-07');
  keepPlace({ name: 'desk', rest: [], query: {} })(); // passed through
  keepPlace({ name: 'today', rest: ['12'], query: { day: '2026-10-09', lesson: '4', cart: '3' } });
  await vi.advanceTimersByTimeAsync(WAIT_MS);
  expect(kept).toEqual([left('today', { day: '2026-10-09' }, '2026-10-07')]);
});
