import { beforeEach, expect, it } from 'vitest';
import { setLang } from '@/i18n/index.svelte';
import { seasonDay } from './days';
import { takeSession, type Session } from './session.svelte';

const inSeason = (first: string, last: string) =>
  takeSession({ language: 'fr', may: [], ways: [], season: { first, last } } as unknown as Session);

beforeEach(() => setLang('fr'));

it('writes a day of the season short, its first and last day too, and any other with its year', () => {
  inSeason('2026-09-01', '2027-08-31');
  expect(['2026-09-01', '2027-02-03', '2027-08-31'].map(seasonDay)).toEqual([
    '01/09',
    '03/02',
    '31/08',
  ]);
  expect(['2026-08-31', '2027-09-01'].map(seasonDay)).toEqual(['31/08/2026', '01/09/2027']);
});

it('writes every day with its year where there is no season', () => {
  inSeason('', '');
  expect(seasonDay('2026-09-01')).toBe('01/09/2026');
});
