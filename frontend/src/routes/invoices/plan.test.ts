import { describe, expect, it } from 'vitest';
import { equalParts, standing } from './plan';

const due = (day: string, cents: number, settledCents = 0) => ({
  day,
  cents,
  settledCents,
  late: false,
});

describe('a plan of instalments', () => {
  it('starts with equal parts whose first take the cents that are left over', () => {
    expect(equalParts(10000, 3, '2026-10-31')).toEqual([
      { day: '2026-10-31', cents: 3334 },
      { day: '2026-11-30', cents: 3333 },
      { day: '2026-12-31', cents: 3333 },
    ]);
  });

  it('starts with the plan that stands, less what is paid, what is late as one part today', () => {
    const plan = [
      due('2026-09-01', 1000, 1000),
      due('2026-09-15', 500, 200),
      due('2026-10-01', 700),
      due('2026-12-01', 800),
    ];
    expect(standing({ plan, planVersion: 4 }, '2026-10-07')).toEqual([
      { day: '2026-10-07', cents: 1000 },
      { day: '2026-12-01', cents: 800 },
    ]);
  });

  it('is none while the invoice asks as it was issued', () => {
    expect(
      standing({ plan: [due('2026-10-14', 1000)], planVersion: 0 }, '2026-10-07'),
    ).toBeUndefined();
  });
});
