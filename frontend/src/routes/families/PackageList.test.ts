import { render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { setLang, t } from '@/i18n/index.svelte';
import { takeSession, type Session } from '@/state/session.svelte';
import PackageList from './PackageList.svelte';
import { isEarlier } from './packages';
import type { Bought, Household, Rider } from './types';

const SEASON = '2026-09-01';

/** A package whose last lesson is on a day. */
const bought = (id: number, name: string, last: string, over: Partial<Bought> = {}) =>
  ({
    ...{ id, rider: 7, name, lessons: 1, gone: 1, missed: 0, moves: [], slots: [] },
    ...{ endedDay: '', remainingCents: 0, carried: false, fullDays: [] },
    run: [{ day: last, start: 840, fate: 'given' }],
    ...over,
  }) as unknown as Bought;

let answer: Bought[] = [];
beforeEach(() => {
  setLang('fr');
  const season = { first: SEASON, last: '2027-08-31' };
  takeSession({ language: 'fr', may: [], ways: [], season } as unknown as Session);
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(answer))));
});
afterEach(() => vi.unstubAllGlobals());

it('takes a package for earlier once its last lesson lies before the season and nothing is owed', () => {
  expect(isEarlier(bought(1, 'Forfait', '2026-08-31'), SEASON)).toBe(true);
  expect(isEarlier(bought(1, 'Forfait', SEASON), SEASON)).toBe(false);
  expect(isEarlier(bought(1, 'Forfait', '2026-08-31', { remainingCents: 1 }), SEASON)).toBe(false);
  expect(isEarlier(bought(1, 'Forfait', '', { run: [], endedDay: '2026-03-01' }), SEASON)).toBe(
    true,
  );
  expect(isEarlier(bought(1, 'Forfait', '', { run: [] }), SEASON)).toBe(false);
});

it('folds earlier packages away under those of the season, and says how many', async () => {
  answer = [
    bought(1, 'Forfait 2024', '2025-06-25'),
    bought(2, 'Forfait 2025', '2026-06-24'),
    bought(3, 'Forfait 2026', '2027-06-23'),
    bought(4, 'Forfait de Hugo', '2027-06-23', { rider: 8 }),
  ];
  const props = { household: { id: 3 } as Household, rider: { id: 7 } as Rider };
  render(PackageList, props);
  const fold = (await screen.findByText(t('families.packagesEarlier', { n: 2 }))).closest(
    'details',
  );
  expect(fold?.open).toBe(false);
  const folded = (name: string) => screen.getByText(name, { exact: false }).closest('details');
  expect(folded('Forfait 2024')).toBe(fold);
  expect(folded('Forfait 2025')).toBe(fold);
  expect(folded('Forfait 2026')).toBeNull();
  expect(screen.queryByText('Forfait de Hugo', { exact: false })).toBeNull();
});

it('has no fold where there is no earlier one', async () => {
  answer = [bought(3, 'Forfait 2026', '2027-06-23')];
  const { container } = render(PackageList, {
    household: { id: 3 } as Household,
    rider: { id: 7 } as Rider,
  });
  await screen.findByText('Forfait 2026', { exact: false });
  expect(container.querySelector('details')).toBeNull();
});
