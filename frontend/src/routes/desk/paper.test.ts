import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Native } from '@/platform';
import { Paper, Papers } from './paper.svelte';

let asked: Request[] = [];
/** What was asked of a path, and with which key. */
const of = (ending: string) => asked.filter(({ url }) => new URL(url).pathname.endsWith(ending));
const keysOf = (ending: string) => of(ending).map(({ headers }) => headers.get('Idempotency-Key'));

beforeEach(() => {
  asked = [];
  vi.stubGlobal('fetch', (request: Request) => {
    asked.push(request);
    return Promise.resolve(
      request.url.includes('/unprinted') ? Response.json({ id: 7 }) : new Response('%PDF'),
    );
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  delete window.go;
});

/** A window whose printer and disk do this. */
const system = (native: Partial<Native>) => (window.go = { main: { Native: native as Native } });

it('keeps the original while the printer fails and asks for a duplicate only afterwards', async () => {
  const paper = new Paper('a4', 'F2026-0431.pdf', '/api/desk/invoices/1/print', true);
  const Print = vi.fn().mockRejectedValueOnce({ code: 'printFailed' }).mockResolvedValue(undefined);
  system({ Print, Save: vi.fn().mockResolvedValue('') });

  await paper.print();
  expect(paper.failure).toMatchObject({ code: 'printFailed' });
  await paper.save(); // given up: still the same paper
  await paper.print();
  expect(paper.failure).toBeUndefined();
  expect(keysOf('/print')).toHaveLength(1);

  await paper.print();
  expect(new Set(keysOf('/print')).size).toBe(2);
});

it('notes a paper before it is asked for, and what became of it', async () => {
  const paper = new Paper('a4', 'F2026-0431.pdf', '/api/desk/invoices/1/print', true);
  const gone = { code: 'printerGone', params: { printer: 'Bureau' } };
  system({ Print: vi.fn().mockRejectedValueOnce(gone).mockResolvedValue(undefined) });

  await paper.print();
  expect(asked.map(({ url }) => new URL(url).pathname)).toEqual([
    '/api/desk/unprinted',
    '/api/desk/invoices/1/print',
    '/api/desk/unprinted/7/refuse',
  ]);
  const noted = (await of('/unprinted')[0]?.json()) as { key: string };
  expect(noted.key).toBe(keysOf('/print')[0]);
  expect(await of('/refuse')[0]?.json()).toEqual({ code: 'printerGone', printer: 'Bureau' });
  await paper.print();
  expect(of('/unprinted')).toHaveLength(1);
  expect(of('/unprinted/7/drop')).toHaveLength(1);
});

it('forgets a paper that the system took once it says that it printed it, and not when it dropped it', async () => {
  let dropped: (why: unknown) => void = () => undefined;
  const Printed = vi
    .fn()
    .mockResolvedValueOnce(undefined)
    .mockReturnValueOnce(new Promise((_, drop) => (dropped = drop)));
  system({ Print: vi.fn().mockResolvedValue('12'), Printed });
  const paper = new Paper('a4', 'F2026-0431.pdf', '/api/desk/invoices/1/print', true);

  expect(await paper.print()).toBe(true);
  await vi.waitFor(() => expect(of('/unprinted/7/drop')).toHaveLength(1));
  expect(await paper.print()).toBe(true); // while the printer waits
  expect(of('/unprinted')).toHaveLength(2);
  dropped({ code: 'printFailed' });
  await vi.waitFor(() => expect(of('/unprinted/7/refuse')).toHaveLength(1));
  expect(of('/unprinted/7/drop')).toHaveLength(1);
});

it('prints one that was noted as the same copy', async () => {
  const row = { id: 9, path: '/api/desk/payments/4/print', key: 'first', kind: 'receipt' as const };
  system({ Print: vi.fn().mockResolvedValue(undefined) });
  const rest = { file: 'R-0004.pdf', code: 'printFailed', printer: '', at: '', by: '' };
  await Paper.noted({ ...row, ...rest }).print();
  expect(keysOf('/print')).toEqual(['first']);
  expect(of('/unprinted/9/drop')).toHaveLength(1);
});

it('prints a receipt and a statement at once, and tries again what stayed behind alone', async () => {
  const printed: string[] = [];
  let empty = true; // the roll of the receipt printer
  const Print = vi.fn((_: string, kind: string) => {
    if (kind === 'receipt' && empty) return Promise.reject(new Error('no paper'));
    printed.push(kind);
    return Promise.resolve('');
  });
  system({ Print });
  const paper = (kind: 'a4' | 'receipt') => new Paper(kind, 'x.pdf', '/api/desk/x/pdf');
  const both = new Papers([paper('receipt'), paper('a4')]);

  await both.print();
  expect(printed).toEqual(['a4']);
  empty = false;
  await both.print();
  expect(printed).toEqual(['a4', 'receipt']);
  await both.print();
  expect(printed).toEqual(['a4', 'receipt', 'receipt', 'a4']);
});
