/** Where a row is let go: before a row of its group, or after all of them. */
export type Moved<T> = (row: T, before: T | undefined) => void;

/** The row another is put before when it moves by one place; undefined is the end. Itself when it cannot. */
export function stepped<T>(group: T[], row: T, by: 1 | -1): T | undefined {
  const at = group.indexOf(row);
  if (at + by < 0 || at + by >= group.length) return row;
  return by < 0 ? group[at - 1] : group[at + 2];
}

/**
 * Rows that are dragged to another place of their group; the keyboard's way is the
 * screen's. They are known by their keys: the list may come anew while one is held.
 */
export class Dragging<T> {
  #lifted = $state.raw<string | number>();
  #target = $state.raw<{ key: string | number; after: boolean }>();
  #rows: () => T[];
  #keyOf: (row: T) => string | number;
  #groupOf: (row: T) => T[];
  #moved: Moved<T>;

  constructor(
    rows: () => T[],
    keyOf: (row: T) => string | number,
    groupOf: (row: T) => T[],
    moved: Moved<T>,
  ) {
    this.#rows = rows;
    this.#keyOf = keyOf;
    this.#groupOf = groupOf;
    this.#moved = moved;
  }

  /** What a row looks like while something is dragged. */
  look(row: T): string {
    const key = this.#keyOf(row);
    if (key === this.#lifted) return 'lifted';
    if (key !== this.#target?.key) return '';
    return this.#target.after ? 'drop-below' : 'drop-above';
  }

  lift(event: DragEvent, row: T): void {
    this.#lifted = this.#keyOf(row);
    event.dataTransfer?.setData('text/plain', ''); // some browsers drag nothing without it
  }

  over(event: DragEvent, row: T): void {
    const key = this.#keyOf(row);
    if (!this.#group().some((other) => this.#keyOf(other) === key)) return;
    event.preventDefault();
    const { top, height } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    this.#target = { key, after: event.clientY > top + height / 2 };
  }

  drop(event: DragEvent): void {
    const [group, key, target] = [this.#group(), this.#lifted, this.#target];
    this.end();
    const lifted = group.find((row) => this.#keyOf(row) === key);
    if (lifted === undefined || !target) return;
    event.preventDefault();
    const rest = group.filter((row) => row !== lifted);
    const at = rest.findIndex((row) => this.#keyOf(row) === target.key);
    if (at >= 0) this.#moved(lifted, rest[target.after ? at + 1 : at]);
  }

  end(): void {
    this.#lifted = this.#target = undefined;
  }

  /** The rows among which the lifted one moves, as they are now; none when it is gone. */
  #group(): T[] {
    const lifted = this.#rows().find((row) => this.#keyOf(row) === this.#lifted);
    return lifted === undefined ? [] : this.#groupOf(lifted);
  }
}
