/**
 * A form over something others may write at the same time. When somebody did,
 * nothing is written over: the fields that differ are shown side by side and
 * the person chooses (PRODUCT section 9, Requests).
 */
import { SvelteSet } from 'svelte/reactivity';
import { Refusal } from '@/api/problem';

/** The text of each field, in the order of the form; equal texts are no difference. */
export type Words<F> = { [K in keyof F]: (value: F[K]) => string };

/** A field with two values. */
export interface Difference {
  field: string;
  mine: string;
  stored: string;
}

/** A record of the API and its version. */
type Stored<F> = F & { version: number };

export class Edit<F extends object> {
  readonly form: F;
  /** What differs, once somebody else saved first. */
  clash = $state.raw<Difference[]>();
  /** The fields of which mine is kept. */
  readonly kept = new SvelteSet<string>();
  #words: Words<F>;
  #base: F;
  #stored: Stored<F> | undefined;
  #version: number;

  constructor(start: Stored<F>, words: Words<F>) {
    this.#words = words;
    this.#version = start.version;
    this.#base = this.#pick(start);
    this.form = $state(this.#pick(start));
  }

  /** The version this form was made from, or agreed with. */
  get version(): number {
    return this.#version;
  }

  /** What the other person saved, while the choice is open. */
  get stored(): Stored<F> | undefined {
    return this.#stored;
  }

  /** Takes a refusal because of a newer version; what was not touched here is taken over. */
  meet(failure: unknown): void {
    if (!(failure instanceof Refusal) || failure.code !== 'stale') return;
    const stored = failure.params.stored as Stored<F>;
    this.#stored = stored;
    this.kept.clear();
    this.clash = this.#fields()
      .filter((field) => this.#text(this.form, field) !== this.#text(stored, field))
      .map((field) => ({
        field,
        mine: this.#text(this.form, field),
        stored: this.#text(stored, field),
      }));
    for (const { field, mine } of this.clash)
      if (mine !== this.#text(this.#base, field as keyof F & string)) this.kept.add(field);
  }

  /** Puts the choice into the form, which then builds on what is stored. */
  settle(): void {
    const stored = this.#stored;
    if (!stored) return;
    const theirs = this.#pick(stored);
    for (const field of this.#fields()) if (!this.kept.has(field)) this.form[field] = theirs[field];
    this.#version = stored.version;
    this.#base = theirs;
    [this.#stored, this.clash] = [undefined, undefined];
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
