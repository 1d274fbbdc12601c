import { describe, expect, it } from 'vitest';
import { endings, piecesWorth, type Delivered, type Share } from './ends';

const card: Delivered = {
  line: 1,
  kind: 'card',
  name: 'Carte 10 cours',
  riderName: 'Hugo',
  units: 10,
  left: 10,
  number: '',
};
const licence: Delivered = {
  ...card,
  line: 2,
  kind: 'licence',
  name: 'Licence',
  units: 0,
  left: 0,
};
const membership: Delivered = { ...licence, line: 3, kind: 'membership', name: 'Adhésion' };
const said = (one: Delivered, share: Share = 'whole') => endings([one], () => share)[0];

describe('what giving a line back ends', () => {
  it('is nothing for a line that is not given back', () => {
    const share = (line: number): Share => (line === 2 ? 'whole' : 'none');
    expect(endings([card, licence, membership], share)).toEqual([said(licence)]);
  });

  it('is nothing for a part of the price, and the screen says so', () => {
    expect(said(card, 'part')).toContain('une partie du prix seulement');
    expect(said(licence, 'part')).toBe(said({ ...licence, number: '7654321' }, 'part'));
  });

  it('is the units left on a card, with those already used', () => {
    expect(said(card)).toContain('ses 10 unités');
    expect(said({ ...card, left: 7 })).toMatch(/déjà 3 sur 10 utilisées.*les 7 unités/);
    expect(said({ ...card, left: 1 })).toContain('l’unité qui reste');
    expect(said({ ...card, left: 0 })).toContain('les 10 unités sont déjà utilisées');
  });

  it('is a licence without its number; one that has it stays', () => {
    expect(said(licence)).toContain('retirée');
    expect(said({ ...licence, number: '7654321' })).toContain('7654321');
    expect(said(membership)).toContain('l’adhésion prend fin');
  });
});

it('an amount that is the price of whole pieces brings them back, any other none', () => {
  expect(piecesWorth(2000, 5000, 5)).toBe(2);
  expect(piecesWorth(1999, 5000, 5)).toBe(0);
});
