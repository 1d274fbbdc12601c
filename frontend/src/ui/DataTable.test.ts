import { fireEvent, render, screen } from '@testing-library/svelte';
import { SvelteSet } from 'svelte/reactivity';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Fault } from '@/api/problem';
import { setLang, t } from '@/i18n/index.svelte';
import DataTable from './DataTable.svelte';
import { linesOf, nextSort, shared, windowOf, type Column } from './table';

interface Row {
  id: number;
  name: string;
  late: boolean;
}

const people = ['Lambert', 'Diallo', 'El Amrani', 'Marchetti', 'Martin'];
const rowsOf = (count: number): Row[] =>
  Array.from({ length: count }, (_, id) => ({
    id,
    name: people[id % people.length] ?? '',
    late: id % 2 === 0,
  }));

const columns: Column<Row>[] = [
  { id: 'name', head: 'Famille', text: (row) => row.name },
  { id: 'id', head: 'Numéro', text: (row) => String(row.id), number: true },
];
const base = {
  label: 'Factures',
  columns,
  key: (row: Row) => row.id,
  name: (row: Row) => row.name,
};

const focused = () => document.activeElement?.getAttribute('aria-rowindex');
const row = (index: number) => document.querySelector<HTMLElement>(`tr[aria-rowindex="${index}"]`);
/** Presses a key on the row that has the focus. */
const press = async (key: string) => {
  await fireEvent.keyDown(document.activeElement as Element, { key });
  await new Promise(requestAnimationFrame);
};

beforeEach(() => setLang('fr'));

describe('a table by keyboard', () => {
  it('is one stop of Tab, and the arrows move in it', async () => {
    render(DataTable<Row>, { ...base, rows: rowsOf(5) });
    expect(document.querySelectorAll('tr[tabindex="0"]')).toHaveLength(1);
    row(2)?.focus();
    for (const [key, at] of [
      ['ArrowDown', '3'],
      ['End', '6'],
      ['ArrowDown', '6'],
      ['ArrowUp', '5'],
      ['Home', '2'],
    ] as const) {
      await press(key);
      expect(focused()).toBe(at);
    }
  });

  it('ticks with Space and moves down, and opens with Enter', async () => {
    const selected = new SvelteSet<string | number>();
    const onopen = vi.fn();
    render(DataTable<Row>, { ...base, rows: rowsOf(5), selectable: true, selected, onopen });
    row(2)?.focus();
    await press(' ');
    await press(' ');
    expect([...selected]).toEqual([0, 1]);
    await press('Enter');
    expect(onopen).toHaveBeenCalledWith(expect.objectContaining({ id: 2 }));
  });

  it('finds the row whose name begins with what is typed', async () => {
    render(DataTable<Row>, { ...base, rows: rowsOf(5) });
    row(2)?.focus();
    await press('m');
    expect(focused()).toBe('5');
    for (const letter of 'arti') await press(letter);
    expect(focused()).toBe('6');
  });

  it('starts at the row the screen shows', async () => {
    render(DataTable<Row>, { ...base, rows: rowsOf(5), current: 3 });
    await new Promise(requestAnimationFrame);
    expect(row(5)?.tabIndex).toBe(0);
    expect(row(2)?.tabIndex).toBe(-1);
  });

  it('tells the screen which row the arrows came to', async () => {
    const oncurrent = vi.fn();
    render(DataTable<Row>, { ...base, rows: rowsOf(3), oncurrent });
    row(2)?.focus();
    await press('ArrowDown');
    expect(oncurrent).toHaveBeenLastCalledWith(expect.objectContaining({ id: 1 }));
  });
});

