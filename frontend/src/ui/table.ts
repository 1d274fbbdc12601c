import type { Snippet } from 'svelte';
import type { Key } from '@/i18n/index.svelte';

/** A column of a DataTable. The first one is the name of the row. */
export interface Column<T> {
  id: string;
  head: string;
  /** The text of the cell, or a snippet of the screen for more than text. */
  text?: (row: T) => string;
  cell?: Snippet<[T, Column<T>]>;
  /** Amounts and counts: right-aligned, tabular figures. */
  number?: boolean;
  width?: string;
  class?: string;
  /** The word of the API that sorts by it; "-" before it turns it round. */
  sort?: string;
}

/** A column of a WholeList: its head is the text key by which the API knows it too. */
export interface ListColumn<T> extends Omit<Column<T>, 'id' | 'head' | 'sort' | 'cell'> {
  head: Key;
  cell?: Snippet<[T, Column<T>]>;
  /** It is on the screen alone: what can be done with a row. */
  acts?: boolean;
}

/** A line of a table: a row, or the head of the group that follows. */
export type Line<T> = { group: string; rows: T[] } | { row: T; index: number };

/** Puts group heads before the rows of each group, in the order the groups first appear. */
export function linesOf<T>(rows: T[], groupOf?: (row: T) => string): Line<T>[] {
  if (!groupOf) return rows.map((row, index) => ({ row, index }));
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groupOf(row);
    groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  let index = 0;
  return [...groups].flatMap(([group, members]): Line<T>[] => [
    { group, rows: members },
    ...members.map((row) => ({ row, index: index++ })),
  ]);
}

/** The lines to draw of many, with half a screen above and below, and the heights left out. */
export function windowOf(
  count: number,
  lineHeight: number,
  scrolled: number,
  height: number,
): { from: number; to: number; above: number; below: number } {
  const screen = Math.ceil(height / lineHeight) || 1;
  const beyond = Math.ceil(screen / 2);
  const from = Math.max(0, Math.floor(scrolled / lineHeight) - beyond);
  const to = Math.min(count, Math.ceil((scrolled + height) / lineHeight) + beyond);
  return { from, to, above: from * lineHeight, below: (count - to) * lineHeight };
}

/** The order a head asks for: its own, the other way, then none. Figures begin with the largest. */
export function nextSort(sort: string, word: string, number: boolean): string {
  const [first, second] = number ? [`-${word}`, word] : [word, `-${word}`];
  if (sort === first) return second;
  return sort === second ? '' : first;
}

const LEAST = 44; // px of a column, its padding among them

/** The shares after the edge between two columns moved; what one wins the other gives. */
export function shared(
  from: Record<string, number>,
  left: string,
  right: string,
  by: number,
  width: number,
): Record<string, number> {
  const least = (100 * LEAST) / width;
  const [a, b] = [from[left] ?? 0, from[right] ?? 0];
  const moved = Math.max(Math.min(by, b - least), least - a);
  return { ...from, [left]: a + moved, [right]: b - moved };
}

const PAGE = 10;

/** The row a key of the list leads to; undefined when it is none. */
export function stepTo(key: string, at: number, count: number): number | undefined {
  const steps: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + PAGE,
    PageUp: at - PAGE,
    Home: 0,
    End: count - 1,
  };
  return steps[key];
}

const TYPING_MS = 900;

/** What is typed on a list, letter after letter. */
export class Typing {
  #typed = '';
  #at = 0;

  /** The next of the names, from where one stands, that begins with what was typed by now. */
  next(letter: string, names: string[], from: number): number | undefined {
    const now = performance.now();
    this.#typed = now - this.#at > TYPING_MS ? letter : this.#typed + letter;
    this.#at = now;
    const begins = this.#typed.toLocaleLowerCase();
    const first = this.#typed.length > 1 ? from : from + 1;
    return names
      .map((_, i) => (i + first) % names.length)
      .find((index) => names[index]?.toLocaleLowerCase().startsWith(begins));
  }
}
