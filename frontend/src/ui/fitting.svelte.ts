import { tick } from 'svelte';

/**
 * Widths of a long list's columns that stay while it is scrolled: what the rows seen
 * so far need. They change only where a text would be cut, and never back; else every
 * row that comes into view moves the columns of all.
 */
export class Fitting {
  /** Of each column in per cent; undefined while the browser chooses. */
  shares = $state.raw<Record<string, number>>();
  #needs: Record<string, number> = {};

  /** Looks at the rows that are drawn. */
  async fit(box: HTMLElement | undefined): Promise<void> {
    const table = box?.querySelector('table');
    if (!box || !table?.querySelector('tbody td') || (this.shares && !cuts(box))) return;
    this.shares = undefined;
    await tick();
    table.style.width = 'max-content'; // without what is left over, which the browser shares out
    for (const head of table.querySelectorAll<HTMLElement>('th[data-column]')) {
      const column = head.dataset.column ?? '';
      this.#needs[column] = Math.max(this.#needs[column] ?? 0, head.offsetWidth);
    }
    const beside = table.querySelector<HTMLElement>('th:not([data-column])')?.offsetWidth ?? 0;
    table.style.width = '';
    const whole = Object.values(this.#needs).reduce((sum, px) => sum + px, 0);
    if (whole === 0 || whole + beside > box.clientWidth) return; // not on the screen, or too wide for it
    this.shares = Object.fromEntries(
      Object.entries(this.#needs).map(([column, px]) => [column, (100 * px) / whole]),
    );
  }
}

const cuts = (box: HTMLElement) =>
  [...box.querySelectorAll('tbody td')].some((cell) => cell.scrollWidth > cell.clientWidth);