describe('a table', () => {
  it('puts rows under the head of their group, and the arrows pass the heads', async () => {
    render(DataTable<Row>, {
      ...base,
      rows: rowsOf(4),
      groupOf: (r: Row) => (r.late ? 'Tard' : 'Dû'),
    });
    const texts = [...document.querySelectorAll('tbody tr')].map((tr) => tr.textContent?.trim());
    expect(texts[0]).toBe('Tard');
    expect(texts[3]).toBe('Dû');
    row(3)?.focus();
    await press('ArrowDown');
    expect(document.activeElement?.textContent).toContain('Diallo');
  });

  it('ticks all and none', async () => {
    const selected = new SvelteSet<string | number>([1]);
    render(DataTable<Row>, { ...base, rows: rowsOf(3), selectable: true, selected });
    const all = screen.getByLabelText<HTMLInputElement>(t('ui.selectAll'));
    expect(all.indeterminate).toBe(true);
    await fireEvent.click(all);
    expect(selected.size).toBe(3);
    await fireEvent.click(all);
    expect(selected.size).toBe(0);
  });

  it('ticks all once all have come', async () => {
    const selected = new SvelteSet<string | number>();
    let come = (): void => {};
    const whole = async (): Promise<void> => {
      await new Promise<void>((done) => (come = done));
      await rerender({ ...base, rows: rowsOf(7), selectable: true, selected, whole });
    };
    const shown = { ...base, rows: rowsOf(3), selectable: true, selected, whole };
    const { rerender } = render(DataTable<Row>, shown);
    await fireEvent.click(screen.getByLabelText(t('ui.selectAll')));
    expect(selected.size).toBe(0);
    come();
    await vi.waitFor(() => expect(selected.size).toBe(7));
  });

  it('draws few of many rows and announces how many there are', async () => {
    render(DataTable<Row>, { ...base, rows: rowsOf(5000) });
    expect(document.querySelectorAll('tr[aria-rowindex]').length).toBeLessThan(100);
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('5001');
    row(2)?.focus();
    await press('End');
    expect(focused()).toBe('5001');
  });

  it('says that it loads, and why it could not', () => {
    const { unmount } = render(DataTable<Row>, { ...base, rows: undefined });
    expect(screen.getByRole('status').textContent).toBe(t('ui.loading'));
    unmount();
    render(DataTable<Row>, { ...base, rows: undefined, failure: new Fault('') });
    expect(screen.getByRole('alert').textContent).toContain(t('fault.noAnswer'));
  });
});

describe('the head of a table', () => {
  const sorted = columns.map((column) => ({ ...column, sort: column.id }));

  it('is reached from the first row, sorts with Enter, and is left again', async () => {
    const onsort = vi.fn();
    render(DataTable<Row>, { ...base, columns: sorted, rows: rowsOf(3), sort: 'name', onsort });
    expect(document.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
    row(2)?.focus();
    await press('ArrowUp');
    expect(document.activeElement?.getAttribute('aria-sort')).toBe('ascending');
    await press('Enter');
    expect(onsort).toHaveBeenLastCalledWith('-name');
    await press('ArrowRight');
    expect(document.activeElement?.getAttribute('aria-sort')).toBe('none');
    await press(' ');
    expect(onsort).toHaveBeenLastCalledWith('-id');
    await press('ArrowDown');
    expect(focused()).toBe('2');
  });

  it('asks for its order, the other way, then none; figures begin with the largest', () => {
    expect(['', 'town', '-town', 'name'].map((sort) => nextSort(sort, 'town', false))).toEqual([
      'town',
      '-town',
      '',
      'town',
    ]);
    expect(['', '-cents', 'cents'].map((sort) => nextSort(sort, 'cents', true))).toEqual([
      '-cents',
      'cents',
      '',
    ]);
  });

  it('gives one column what the next one loses, and leaves both their least', () => {
    const from = { a: 40, b: 30, c: 30 };
    expect(shared(from, 'a', 'b', 10, 1000)).toEqual({ a: 50, b: 20, c: 30 });
    expect(shared(from, 'a', 'b', 90, 1000).b).toBeCloseTo(4.4);
    expect(shared(from, 'a', 'b', -90, 1000).a).toBeCloseTo(4.4);
  });
});

describe('lines', () => {
  it('number the rows in the order they stand, groups or not', () => {
    const lines = linesOf(rowsOf(4), (r) => String(r.late));
    expect(lines.map((line) => ('row' in line ? line.index : line.group))).toEqual([
      'true',
      0,
      1,
      'false',
      2,
      3,
    ]);
  });

  it('in view have the heights of all the others around them', () => {
    const { from, to, above, below } = windowOf(1000, 36, 3600, 720);
    expect(from).toBeLessThanOrEqual(100);
    expect(to).toBeGreaterThanOrEqual(120);
    expect(above + (to - from) * 36 + below).toBe(36_000);
  });
});
