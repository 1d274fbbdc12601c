import { onDestroy, onMount, untrack } from 'svelte';
import { api, call, keyed, newKey } from '@/api/client';
import { failureText } from '@/i18n/index.svelte';
import { noteUnsaved } from './unsaved.svelte';

/** How long somebody pauses before what they typed is kept, in ms. */
const PAUSE = 600;

/**
 * What is typed into a form that is sent as a whole. It waits a week for who
 * typed it: neither Escape nor a crash costs it (DESIGN section 1). Made with the
 * component: `const kept = new Kept('newFamily', form)`; `form` is the state its
 * fields are bound to.
 */
export class Kept<F extends object> {
  #name: string;
  #form: F;
  #empty: string;
  #stored = '';
  #sent = false;
  #found = $state(false);

  constructor(name: string, form: F) {
    this.#name = name;
    this.#form = form;
    this.#empty = untrack(() => JSON.stringify(form));
    onMount(() => void this.#find());
    $effect(() => {
      const text = JSON.stringify(form);
      const pause = setTimeout(() => void this.#keep(text), PAUSE);
      return () => clearTimeout(pause);
    });
    onDestroy(() => {
      void this.#keep(JSON.stringify(form));
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
    Object.assign(this.#form, JSON.parse(this.#empty) as F);
    this.#found = false;
    void this.#keep(this.#empty);
  };

  async #find(): Promise<void> {
    const path = { form: this.#name };
    try {
      const { text } = await call(api.GET('/api/desk/drafts/{form}', { params: { path } }));
      if (!text || JSON.stringify(this.#form) !== this.#empty) return;
      this.#stored = text;
      Object.assign(this.#form, JSON.parse(text) as F);
      this.#found = true;
    } catch (failure) {
      noteUnsaved(this, failureText(failure));
    }
  }

  async #keep(text: string): Promise<void> {
    const wanted = text === this.#empty ? '' : text;
    if (!this.#sent && wanted !== this.#stored) await this.#write(wanted);
  }

  async #write(text: string): Promise<void> {
    if (text === this.#stored) return;
    this.#stored = text;
    try {
      const body = { form: this.#name, text };
      await call(api.POST('/api/desk/drafts', { body, headers: keyed(newKey()) }));
      noteUnsaved(this, undefined);
    } catch (failure) {
      if (!this.#sent) noteUnsaved(this, failureText(failure));
    }
  }
}
