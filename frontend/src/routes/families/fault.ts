import { tick } from 'svelte';

/** Brings the cursor to the first field that was refused, and with it its words into view. */
export async function focusFault(): Promise<void> {
  await tick();
  document.querySelector<HTMLElement>('dialog[open] [aria-invalid]')?.focus();
}
