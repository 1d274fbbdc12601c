/**
 * A form over something others may write at the same time. When somebody did,
 * what only one of the two changed holds; a field that both changed is shown
 * with both values, and the person chooses (PRODUCT section 9, Requests).
 */
import { Refusal } from '@/api/problem';
import { t, type Key } from '@/i18n/index.svelte';

/** The text of each field, in the order of the form; equal texts are no difference. */
export type Words<F> = { [K in keyof F]: (value: F[K]) => string };

/** A field that both changed, in words. */
export interface Difference {
  label: string;
  mine: string;
  theirs: string;
}

/** A record of the API and its version. */
type Stored<F> = F & { version: number };

export class Edit<F extends object> {
  readonly form: F;
  /** What is to be decided before this form can be saved. */
  clash = $state.raw<Difference[]>();
  #words: Words<F>;
  #labels: Record<keyof F, Key>;
  #base: F;
  #stored: Stored<F> | undefined;
  #both: (keyof F & string)[] = [];
  #version: number;

  constructor(start: Stored<F>, words: Words<F>, labels: Record<keyof F, Key>) {
    this.#words = words;
    this.#labels = labels;
    this.#version = start.version;
    this.#base = this.#pick(start);
    this.form = $state(this.#pick(start));
  }

  /** The version this form builds on. */
  get version(): number {
    return this.#version;
  }

  /** What the other person saved, once somebody did. */
  get stored(): Stored<F> | undefined {
    return this.#stored;
  }

  /**
   * Takes a refusal because of a newer version, on which the form then builds.
   * True when nothing is to be decided: it can be saved again.
   */
  meet(failure: unknown): boolean {
    if (!(failure instanceof Refusal) || failure.code !== 'stale') return false;
    const stored = failure.params.stored as Stored<F>;
    const [base, theirs] = [this.#base, this.#pick(stored)];
    const changed = this.#fields().filter(
      (field) => this.#text(theirs, field) !== this.#text(base, field),
    );
    this.#both = changed.filter((field) =>
      [base, theirs].every((other) => this.#text(this.form, field) !== this.#text(other, field)),
    );
    for (const field of changed) if (!this.#both.includes(field)) this.form[field] = theirs[field];
    this.#stored = stored;
    this.#version = stored.version;
    this.#base = this.#pick(stored);
    if (this.#both.length > 0) {
      this.clash = this.#both.map((field) => ({
        label: t(this.#labels[field]),
        mine: this.#text(this.form, field),
        theirs: this.#text(theirs, field),
      }));
    }
    return this.clash === undefined;
  }

  /** Decides what both changed: mine, or theirs. */
  settle(mine: boolean): void {
    const theirs = this.#pick(this.#base);
    if (!mine) for (const field of this.#both) this.form[field] = theirs[field];
    this.clash = undefined;
  }

  #fields(): (keyof F & string)[] {
    return Object.keys(this.#words) as (keyof F & string)[];
  }

  #text<K extends keyof F & string>(from: F, field: K): string {
    return this.#words[field](from[field]);
  }

  #pick(from: F): F {
    const plain = $state.snapshot(from) as F;
    return structuredClone(
      Object.fromEntries(this.#fields().map((field) => [field, plain[field]])),
    ) as F;
  }
}
