import { afterEach, expect, it, vi } from 'vitest';
import type { Native } from '@/platform';
import { Paper } from './paper.svelte';

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
