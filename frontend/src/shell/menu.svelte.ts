/** The window's menu bar (app/menu.go): each of its lines presses a key or leads to a place. */
import { openPalette } from '@/palette/palette.svelte';
import { inForce, press, screenKeys } from '@/state/keys.svelte';
import { t } from '@/i18n/index.svelte';
import { go, here } from '@/state/router.svelte';
import { hasSession, session } from '@/state/session.svelte';
import { toast } from '@/state/toast.svelte';
import { openActions } from '@/state/undo.svelte';
import { areas, belongs } from './areas';

/** Lines that press a key of a screen. Where the key means nothing, that screen is opened first. */
const KEYS: Record<string, { code: string; screen: string }> = {
  client: { code: 'F2', screen: 'desk' },
  article: { code: 'F3', screen: 'desk' },
  park: { code: 'F4', screen: 'desk' },
  pay: { code: 'F9', screen: 'desk' },
  newFamily: { code: 'KeyN', screen: 'families' },
  newLesson: { code: 'KeyN', screen: 'planning' },
};

const OTHERS: Record<string, () => void> = {
  sale: () => press('KeyN', true),
  undo: () => press('KeyZ', true),
  redo: () => press('KeyZ', true, true),
  actions: openActions,
  keys: () => press('F1'),
  palette: openPalette,
  import: () => lead('families', 'import'),
  activities: () => lead('activities'),
  close: () => lead('close'),
  backup: () => lead('settings', 'safety'),
  verify: () => lead('settings', 'safety'),
  look: () => lead('settings', 'look'),
};

/** Goes to a screen, or says that it is not for who sits here: the menu bar is the same for all. */
function lead(name: string, ...rest: string[]): boolean {
  const own = !hasSession() || areas().some((area) => belongs(area, name));
  if (own) go(name, ...rest);
  else toast(t('menu.notYours', { name: session().person.name }));
  return own;
}

let awaited = $state.raw<{ code: string; screen: string }>();

/** Does what a line of the menu says. */
export function choose(command: string): void {
  const key = KEYS[command];
  if (key) {
    // N means something else on other screens; the keys of a sale do not.
    const there = key.screen === 'desk' || here().name === key.screen;
    if (there && inForce(key.code)) return press(key.code);
    if (lead(key.screen)) awaited = key;
  } else if (command.startsWith('area.')) lead(command.slice('area.'.length));
  else OTHERS[command]?.();
}

/** Listens to the menu while the component is there, called as it is made. */
export function useMenu(): void {
  // The menu bar is the system's and knows no lock.
  $effect(() => window.runtime?.EventsOn('menu', (line) => !session().locked && choose(line)));
  // A screen brings its keys as it comes, all at once.
  $effect(() => {
    if (!awaited || here().name !== awaited.screen || screenKeys().length === 0) return;
    const { code } = awaited;
    awaited = undefined;
    press(code);
  });
}
