/** What a form could not save as its field was left, for the status bar. */
import { SvelteMap } from 'svelte/reactivity';

const waiting = new SvelteMap<object, string>();

/** Says in words why something of a form is not saved; undefined once it is. */
export function noteUnsaved(form: object, why: string | undefined): void {
  if (why === undefined) waiting.delete(form);
  else waiting.set(form, why);
}

/** Why something is not saved; undefined when all is. */
export const unsaved = (): string | undefined => [...waiting.values()].at(-1);

/** Forgets what another screen's forms did not save: they went with it. */
export const dropUnsaved = (): void => waiting.clear();
