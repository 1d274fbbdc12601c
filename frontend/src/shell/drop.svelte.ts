/** A file dropped anywhere on the window: a table opens as a list of members. */
import { showFile } from '@/routes/import/file.svelte';
import { given } from '@/platform';
import { failureText } from '@/i18n/index.svelte';
import { toast } from '@/state/toast.svelte';

type Take = (file: File) => void | Promise<void>;

const holdsFile = (event: DragEvent): boolean =>
  event.dataTransfer?.types.includes('Files') ?? false;

/**
 * Hands over what is dropped while the component is there: the import shows it
 * unless the screen has a place of its own for it. Without it the window would leave the
 * program and show the file instead.
 */
export function useFileDrop(take: Take = showFile): void {
  $effect(() => {
    const over = (event: DragEvent) => {
      if (holdsFile(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      const file = event.dataTransfer?.files[0];
      if (!file || event.defaultPrevented) return;
      event.preventDefault();
      void take(file);
    };
    void openGiven(take); // the program was started with it
    const stop = window.runtime?.EventsOn('file', () => void openGiven(take));
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    return () => {
      stop?.();
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
    };
  });
}

/** A file the program was given from outside: at its start, or when it was open already. */
async function openGiven(take: Take): Promise<void> {
  try {
    const file = await given();
    if (file) await take(file);
  } catch (failure) {
    toast(failureText(failure));
  }
}
