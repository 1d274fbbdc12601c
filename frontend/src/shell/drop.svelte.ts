/** A file dropped anywhere on the window: a table opens as a list of members. */
import { openFile } from '@/routes/import/file.svelte';
import { given } from '@/platform';
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
    void openGiven(); // the program was started with it
    const stop = window.runtime?.EventsOn('file', () => void openGiven());
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
async function openGiven(): Promise<void> {
  try {
    const file = await given();
    if (file) await open(file);
  } catch (failure) {
    toast(failureText(failure));
  }
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
