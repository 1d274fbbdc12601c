import { expect, it } from 'vitest';
import { consequencesOf, resultOf } from './consequences';
import { Tenders, type Bill } from './tenders/tenders.svelte';
import type { Cart } from './types';

const bill: Bill = {
  owedCents: 17000,
  creditCents: 3000,
  household: 1,
  drawer: '',
  back: '',
  dueDay: '2026-10-21',
  promiseDay: '2026-10-14',
};
const cart = {
  nextNumber: 'F2026-0431',
  dueDay: '2026-10-21',
  lines: [
    { kind: 'card', riderName: 'Manon', quantity: 1 },
    { kind: 'licence', riderName: 'Hugo', quantity: 1 },
    { kind: 'goods', riderName: '', quantity: 2 },
  ],
} as unknown as Cart;

const laid = (...rows: [Parameters<Tenders['add']>[0], number?][]) => {
  const tenders = new Tenders(() => bill);
  for (const [way, cents] of rows) {
    const row = tenders.add(way)!;
    if (cents !== undefined) tenders.type(row, cents);
  }
  return tenders;
};

it('names the result on the main button', () => {
  expect(resultOf(laid(['cash']))).toBe('Encaisser 170,00\u00a0€');
  expect(resultOf(laid(['cheque', 7000], ['link']))).toBe(
    'Encaisser 70,00\u00a0€ et créer le lien',
  );
  expect(resultOf(laid(['card', 7000], ['promise']))).toBe(
    'Encaisser 70,00\u00a0€ et facturer le reste',
  );
  expect(resultOf(laid(['credit'], ['card']))).toBe('Encaisser 140,00\u00a0€');
  expect(resultOf(laid(['link']))).toBe('Facturer et créer le lien');
});

it('says what will be issued, delivered and asked for, and nothing of goods', () => {
  const texts = consequencesOf(cart, cart.lines, laid(['cheque', 7000], ['link']), undefined, {
    alsoSettled: [],
    instalments: [],
  }).map((one) => one.text);
  expect(texts).toHaveLength(4);
  expect(texts[0]).toBe('Facture F2026-0431 émise, 70,00\u00a0€ encaissés');
  expect(texts[3]).toContain('100,00\u00a0€');
});

it('says the days and amounts of the instalments before the key', () => {
  const tenders = laid(['cash', 7000]);
  tenders.onAccount = true;
  const instalments = [
    { day: '2026-10-21', cents: 5000 },
    { day: '2026-11-21', cents: 5000 },
  ];
  const texts = consequencesOf(cart, cart.lines, tenders, undefined, {
    alsoSettled: [],
    instalments,
  }).map((one) => one.text);
  expect(texts.at(-1)).toBe(
    '100,00\u00a0€ en 2 fois\u00a0: 50,00\u00a0€ le 21 octobre 2026, 50,00\u00a0€ le 21 novembre 2026',
  );
});
