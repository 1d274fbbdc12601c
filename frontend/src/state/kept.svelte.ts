import { onDestroy, onMount, untrack } from 'svelte';
import { api, call, keyed, newKey } from '@/api/client';
import { failureText } from '@/i18n/index.svelte';
import { same } from './draft.svelte';
import { noteUnsaved } from './unsaved.svelte';

/** How long somebody pauses before what they typed is kept, in ms. */
const PAUSE = 600;

/** What a form holds, by the names of its fields. */
type Fields = Record<string, unknown>;

/** A form whose fields wait for who typed them, as a sheet is given it. */
export interface Keeping {
  /** Of a record there is one form each: "horse.12". */
  name: string;
  /** What stands in the fields; undefined before the record is there. A PIN is never among it. */
  read: () => object | undefined;
  /** Puts these fields back; those that are missing stay as they are. */
  write: (fields: object) => void;
  /** Reports whether the form was sent: then nothing waits. */
  sent: () => boolean;
}

/** Says which form a sheet keeps: `keeps={keeping('letter.3', () => ({ subject, body }), (was) => …, letter)}`. */
export const keeping = <F extends object>(
  name: string,
  read: () => F | undefined,
  write: (fields: F) => void,
  ...by: { readonly sent: boolean }[]
): Keeping => ({
  ...{ name, read, sent: () => by.some((one) => one.sent) },
  write: (fields) => write({ ...(read() as F), ...fields }),
});

/** The same of a form that is one object, its fields bound to it. Words of health never wait. */
export const keepingAll = (
  name: string,
  form: object,
  ...by: { readonly sent: boolean }[]
): Keeping =>
  keeping(
    name,
    () => ('medical' in form ? { ...form, medical: '' } : form),
    (was) => Object.assign(form, 'medical' in form ? { ...was, medical: form.medical } : was),
    ...by,
  );

/**
 * What is typed into a form that is sent as a whole. It waits a week for who
 * typed it: neither Escape nor a crash costs it (DESIGN section 1). Only fields
 * that were typed wait, so that they are laid on what a record says by then. Made
 * with the component.
 */
export class Kept {
  #form: Keeping;
  #empty: Fields;
  #stored = '';
  #sent = false;
  #found = $state(false);

  constructor(form: Keeping) {
    this.#form = form;
    this.#empty = untrack(() => copy(form.read()));
    onMount(() => void this.#find());
    $effect(() => {
      const typed = this.#typed();
      const pause = setTimeout(() => void this.#keep(typed), PAUSE);
      return () => clearTimeout(pause);
    });
    onDestroy(() => {
      if (form.sent()) this.done();
      else void this.#keep(this.#typed());
      noteUnsaved(this, undefined);
    });
  }

  /** Reports whether what stands here was typed another time. */
  get found(): boolean {
    return this.#found;
  }

  /** It was sent: nothing waits any more. */
  done(): void {
    this.#sent = true;
    void this.#write('');
  }

  /** Empties the form. */
  clear = (): void => {
    this.#form.write(copy(this.#empty));
    this.#found = false;
    void this.#keep('');
  };

  /** The fields that say something else than at the beginning, as JSON; empty for none. */
  #typed(): string {
    const now = copy(this.#form.read());
    const typed = Object.entries(now).filter(([name, value]) => !same(value, this.#empty[name]));
    return typed.length > 0 ? JSON.stringify(Object.fromEntries(typed)) : '';
  }

  async #find(): Promise<void> {
    const path = { form: this.#form.name };
    try {
      const { text } = await call(api.GET('/api/desk/drafts/{form}', { params: { path } }));
      if (!text || this.#typed() !== '') return;
      this.#stored = text;
      this.#form.write(JSON.parse(text) as Fields);
      this.#found = true;
    } catch (failure) {
      noteUnsaved(this, failureText(failure));
    }
  }

  async #keep(text: string): Promise<void> {
    if (!this.#sent && !this.#form.sent()) await this.#write(text);
  }

  async #write(text: string): Promise<void> {
    if (text === this.#stored) return;
    this.#stored = text;
    try {
      const body = { form: this.#form.name, text };
      await call(api.POST('/api/desk/drafts', { body, headers: keyed(newKey()) }));
      noteUnsaved(this, undefined);
    } catch (failure) {
      if (!this.#sent) noteUnsaved(this, failureText(failure));
    }
  }
}

const copy = (fields: object | undefined): Fields =>
  JSON.parse(JSON.stringify(fields ?? {})) as Fields;
