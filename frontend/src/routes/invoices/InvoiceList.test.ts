import { render, screen } from '@testing-library/svelte';
import { SvelteSet } from 'svelte/reactivity';
import { beforeEach, expect, it } from 'vitest';
import { setLang, t } from '@/i18n/index.svelte';
import type { LongList } from '@/state/long.svelte';
import { takeSession, type Session } from '@/state/session.svelte';
import type { Answer } from '@/api/client';
import { MOST, tickedOf, type DocumentRow } from './documents';
import InvoiceList from './InvoiceList.svelte';

beforeEach(() => {
  setLang('fr');
  const season = { first: '2026-09-01', last: '2027-08-31' };
  takeSession({ language: 'fr', theme: 'system', season, may: [] } as unknown as Session);
});

const row = (id: number) =>
  ({ id, kind: 'invoice', number: `F2026-${id}`, day: '2026-10-07', state: 'due' }) as DocumentRow;

/** The open invoices of a club: so many of all that are found. */
function shown(rows: number, found: number) {
  const data = {
    rows: Array.from({ length: rows }, (_, n) => ({ ...row(n + 1), remainingCents: 100 })),
    counts: { found, all: found, open: found },
  } as Answer<'/api/desk/invoices'>;
  const nothing = () => {};
  render(InvoiceList, {
    ...{
      show: 'open' as const,
      text: '',
      day: '',
      current: undefined,
      selected: new SvelteSet<string | number>(),
    },
    ...{ ticked: tickedOf([], new Set()), sort: '', printing: false },
    ...{ onchoose: nothing, onclear: nothing, onall: nothing, onsort: nothing },
    ...{ onreceive: nothing, onprint: nothing },
    list: { data, error: undefined, loading: false } as LongList<Answer<'/api/desk/invoices'>>,
  });
}

it('more invoices than a list holds are said, with the way to the others', () => {
  shown(MOST, MOST + 1);
  screen.getByText(t('invoices.first', { shown: MOST, n: MOST + 1 }));
});

it('a list that is still coming says neither that nor a sum of its part', () => {
  shown(120, 400);
  expect(screen.queryByText(t('invoices.first', { shown: 120, n: 400 }))).toBeNull();
  expect(screen.queryByText(t('invoices.due', { n: 120 }))).toBeNull();
});

it('a list that is there says how many it holds', () => {
  shown(3, 3);
  screen.getByText(t('invoices.due', { n: 3 }));
});
