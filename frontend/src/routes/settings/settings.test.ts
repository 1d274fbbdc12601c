import { describe, expect, it } from 'vitest';
import { companyNumber, vatNumber } from './company';
import { addDays, addMonths, dayBefore } from './days';
import { bicFits, grouped, ibanState } from './iban';
import { find, partOf, SECTIONS } from './sections';
import { inForce, replaced, without } from './periods';
import { numberIn } from './settings.svelte';
import { zoneName, zonesNamed } from './zones';

describe('an IBAN while it is typed', () => {
  it('is right when its check digits fit', () => {
    expect(ibanState('FR76 3000 6000 0112 3456 7890 189')).toBe('right');
    expect(ibanState('be68-5390-0754-7034')).toBe('right');
  });
  it('is wrong when two figures changed places', () => {
    expect(ibanState('FR76 3000 6000 0112 3456 7890 198')).toBe('wrong');
  });
  it('is not judged before it can be whole', () => {
    expect(ibanState('FR76 3000')).toBe('short');
  });
  it('is written in groups of four', () => {
    expect(grouped('BE68539007547034')).toBe('BE68 5390 0754 7034');
  });
});

it('a BIC has eight or eleven signs', () => {
  expect(bicFits('GEBABEBB')).toBe(true);
  expect(bicFits('AGRIFRPPXXX')).toBe(true);
  expect(bicFits('GEBABEB')).toBe(false);
});

it('a company’s numbers stand on the preview as they do on paper', () => {
  expect(companyNumber('123456782')).toBe('123 456 782');
  expect(companyNumber('123 456 782 00010')).toBe('123 456 782 00010');
  expect(companyNumber('0428759497')).toBe('0428.759.497');
  expect(vatNumber('FR11123456782')).toBe('FR 11 123 456 782');
  expect(vatNumber('BE0428759497')).toBe('BE 0428.759.497');
  expect(companyNumber('12')).toBe('12');
});

it('a month after 31 January ends with February', () => {
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
  expect(addMonths('2026-12-07', 1)).toBe('2027-01-07');
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
  expect(dayBefore('2027-01-01')).toBe('2026-12-31');
});

it('a number is printed in the form of the club', () => {
  expect(numberIn('F{year}-{n:4}', 2026, 431)).toBe('F2026-0431');
});

describe('a dated row', () => {
  const rows = [
    { code: 'riding', from: '2024-01-01', through: '', rate: 550 },
    { code: 'standard', from: '2014-01-01', through: '', rate: 2000 },
  ];
  it('ends the day before the one that replaces it begins', () => {
    const after = replaced(rows, 0, { ...rows[0]!, from: '2027-01-01', rate: 2000 });
    expect(after.map((row) => [row.code, row.from, row.through])).toEqual([
      ['riding', '2024-01-01', '2026-12-31'],
      ['riding', '2027-01-01', ''],
      ['standard', '2014-01-01', ''],
    ]);
    expect(rows[0]?.through).toBe('');
  });
  it('goes on when the one that would have replaced it is taken away', () => {
    const after = replaced(rows, 0, { ...rows[0]!, from: '2027-01-01', rate: 2000 });
    expect(without(after, 1)).toEqual(rows);
  });
  it('is in force from its first to its last day', () => {
    expect(inForce({ from: '2024-01-01', through: '2024-12-31' }, '2024-12-31')).toBe(true);
    expect(inForce({ from: '2024-01-01', through: '2024-12-31' }, '2025-01-01')).toBe(false);
    expect(inForce({ from: '2024-01-01', through: '' }, '2023-12-31')).toBe(false);
  });
});

describe('the search', () => {
  it('finds a setting by its name, in its section', () => {
    expect(find('panier').map(({ section }) => section.name)).toEqual(['rules']);
    expect(find('panier')[0]?.settings).toEqual(['settings.cartMinutes']);
  });
  it('shows every section when nothing is wanted', () => {
    expect(find(' ')).toHaveLength(SECTIONS.length);
  });
});

describe('time zones', () => {
  const zones = ['America/Port-au-Prince', 'Europe/Brussels', 'Europe/Paris', 'Indian/Reunion'];
  it('are found by any word of their name, those of Europe first', () => {
    expect(zonesNamed('', zones)[0]).toBe('Europe/Brussels');
    expect(zonesNamed('paris', zones)).toEqual(['Europe/Paris']);
    expect(zonesNamed('réun', zones)).toEqual(['Indian/Reunion']);
    expect(zonesNamed('europe par', zones)).toEqual(['Europe/Paris']);
  });
  it('are read without the signs of their names', () => {
    expect(zoneName('America/Argentina/Buenos_Aires')).toBe('America, Argentina, Buenos Aires');
  });
});

it('a section has the history of its own settings, and no other', () => {
  const part = (name: string) => partOf(SECTIONS.find((section) => section.name === name)!);
  expect(part('levels')).toBe('levels');
  expect(part('rules').split(',')).toContain('policy.cutOffMinutes');
  expect(part('rules')).not.toContain('identity.');
  expect(part('bank').split(',')).toEqual(['identity.iban', 'identity.bic']);
  expect(part('look')).toBe('');
});
