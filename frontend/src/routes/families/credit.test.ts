import { expect, it } from 'vitest';
import { creditParts, sourceText, takenFrom, type Source } from './credit';

const source = (part: Partial<Source>): Source => ({
  ...{ payment: 0, creditNote: 7, leftCents: 0, awaitedCents: 0, refundable: true },
  ...{ kind: 'creditNote', number: 'A2026-0003', day: '2026-10-03', way: '' },
  ...part,
});
const sources = [
  source({ refundable: false, leftCents: 1000, awaitedCents: 3000 }),
  source({ leftCents: 2500 }),
  source({ kind: 'payment', payment: 4, creditNote: 0, way: 'card', leftCents: 4000 }),
];

it('credit is taken from its sources in their order, and no more than they hold', () => {
  expect(takenFrom(sources, 3000).map(({ cents }) => cents)).toEqual([1000, 2000]);
  expect(takenFrom(sources, 99_999).map(({ cents }) => cents)).toEqual([1000, 2500, 4000]);
});

it('what waits for an aid is counted apart', () => {
  expect(creditParts(sources)).toEqual({ backCents: 6500, keptCents: 1000, awaitedCents: 3000 });
});

it('a source says what it is, and that it is not refundable', () => {
  expect(sources.map(sourceText)).toEqual([
    'avoir A2026-0003, non remboursable',
    'avoir A2026-0003',
    'trop-perçu du 3 octobre 2026 (Carte bancaire)',
  ]);
});
