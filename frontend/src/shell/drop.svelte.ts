/** A file dropped anywhere on the window: a table opens as a list of members. */
import { openFile } from '@/routes/import/file.svelte';
import { failureText } from '@/i18n/index.svelte';
import { Refusal } from '@/api/client';
import { go } from '@/state/router.svelte';
import { toast } from '@/state/toast.svelte';

const TABLE = /\.(csv|txt|tsv|xlsx)$/i;

const holdsFile = (event: DragEvent): boolean =>
  event.dataTransfer?.types.includes('Files') ?? false;

/**
 * Listens while the component is there. Without it the window would leave the
 * program and show the file instead.
 */
export function useFileDrop(): void {
  $effect(() => {
    const over = (event: DragEvent) => {
      if (holdsFile(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      const file = event.dataTransfer?.files[0];
      if (!file || event.defaultPrevented) return;
      event.preventDefault();
      void open(file);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
    };
  });
}

async function open(file: File): Promise<void> {
  try {
    if (!TABLE.test(file.name)) throw new Refusal('fileKind');
    go('families', 'import', await openFile(file));
  } catch (failure) {
    // There is no field to say it beside: the file came from outside the screen.
    toast(failureText(failure));
  }
}
