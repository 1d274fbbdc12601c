/** A file dropped anywhere on the window: a table opens as a list of members, a backup to be restored. */
import { untrack } from 'svelte';
import { showFile } from '@/routes/import/file.svelte';
import { given, givenBackup } from '@/platform';
import { failureText } from '@/i18n/index.svelte';
import { isBackup, openRestore } from '@/state/restoring.svelte';
import { hasSession, session } from '@/state/session.svelte';
import { toast } from '@/state/toast.svelte';

type Take = (file: File) => void | Promise<void>;

const isLocked = (): boolean => hasSession() && session().locked;

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
      if (isLocked()) return;
      if (!isBackup(file.name)) return void take(file);
      // A page is not told where a file lies; the window is, a moment later.
      openRestore('', file.name);
      window.runtime?.ResolveFilePaths?.(event.x, event.y, [file]);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
    };
  });
  $effect(() => {
    if (isLocked()) return; // what is given meanwhile waits for who unlocks
    void untrack(() => openGiven(take)); // the program was started with it
    return window.runtime?.EventsOn('file', () => void openGiven(take));
  });
}

/** A file the program was given from outside: at its start, or when it was open already. */
async function openGiven(take: Take): Promise<void> {
  try {
    const backup = await givenBackup();
    if (backup) openRestore(backup);
    const file = await given();
    if (file) await take(file);
  } catch (failure) {
    toast(failureText(failure));
  }
}
