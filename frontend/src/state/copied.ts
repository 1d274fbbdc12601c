import { toast } from '@/state/toast.svelte';

/** Copies a text and says so; where the clipboard is out of reach the text itself is said. */
export async function copyText(text: string, said: string, otherwise = text): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(said);
  } catch {
    toast(otherwise);
  }
}
