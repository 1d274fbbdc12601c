/** Where a row is let go: before a row of its group, or after all of them. */
export type Moved<T> = (row: T, before: T | undefined) => void;

/** The row another is put before when it moves by one place; undefined is the end. Itself when it cannot. */
export function stepped<T>(group: T[], row: T, by: 1 | -1): T | undefined {
  const at = group.indexOf(row);
  if (at + by < 0 || at + by >= group.length) return row;
  return by < 0 ? group[at - 1] : group[at + 2];
}

/** Rows that are dragged to another place of their group; the keyboard's way is the screen's. */
export class Dragging<T> {
  #lifted = $state.raw<T>();
  #target = $state.raw<{ row: T; after: boolean }>();
  #groupOf: (row: T) => T[];
  #moved: Moved<T>;

  constructor(groupOf: (row: T) => T[], moved: Moved<T>) {
    this.#groupOf = groupOf;
    this.#moved = moved;
  }

  /** What a row looks like while something is dragged. */
  look(row: T): string {
    if (row === this.#lifted) return 'lifted';
    if (row !== this.#target?.row) return '';
    return this.#target.after ? 'drop-below' : 'drop-above';
  }

  lift(event: DragEvent, row: T): void {
    this.#lifted = row;
    event.dataTransfer?.setData('text/plain', ''); // some browsers drag nothing without it
  }

  over(event: DragEvent, row: T): void {
    const lifted = this.#lifted;
    if (lifted === undefined || !this.#groupOf(lifted).includes(row)) return;
    event.preventDefault();
    const { top, height } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    this.#target = { row, after: event.clientY > top + height / 2 };
  }

  drop(event: DragEvent): void {
    const [lifted, target] = [this.#lifted, this.#target];
    this.end();
    if (lifted === undefined || !target) return;
    event.preventDefault();
    const rest = this.#groupOf(lifted).filter((row) => row !== lifted);
    const before = target.after ? rest[rest.indexOf(target.row) + 1] : target.row;
    if (target.row !== lifted) this.#moved(lifted, before);
  }

  end(): void {
    this.#lifted = this.#target = undefined;
  }
}
