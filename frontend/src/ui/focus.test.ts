import { render } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { setLang } from '@/i18n/index.svelte';
import ListAndSheet from '../../test/ListAndSheet.svelte';
import { wayBack } from './focus';

type Side = 'above' | 'below';
interface State {
  names?: string[];
  sheet?: Side | undefined;
  search?: boolean;
}

const ORDERS = ['the list first', 'the sheet first', 'both at once'] as const;
const CASES = ORDERS.flatMap((order) => [[order, 'above'] as const, [order, 'below'] as const]);

/** Opens a sheet from the first of two rows, goes on from there, and says what has the keyboard. */
async function after(sheet: Side, ...states: State[]): Promise<string | null> {
  const { rerender } = render(ListAndSheet, { names: ['Diallo', 'El Amrani'] });
  document.querySelector<HTMLElement>('tbody tr')?.focus();
  for (const state of [{ sheet }, ...states]) {
    await rerender(state);
    await tick();
  }
  const has = document.activeElement as HTMLElement;
  return has.matches('tr') ? has.textContent.trim() : (has.getAttribute('type') ?? has.localName);
}

/** The sheet closes and these rows are left, in this order. */
function left(order: (typeof ORDERS)[number], names: string[]): State[] {
  const closed = { sheet: undefined };
  if (order === 'both at once') return [{ ...closed, names }];
  return order === 'the list first' ? [{ names }, closed] : [closed, { names }];
}

beforeEach(() => setLang('fr'));

describe('when what had the keyboard is gone', () => {
  it.each(CASES)('the next row of its list has it: %s, the sheet %s', async (order, side) => {
    expect(await after(side, ...left(order, ['El Amrani']))).toBe('El Amrani');
  });

  it.each(CASES)('the search of an empty list has it: %s, the sheet %s', async (order, side) => {
    expect(await after(side, ...left(order, []))).toBe('search');
  });

  it.each(CASES)('the screen has it without a search: %s, the sheet %s', async (order, side) => {
    expect(await after(side, { search: false }, ...left(order, []))).toBe('main');
  });

  it('it is where it was, if that is there still', async () => {
    expect(await after('below', { sheet: undefined })).toBe('Diallo');
  });

  it('a screen that had it as a whole has it again, and not its search', () => {
    render(ListAndSheet, { names: ['Diallo'], search: true });
    (document.activeElement as HTMLElement).blur();
    wayBack(document.body)();
    expect(document.activeElement?.localName).toBe('main');
  });
});
