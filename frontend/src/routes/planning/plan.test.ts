import { describe, expect, it } from 'vitest';
import {
  clock,
  hoursOf,
  lanesOf,
  minuteOf,
  nextTo,
  shown,
  turn,
  weekOf,
  type PlanLesson,
} from './plan';

const lesson = (id: number, day: string, start: number, minutes = 60): PlanLesson =>
  ({ id, day, start, minutes }) as PlanLesson;

describe('times', () => {
  it('are read as people write them', () => {
    for (const [text, minute] of [
      ['14:00', 840],
      ['14h30', 870],
      ['14 h', 840],
      ['9.15', 555],
      ['930', 570],
      ['1430', 870],
      ['14', 840],
      ['24:00', undefined],
      ['14:75', undefined],
      ['tôt', undefined],
    ] as const)
      expect(minuteOf(text), text).toBe(minute);
  });
  it('are written with two figures', () => expect(clock(545)).toBe('09:05'));
});

describe('what a view shows', () => {
  it('is whole weeks, over the end of a year too', () => {
    expect(shown('week', '2027-01-01')).toEqual({ first: '2026-12-28', last: '2027-01-03' });
    expect(shown('month', '2028-02-29')).toEqual({ first: '2028-01-31', last: '2028-03-05' });
    expect(shown('month', '2026-12-31')).toEqual({ first: '2026-11-30', last: '2027-01-03' });
    expect(weekOf('2026-12-31')).toBe(53);
    expect(weekOf('2026-10-07')).toBe(41);
  });
  it('turns from the end of a month to the next one', () => {
    expect(turn('month', '2026-01-31', 1)).toBe('2026-02-01');
    expect(turn('week', '2026-10-25', 1)).toBe('2026-11-01');
  });
});

describe('the lanes of a day', () => {
  it('are as many as lessons overlap, and one is used again once it is free', () => {
    const day = [
      lesson(1, 'd', 540),
      lesson(2, 'd', 570),
      lesson(3, 'd', 600),
      lesson(4, 'd', 630),
    ];
    const { lanes, of } = lanesOf(day);
    expect(lanes).toBe(2);
    expect([...of.values()]).toEqual([0, 1, 0, 1]);
  });
  it('leave the hours as they are for a lesson that begins early or ends late', () => {
    expect(hoursOf([])).toEqual({ from: 540, to: 1200 });
    expect(hoursOf([lesson(1, 'd', 470), lesson(2, 'd', 1190)])).toEqual({ from: 420, to: 1260 });
  });
});

describe('the arrows', () => {
  const week = [
    lesson(1, '2026-10-06', 600),
    lesson(2, '2026-10-07', 570),
    lesson(3, '2026-10-07', 840),
  ];
  it('go along a day and to the nearest lesson of the next', () => {
    expect(nextTo(week, undefined, 'down')?.id).toBe(1);
    expect(nextTo(week, week[1], 'down')?.id).toBe(3);
    expect(nextTo(week, week[0], 'right')?.id).toBe(2);
    expect(nextTo(week, week[2], 'left')?.id).toBe(1);
    expect(nextTo(week, week[2], 'right')).toBeUndefined();
  });
});
