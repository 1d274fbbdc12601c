import { expect, it } from 'vitest';
import { ageOn } from '../families/people';
import { t } from '@/i18n/index.svelte';
import { conditionsOf } from './eligibility';
import type { Household, Rider } from '../families/types';

const hugo = {
  id: 2,
  firstName: 'Hugo',
  birthDate: '2017-03-14',
  level: 3,
  levelLabel: 'Galop 1',
  licences: [
    { kind: 'FFE', number: '', validFrom: '2026-10-01', validThrough: '2027-12-31' },
    { kind: 'FFE', number: '1234567A', validFrom: '2025-09-01', validThrough: '2026-08-31' },
  ],
} as unknown as Rider;

const family = {
  riders: [hugo],
  ridersMissing: [['sex', 'birthDate']],
  missing: ['street'],
  files: [
    {
      papers: [
        { code: 'health', name: { fr: 'Santé', nl: '', en: '' }, required: true, missing: true },
        { code: 'licence', name: { fr: 'Licence', nl: '', en: '' }, required: true, missing: true },
        {
          code: 'rules',
          name: { fr: 'Règlement', nl: '', en: '' },
          required: true,
          missing: false,
        },
      ],
    },
  ],
  terms: { version: '2026-09', acceptedAt: '' },
} as unknown as Household;

it('counts full years: the day before the birthday is still the old age', () => {
  expect([ageOn('2017-03-14', '2026-03-13'), ageOn('2017-03-14', '2026-03-14')]).toEqual([8, 9]);
  expect(ageOn('', '2026-03-14')).toBeUndefined();
});

it('takes a licence asked for as valid and one that is over as none', () => {
  const licenceOn = (day: string) => conditionsOf(family, hugo, undefined, day)[1];
  expect(licenceOn('2026-10-07')?.met).toBe(true);
  expect(licenceOn('2026-08-15')?.title).toContain('1234567A');
  expect(licenceOn('2026-09-15')?.met).toBe(false);
});

it('names what is missing and terms not yet accepted', () => {
  const unmet = conditionsOf(family, hugo, undefined, '2026-10-07').filter((one) => !one.met);
  expect(unmet).toHaveLength(3);
});

it('makes one line of all that is missing, which opens the form at the first', () => {
  const more = { ...family, missing: ['street', 'town'], ridersMissing: [['sex']] } as Household;
  const [one, ...others] = conditionsOf(more, hugo, undefined, '2026-10-07').filter(
    ({ lacks }) => lacks,
  );
  expect(one?.title).toBe(t('missing.count', { n: 3 }));
  expect(one?.lacks?.map(({ name }) => name)).toEqual(['street', 'town', 'sex']);
  expect(others).toHaveLength(0);
});

it('names the papers the file waits for, and the licence on its own line alone', () => {
  const file = conditionsOf(family, hugo, undefined, '2026-10-07').find(
    (one) => one.detail === 'Santé',
  );
  expect(file?.met).toBe(false);
});

it('asks nothing of a rider when nobody is chosen', () => {
  expect(conditionsOf(family, undefined, undefined, '2026-10-07')).toHaveLength(2);
});
