import type { Carried } from './types';

/** A line that is not carried over yet, with the words a person knows it by. */
export interface Line {
  key: number;
  carried: Carried;
  family: string;
  /** The rider of a card, and the card. */
  detail: string;
}

let next = 0;

/**
 * What was typed and is not sealed yet. It is the program's and not the screen's:
 * who looks something up elsewhere finds it again.
 */
class Draft {
  day = $state('');
  /** Rate whose VAT waits on what is owed; undefined before one was chosen. */
  vat = $state<string>();
  lines = $state.raw<Line[]>([]);

  add(line: Omit<Line, 'key'>): void {
    next += 1;
    this.lines = [...this.lines, { ...line, key: next }];
  }

  drop(key: number): void {
    this.lines = this.lines.filter((line) => line.key !== key);
  }

  clear(): void {
    this.lines = [];
  }
}

export const draft = new Draft();
