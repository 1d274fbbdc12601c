import { tick } from 'svelte';

/** Brings the cursor to the first field that was refused, or to what is to be decided. */
export async function focusFault(): Promise<void> {
  await tick();
  document.querySelector<HTMLElement>('dialog[open] :is([aria-invalid], .choice button)')?.focus();
}
