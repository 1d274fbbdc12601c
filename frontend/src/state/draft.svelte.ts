import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { keyed, newKey, Refusal } from '@/api/client';
import { failureText, t } from '@/i18n/index.svelte';
import { noteUnsaved } from './unsaved.svelte';

/** A record with the version of it that was read. */
export interface Versioned<T> {
  value: T;
  version: number;
}

/** Somebody else saved the record meanwhile: what they wrote, and what stands here. */
export interface Conflict<T> {
  names: (keyof T)[];
  mine: Partial<T>;
  theirs: Versioned<T>;
}

type Write<T> = (
  value: T,
  version: number,
  headers: Record<string, string>,
) => Promise<Versioned<T>>;

/**
 * A record whose fields are saved as they are left. Each save lays the fields
 * that were left on what the server last said, so that a field that was refused
 * keeps no other from being saved; saves follow one another, each on the version
 * the one before it made.
 */
export class Draft<T extends object> {
  /** What the fields show; bind them to it. */
  value: T;
  #base: Versioned<T>;
  #write: Write<T>;
  #failures = new SvelteMap<string, unknown>();
  #conflict = $state.raw<Conflict<T>>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(record: Versioned<T>, write: Write<T>) {
    this.value = $state(copy(record.value));
    this.#base = record;
    this.#write = write;
  }

  /** What others changed meanwhile, to be decided. */
  get conflict(): Conflict<T> | undefined {
    return this.#conflict;
  }

  /** The words for a field the last save of it was refused for. */
  on(field: string): string | undefined {
    const failure = [...this.#failures.values()].find((one) => fieldOf(one) === field);
    return failure === undefined ? undefined : failureText(failure);
  }

  /** A failure that none of these fields shows. */
  besides(...fields: (string | RegExp)[]): unknown {
    const shows = (name: string) =>
      fields.some((field) => (typeof field === 'string' ? field === name : field.test(name)));
    return [...this.#failures.values()].find((one) => !shows(fieldOf(one)));
  }

  /** Reports whether something was refused, or is to be decided. */
  get waits(): boolean {
    return this.#failures.size > 0 || this.#conflict !== undefined;
  }

  /** What could not be saved is given up with the form. */
  giveUp(): void {
    noteUnsaved(this, undefined);
  }

  /** Takes over what the server says now, but for fields that are being changed. */
  adopt(record: Versioned<T>): void {
    untrack(() => {
      if (record.version <= this.#base.version) return;
      const dirty = this.#names().some((name) => !this.#isClean(name));
      // A change on its way is laid on the version it was made on, and told apart there.
      if (!dirty) this.#take(record);
    });
  }

  /** Saves these fields; true when they are saved. */
  save(...names: (keyof T)[]): Promise<boolean> {
    const next = this.#last.then(() => this.#save(names)).finally(() => this.#say());
    this.#last = next;
    return next;
  }

  /** Saves all that is not saved: after a fault. */
  retry = (): Promise<boolean> =>
    this.save(...this.#names().filter((name) => !this.#isClean(name)));

  /** Ends a conflict: what stands here is laid on what the others wrote. */
  async keepMine(): Promise<boolean> {
    const conflict = this.#conflict;
    if (!conflict) return true;
    this.#conflict = undefined;
    this.#take(conflict.theirs, conflict.names);
    return this.save(...conflict.names);
  }

  /** Ends a conflict: what the others wrote stays. */
  takeTheirs(): void {
    if (this.#conflict) this.#take(this.#conflict.theirs);
    this.#conflict = undefined;
    this.#say();
  }

  /** The status bar says what is not saved. */
  #say(): void {
    const [failure] = this.#failures.values();
    if (this.#conflict) noteUnsaved(this, t('status.both'));
    else noteUnsaved(this, failure === undefined ? undefined : failureText(failure));
  }

  async #save(names: (keyof T)[]): Promise<boolean> {
    const before = this.#base;
    const mine = pick($state.snapshot(this.value) as T, names);
    if (names.every((name) => this.#isClean(name))) {
      this.#forget(names);
      return true;
    }
    try {
      const sent = { ...before.value, ...mine };
      const saved = await this.#write(sent, before.version, keyed(newKey()));
      const typedOn = this.#names().filter(
        (name) => !same(this.value[name], names.includes(name) ? mine[name] : before.value[name]),
      );
      this.#take(saved, typedOn);
      this.#forget(names);
      return true;
    } catch (failure) {
      if (failure instanceof Refusal && failure.code === 'stale')
        return this.#stale(names, failure);
      this.#failures.set(names.join(), failure);
      return false;
    }
  }

  /**
   * Only a field that both sides changed is to be decided. Where the others
   * changed another one, mine is laid on theirs; where they say what mine says,
   * the answer to my own write was lost.
   */
  #stale(names: (keyof T)[], refusal: Refusal): boolean | Promise<boolean> {
    const theirs = {
      value: pick(refusal.params.current as T, this.#names()) as T,
      version: Number(refusal.params.version),
    };
    const mine = pick($state.snapshot(this.value) as T, names);
    const differ = names.filter(
      (name) =>
        !same(mine[name], theirs.value[name]) && !same(this.#base.value[name], theirs.value[name]),
    );
    if (differ.length > 0) {
      this.#conflict = { names: differ, mine: pick(mine as T, differ), theirs };
      return false;
    }
    this.#take(theirs, names);
    return this.#save(names);
  }

  /** What was said of these fields holds no more. */
  #forget(names: (keyof T)[]): void {
    for (const label of this.#failures.keys())
      if (label.split(',').every((name) => names.includes(name as keyof T)))
        this.#failures.delete(label);
  }

  #take(record: Versioned<T>, keep: (keyof T)[] = []): void {
    this.#base = { value: copy(record.value), version: record.version };
    for (const name of this.#names()) {
      if (!keep.includes(name) && !same(this.value[name], record.value[name])) {
        this.value[name] = copy(record.value[name]);
      }
    }
  }

  #names = () => Object.keys(this.#base.value) as (keyof T)[];
  #isClean = (name: keyof T) => same(this.value[name], this.#base.value[name]);
}

const fieldOf = (failure: unknown) => (failure instanceof Refusal ? failure.field : '');

const copy = <V>(value: V): V => JSON.parse(JSON.stringify(value)) as V;

function pick<T extends object>(from: T, names: (keyof T)[]): Partial<T> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Partial<T>;
}

/** Reports whether two JSON values are equal; a field that is missing is undefined. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => same(a[name as never], b[name as never]));
}
