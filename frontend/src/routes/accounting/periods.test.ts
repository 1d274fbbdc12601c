import { describe, expect, it } from 'vitest';
import { choices, daysOf, monthsOf, scaleOf, yearBefore, yearOf } from './periods';

describe('periods of the books', () => {
  it('a month ends on its last day, also in a leap year', () => {
    expect(daysOf('2026-02', 1)).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(daysOf('2028-02', 1)).toEqual({ from: '2028-02-01', to: '2028-02-29' });
    expect(daysOf('2026-12', 1)).toEqual({ from: '2026-12-01', to: '2026-12-31' });
    expect(daysOf('2026', 1)).toEqual({ from: '2026-01-01', to: '2026-12-31' });
  });
  it('a year of accounts begins with the club’s own month, and ends in February of a leap year', () => {
    expect(daysOf('2026', 9)).toEqual({ from: '2026-09-01', to: '2027-08-31' });
    expect(daysOf('2027', 3)).toEqual({ from: '2027-03-01', to: '2028-02-29' });
    expect(choices('2027-08-31', 9).slice(12)).toEqual([
      { value: '2026', label: '2026–2027' },
      { value: '2025', label: '2025–2026' },
    ]);
    expect(choices('2027-09-01', 9).at(-2)?.value).toBe('2027');
  });
  it('a season has all its months, over the turn of the year', () => {
    expect(monthsOf({ first: '2026-11-15', last: '2027-02-01' })).toEqual([
      '2026-11',
      '2026-12',
      '2027-01',
      '2027-02',
    ]);
    expect(yearBefore('2027-01')).toBe('2026-01');
  });
  it('a longer season shows the year that ends with today, or its first', () => {
    const months = monthsOf({ first: '2026-09-01', last: '2028-08-31' });
    expect(months).toHaveLength(24);
    expect(yearOf(months, '2026-11-22')).toEqual(months.slice(0, 12));
    expect(yearOf(months, '2027-10-01')).toEqual(months.slice(2, 14));
    expect(yearOf(months, '2030-01-01')).toEqual(months.slice(0, 12));
    expect(yearOf(months.slice(0, 3), '2026-11-22')).toEqual(months.slice(0, 3));
  });
  it('January is followed by the December before it', () => {
    expect(choices('2027-01-31', 1).map(({ value }) => value)).toEqual([
      ...['2027-01', '2026-12', '2026-11', '2026-10', '2026-09', '2026-08', '2026-07'],
      ...['2026-06', '2026-05', '2026-04', '2026-03', '2026-02', '2027', '2026'],
    ]);
  });
  it('the scale has four steps at most and holds the highest', () => {
    for (const most of [1, 9, 10, 28.4, 61, 99, 100, 1234, 284310]) {
      const { top, step } = scaleOf(most);
      expect(top).toBeGreaterThanOrEqual(most);
      expect(Math.round(top / step)).toBeLessThanOrEqual(4);
    }
  });
});
