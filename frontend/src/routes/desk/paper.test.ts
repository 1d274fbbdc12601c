import { afterEach, expect, it, vi } from 'vitest';
import type { Native } from '@/platform';
import { Paper, Papers } from './paper.svelte';

afterEach(() => {
  delete window.go;
});

it('keeps the original while the printer fails and asks for a duplicate only afterwards', async () => {
  const keys: string[] = [];
  const paper = new Paper('a4', 'F2026-0431.pdf', (headers) => {
    keys.push(headers['Idempotency-Key'] ?? '');
    return Promise.resolve(new TextEncoder().encode('%PDF').buffer as ArrayBuffer);
  });
  const Print = vi.fn().mockRejectedValueOnce({ code: 'printFailed' }).mockResolvedValue(undefined);
  const Save = vi.fn().mockResolvedValue('');
  window.go = { main: { Native: { Print, Save } as Partial<Native> as Native } };

  await paper.print();
  expect(paper.failure).toMatchObject({ code: 'printFailed' });
  await paper.save(); // given up: still the same paper
  await paper.print();
  expect(paper.failure).toBeUndefined();
  expect(keys).toHaveLength(1);

  await paper.print();
  expect(new Set(keys).size).toBe(2);
});

it('prints a receipt and a statement at once, and tries again what stayed behind alone', async () => {
  const printed: string[] = [];
  let empty = true; // the roll of the receipt printer
  const Print = vi.fn((_: string, kind: string) => {
    if (kind === 'receipt' && empty) return Promise.reject(new Error('no paper'));
    printed.push(kind);
    return Promise.resolve();
  });
  window.go = { main: { Native: { Print } as Partial<Native> as Native } };
  const paper = (kind: 'a4' | 'receipt') =>
    new Paper(kind, 'x.pdf', () => Promise.resolve(new TextEncoder().encode('%PDF')));
  const both = new Papers([paper('receipt'), paper('a4')]);

  await both.print();
  expect(printed).toEqual(['a4']);
  empty = false;
  await both.print();
  expect(printed).toEqual(['a4', 'receipt']);
  await both.print();
  expect(printed).toEqual(['a4', 'receipt', 'receipt', 'a4']);
});
