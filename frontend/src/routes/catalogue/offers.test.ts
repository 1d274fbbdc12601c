import { describe, expect, it } from 'vitest';
import { ratesOn, spread, usualRate, vatText, type OfferView, type Part } from './offers';

const part = (cents: number, vat = 'riding'): Part => ({ cents, vat, label: '' });
const cents = (parts: Part[]) => parts.map((one) => one.cents);

function offer(change: Partial<OfferView> = {}): OfferView {
  return {
    ...{ id: 1, kind: 'card', name: '5 cours collectifs', detail: '', season: 0, sold: 0 },
    ...{ priceCents: 112_50, parts: [part(112_50)], deposit: { kind: 'all', value: 0 } },
    ...{ ageMin: 0, ageMax: 0, terms: {}, archived: false, position: 1, version: 1 },
    ...{ vat: [], netCents: 0, vatCents: 0, nowCents: 0, laterCents: 0 },
    ...change,
  } as OfferView;
}

describe('a new price', () => {
  it('is the one part of an offer that has one', () => {
    expect(cents(spread([part(25_00)], 27_00))).toEqual([27_00]);
  });
  it('keeps the shares of several parts', () => {
    expect(cents(spread([part(441_00), part(294_00, 'standard')], 800_00))).toEqual([
      480_00, 320_00,
    ]);
  });
  it('leaves no cent out', () => {
    expect(cents(spread([part(1), part(1), part(1)], 100))).toEqual([34, 33, 33]);
    expect(cents(spread([part(1_00), part(2_00)], 10_00))).toEqual([3_33, 6_67]);
  });
  it('goes to the first part when nothing had a share', () => {
    expect(cents(spread([part(0), part(0)], 5_00))).toEqual([5_00, 0]);
  });
});

it('names the VAT of an offer by its one rate, or as mixed', () => {
  const row = { label: '', vat: 'riding', kind: 'vat' as const, rate: 550 };
  const figures = { grossCents: 0, netCents: 0, vatCents: 0 };
  expect(vatText(offer({ vat: [{ ...row, ...figures }] }))).toBe('5,5');
  expect(vatText(offer({ vat: [{ ...row, ...figures, kind: 'exempt', vat: 'outside' }] }))).toBe(
    '—',
  );
  expect(
    vatText(
      offer({
        vat: [
          { ...row, ...figures },
          { ...row, ...figures, rate: 2000 },
        ],
      }),
    ),
  ).toBe('mixte');
});

describe('rates', () => {
  const texts = { fr: '', nl: '', en: '' };
  const rate = (code: string, from: string, through = '') => ({
    ...{ code, from, through, kind: 'vat' as const, rate: 550, label: texts, mention: texts },
  });
  it('are in force from their first to their last day', () => {
    const rates = [rate('old', '2014-01-01', '2023-12-31'), rate('riding', '2024-01-01')];
    expect(ratesOn(rates, '2023-12-31').map((one) => one.code)).toEqual(['old']);
    expect(ratesOn(rates, '2024-01-01').map((one) => one.code)).toEqual(['riding']);
  });
  it('begin, for a new offer, with the one most offers of its kind have', () => {
    const rates = [rate('standard', '2014-01-01'), rate('riding', '2024-01-01')];
    expect(usualRate([offer()], 'card', rates)).toBe('riding');
    expect(usualRate([offer()], 'goods', rates)).toBe('standard');
  });
});
