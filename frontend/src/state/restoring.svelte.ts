/** The sheet that restores a backup: opened from the first run, the menu, the palette, the settings, or by a drop. */
import { t } from '@/i18n/index.svelte';
import { hasSession, may, session } from './session.svelte';
import { toast } from './toast.svelte';

/** A backup that is asked about: where it lies, or its name alone where the page is not told. */
export interface Asked {
  file: string;
  name: string;
}

let asked = $state.raw<Asked>();

export const restoreAsked = (): Asked | undefined => asked;

/** Opens the sheet for who may restore: the owner, or anybody while there is no club. */
export function openRestore(file = '', name = ''): void {
  if (!hasSession() || session().locked) return;
  if (session().firstRun || may('restore')) asked = { file, name };
  else toast(t('menu.notYours', { name: session().person.name }));
}

export const closeRestore = (): void => {
  asked = undefined;
};
