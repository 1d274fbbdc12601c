/** A file dropped anywhere on the window: a table opens as a list of members, a backup to be restored. */
import { untrack } from 'svelte';
import { showFile } from '@/routes/import/file.svelte';
import { dropped, given, givenBackup, holdsFile } from '@/platform';
import { failureText, t } from '@/i18n/index.svelte';
import { openRestore } from '@/state/restoring.svelte';
import { hasSession, session } from '@/state/session.svelte';
import { screenTakes } from '@/state/taking.svelte';
import { toast } from '@/state/toast.svelte';

type Take = (file: File) => void | Promise<void>;

const isLocked = (): boolean => hasSession() && session().locked;

/** Hands over what is dropped while the component is there: the import shows it unless the screen takes it. */
export function useFileDrop(take: Take = showFile): void {
  const open = async (event: DragEvent): Promise<void> => {
    try {
      const { files, backup } = await dropped(event);
      if (backup) return openRestore(backup.file, backup.name);
      const [file, ...others] = files;
      if (!file || screenTakes(files)) return;
      if (others.length > 0) toast(t('drop.oneAtATime', { name: file.name }));
      await take(file);
    } catch (failure) {
      toast(failureText(failure));
    }
  };
  $effect(() => {
    const drop = (event: DragEvent) => {
      if (holdsFile(event) && !isLocked()) void open(event);
    };
    window.addEventListener('drop', drop);
    return () => window.removeEventListener('drop', drop);
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
