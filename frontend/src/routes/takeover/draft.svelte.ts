import type { Carried } from './types';

/** A line that is not carried over yet, with the words a person knows it by. */
export interface Line {
  key: number;
  carried: Carried;
  family: string;
  /** The rider of a card, and the card. */
  detail: string;
}

interface Typed {
  day: string;
  /** Rate that was chosen; none before. */
  vat?: string;
  lines: Line[];
}

/** What was typed and is not sealed yet; the screen keeps it (state/kept). */
class Draft {
  typed = $state<Typed>({ day: '', lines: [] });
  /** The rate that is meant as long as nobody chose one: nobody typed it. */
  usual = $state<string>();

  /** Rate whose VAT waits on what is owed, of lines that are typed and of a file. */
  get vat(): string {
    return this.typed.vat ?? this.usual ?? '';
  }

  /** Nothing is typed, on the day given. */
  begin(day: string): void {
    Object.assign(this.typed, { day, vat: undefined, lines: [] });
  }

  add(line: Omit<Line, 'key'>): void {
    const { lines } = this.typed;
    lines.push({ ...line, key: 1 + Math.max(0, ...lines.map(({ key }) => key)) });
  }

  drop(key: number): void {
    this.typed.lines = this.typed.lines.filter((line) => line.key !== key);
  }
}

export const draft = new Draft();
