import { describe, expect, it } from 'vitest';
import { cardsOf, endsSoon, isEarlier, stateOf } from './cards';
import type { Card } from './types';

const TODAY = '2026-10-07';

const card = (over: Partial<Card> = {}): Card => ({
  id: 1,
  rider: 7,
  riderName: 'Manon Delcourt',
  offer: 3,
  name: '5 cours collectifs',
  lessonKind: 'group',
  units: 5,
  left: 5,
  validFrom: '2026-09-10',
  validThrough: '2026-10-10',
  invoice: 'F2026-0001',
  creditNote: '',
  ...over,
});

describe('a card', () => {
  it('works on its last day and not on the next', () => {
    expect(stateOf(card({ validThrough: TODAY }), TODAY)).toBe('good');
    expect(stateOf(card({ validThrough: '2026-10-06' }), TODAY)).toBe('over');
  });

  it('waits until what is due now is paid', () => {
    expect(stateOf(card({ validFrom: '', validThrough: '' }), TODAY)).toBe('waiting');
  });

  it('of an earlier season steps aside once it can do nothing more', () => {
    const earlier = (over: Partial<Card>) => isEarlier(card(over), TODAY, '2026-09-01');
    expect(earlier({ validThrough: '2026-08-31' })).toBe(true);
    expect(earlier({ validThrough: '2026-09-01' })).toBe(false);
    expect(earlier({ validFrom: '2026-08-01', validThrough: '2026-10-31' })).toBe(false);
    expect(earlier({ validFrom: '', validThrough: '' })).toBe(false);
  });

  it('with nothing left is spent, whatever its days', () => {
    expect(stateOf(card({ left: 0 }), TODAY)).toBe('spent');
  });

  it('that a credit note took back is not merely spent', () => {
    expect(stateOf(card({ left: 0, creditNote: 'F2026-0002' }), TODAY)).toBe('credited');
  });

  it('that still works and ends within a week ends soon', () => {
    expect(endsSoon(card({ validThrough: '2026-10-14' }), TODAY)).toBe(true);
    expect(endsSoon(card({ validThrough: '2026-10-15' }), TODAY)).toBe(false);
    expect(endsSoon(card({ left: 0 }), TODAY)).toBe(false);
  });
});

describe("a rider's cards", () => {
  it('are his alone, those that work first, and the one that ends first before the others', () => {
    const cards = [
      card({ id: 1, validThrough: '2026-10-01' }),
      card({ id: 2, validThrough: '2026-11-30' }),
      card({ id: 3, validThrough: '2026-10-20' }),
      card({ id: 4, validFrom: '', validThrough: '' }),
      card({ id: 5, rider: 8 }),
      card({ id: 6, left: 0 }),
      card({ id: 7, left: 0, creditNote: 'F2026-0002' }),
    ];
    expect(cardsOf(cards, 7, TODAY).map(({ id }) => id)).toEqual([3, 2, 4, 6, 1, 7]);
  });
});
