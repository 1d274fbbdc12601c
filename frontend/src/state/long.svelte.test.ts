import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useLongList } from './long.svelte';

const FOUND = 12_000;
let asks: string[] = [];
let words = $state('');
let stop = () => {};

beforeEach(() => {
  vi.useFakeTimers();
  [asks, words] = [[], ''];
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

/** A list of twelve thousand rows, asked for as a screen does. */
function opened(whole = false, complete = () => false) {
  let list: ReturnType<typeof useLongList> | undefined;
  stop = $effect.root(() => {
    const ask = (limit: number) => {
      asks.push(`${words} ${limit}`);
      return Promise.resolve({ rows: Array(limit).fill(0), counts: { found: FOUND } });
    };
    list = useLongList(() => words, ask, { soon: 100, most: 10_000, whole, complete });
  });
  flushSync();
  return list;
}

async function pass(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  flushSync();
  await vi.advanceTimersByTimeAsync(0);
}

it('the first rows of a long list come at once, and the rest when nobody types', async () => {
  const list = opened();
  await pass(0);
  expect(asks).toEqual([' 100']);
  for (const typed of ['d', 'du', 'dup']) {
    words = typed;
    await pass(100);
  }
  expect(asks).toEqual([' 100', 'd 100', 'du 100', 'dup 100']);
  await pass(300);
  expect(asks.at(-1)).toBe('dup 10000');
  expect(list?.data?.rows).toHaveLength(10_000);
  await pass(1_000);
  expect(asks).toHaveLength(5);
});

it('a list that opens whole is asked for once', async () => {
  opened(true);
  await pass(1_000);
  expect(asks).toEqual([' 10000']);
});

it('another order of a list with ticked rows shows the rows there were until all have come', async () => {
  let ticked = false;
  const list = opened(false, () => ticked);
  await pass(1_000);
  ticked = true;
  words = 'by name';
  flushSync();
  expect(list?.data?.rows).toHaveLength(10_000);
  await pass(1_000);
  expect(asks.slice(2)).toEqual(['by name 10000']);
});

it('whoever means all rows gets them at once, and asks for them once', async () => {
  const list = opened();
  await pass(0);
  await list?.whole();
  expect(list?.data?.rows).toHaveLength(10_000);
  await pass(1_000);
  expect(asks).toEqual([' 100', ' 10000']);
});
