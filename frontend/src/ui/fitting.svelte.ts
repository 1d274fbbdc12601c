import { tick } from 'svelte';

/**
 * Widths of a long list's columns that stay while it is scrolled: what the rows seen
 * so far need. They change only where a text would be cut, and never back; else every
 * row that comes into view moves the columns of all.
 */
export class Fitting {
  /** Of each column in per cent; undefined while the browser chooses. */
  shares = $state.raw<Record<string, number>>();
  /** In pixels, on one line and with its texts broken where they may be. */
  #most: Record<string, number> = {};
  #least: Record<string, number> = {};

  /** Looks at the rows that are drawn. */
  async fit(box: HTMLElement | undefined): Promise<void> {
    const table = box?.querySelector('table');
    if (!box || !table?.querySelector('tbody td') || (this.shares && !cuts(box))) return;
    this.shares = undefined;
    await tick();
    this.#learn(table, 'max-content', this.#most); // without what is left over, which the browser shares out
    this.#learn(table, 'min-content', this.#least);
    table.style.width = '';
    const room =
      box.clientWidth -
      (table.querySelector<HTMLElement>('th:not([data-column])')?.offsetWidth ?? 0);
    const most = sum(this.#most);
    const least = sum(this.#least);
    if (most === 0 || least > room) return; // not on the screen, or too wide for it
    const spare = most <= room ? 1 : (room - least) / (most - least);
    const widths = Object.entries(this.#most).map(([column, px]): [string, number] => {
      const narrow = this.#least[column] ?? 0;
      return [column, narrow + (px - narrow) * spare];
    });
    const whole = widths.reduce((total, [, px]) => total + px, 0);
    this.shares = Object.fromEntries(widths.map(([column, px]) => [column, (100 * px) / whole]));
  }

  /** Keeps what each column needs at the most or at the least, of all rows seen so far. */
  #learn(table: HTMLTableElement, width: string, needs: Record<string, number>): void {
    table.style.width = width;
    for (const head of table.querySelectorAll<HTMLElement>('th[data-column]')) {
      const column = head.dataset.column ?? '';
      const px = Math.ceil(head.getBoundingClientRect().width);
      needs[column] = Math.max(needs[column] ?? 0, px);
    }
  }
}

const sum = (needs: Record<string, number>) =>
  Object.values(needs).reduce((all, px) => all + px, 0);
const cuts = (box: HTMLElement) =>
  [...box.querySelectorAll('tbody td')].some((cell) => cell.scrollWidth > cell.clientWidth);
