import { expect, test } from 'vitest';
import { dayOf, oneMore, type DayDraft } from './days';

const row: DayDraft = {
  ...{ lesson: 7, day: '2028-02-28', from: '10:00', to: '16h30' },
  ...{ arena: 1, instructor: 2, fixed: true },
};

test('a row is told in minutes from midnight', () => {
  expect(dayOf(row)).toEqual({
    ...{ lesson: 7, day: '2028-02-28', start: 600, minutes: 390, arena: 1, instructor: 2 },
  });
});

test('an evening goes on past midnight, and what is no time is left to be refused', () => {
  expect(dayOf({ ...row, from: '22:00', to: '00:30' }).minutes).toBe(150);
  expect(dayOf({ ...row, from: 'soon' })).toMatchObject({ start: -1, minutes: 0 });
  expect(dayOf({ ...row, to: 'late' })).toMatchObject({ start: 600, minutes: 0 });
});

test('one more day is the day after the last, leap days too, and can be changed', () => {
  expect(oneMore(row, '2026-10-07')).toMatchObject({ day: '2028-02-29', lesson: 0, fixed: false });
  expect(oneMore(undefined, '2026-10-07').day).toBe('2026-10-07');
});
