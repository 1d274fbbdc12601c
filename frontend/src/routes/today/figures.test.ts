import { describe, expect, it } from 'vitest';
import { isoWeek, percent } from './figures';

describe('the figures of the day', () => {
  it('count weeks as calendars do: the first is the one with the first Thursday', () => {
    expect(isoWeek('2026-10-07')).toBe(41);
    expect(isoWeek('2026-01-01')).toBe(1);
    expect(isoWeek('2027-01-03')).toBe(53);
    expect(isoWeek('2027-01-04')).toBe(1);
    expect(isoWeek('2024-12-30')).toBe(1);
  });

  it('draw no bar of nothing', () => {
    expect(percent(0, 0)).toBe(0);
    expect(percent(-100, 1000)).toBe(0);
    expect(percent(250, 1000)).toBe(25);
  });
});
