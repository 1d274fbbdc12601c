import { tick } from 'svelte';
import { windowOf, type Line } from './table';

const MANY = 100; // more rows than this are drawn as they come into view

/** The box the lines of a list scroll in; of many lines only those in view are drawn. */
export class Viewport<T> {
  box = $state<HTMLElement>();
  height = $state(0);
  #scrolled = $state(0);
  #lineHeight = $state(36);
  readonly #lines: () => Line<T>[];

  constructor(lines: () => Line<T>[]) {
    this.#lines = lines;
  }

  readonly many = $derived.by(() => this.#lines().filter((line) => 'row' in line).length > MANY);
  readonly drawn = $derived.by(() =>
    this.many
      ? windowOf(this.#lines().length, this.#lineHeight, this.#scrolled, this.height)
      : { from: 0, to: this.#lines().length, above: 0, below: 0 },
  );

  scroll(): void {
    this.#scrolled = this.box?.scrollTop ?? 0;
  }

  /** A line is measured and not assumed: a screen may write two lines in a cell. */
  measure(): void {
    const row = this.box?.querySelector('tbody tr[aria-rowindex]');
    if (row && row.clientHeight > 0) this.#lineHeight = row.clientHeight;
  }

  has(element: Element | null): boolean {
    return this.box?.contains(element) ?? false;
  }

  #row(index: number): HTMLElement | undefined {
    return this.box?.querySelector<HTMLElement>(`tr[aria-rowindex="${index + 2}"]`) ?? undefined;
  }

  /** A place to scroll to at which no line is half under the head. */
  #whole(top: number): number {
    return Math.max(0, Math.floor(top / this.#lineHeight) * this.#lineHeight);
  }

  /** The element of a row, scrolled to where it is drawn if need be. */
  async row(index: number): Promise<HTMLElement | undefined> {
    await tick();
    if (!this.#row(index) && this.box) {
      const line = this.#lines().findIndex((other) => 'row' in other && other.index === index);
      this.box.scrollTop = this.#whole(line * this.#lineHeight - this.height / 2);
      this.scroll();
      await tick();
    }
    return this.#row(index);
  }

  /** Brings a row into view without the keyboard. */
  async show(index: number): Promise<void> {
    const row = await this.row(index);
    if (!row || !this.box) return;
    const [top, bottom] = [row.offsetTop, row.offsetTop + row.offsetHeight];
    if (top < this.box.scrollTop || bottom > this.box.scrollTop + this.height)
      this.box.scrollTop = this.#whole(top - this.height / 2);
    this.scroll();
    await tick();
    this.#uncut();
  }

  /** Rows of two lines may be higher than the others: none of them is left half under the head. */
  #uncut(): void {
    const head = this.box?.querySelector('th')?.getBoundingClientRect().bottom ?? 0;
    for (const row of this.box?.querySelectorAll('tbody tr:not(.spacer)') ?? []) {
      const { top, bottom } = row.getBoundingClientRect();
      if (top < head - 1 && bottom > head + 1) this.box!.scrollTop -= head - top;
      if (bottom > head + 1) return;
    }
  }
}
