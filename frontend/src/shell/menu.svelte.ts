/** The window's menu bar (app/menu.go): each of its lines presses a key or leads to a place. */
import { openPalette } from '@/palette/palette.svelte';
import { inForce, press, screenKeys } from '@/state/keys.svelte';
import { go, here } from '@/state/router.svelte';
import { session } from '@/state/session.svelte';

/** Lines that press a key of a screen. Where the key means nothing, that screen is opened first. */
const KEYS: Record<string, { code: string; screen: string }> = {
  client: { code: 'F2', screen: 'desk' },
  article: { code: 'F3', screen: 'desk' },
  park: { code: 'F4', screen: 'desk' },
  pay: { code: 'F9', screen: 'desk' },
  newFamily: { code: 'KeyN', screen: 'families' },
};

const OTHERS: Record<string, () => void> = {
  sale: () => press('KeyN', true),
  keys: () => press('F1'),
  palette: openPalette,
  import: () => go('families', 'import'),
  backup: () => go('settings', 'safety'),
  verify: () => go('settings', 'safety'),
  look: () => go('settings', 'look'),
};

let awaited = $state.raw<{ code: string; screen: string }>();

/** Does what a line of the menu says. */
export function choose(command: string): void {
  const key = KEYS[command];
  if (key) {
    // N means something else on other screens; the keys of a sale do not.
    const there = key.screen === 'desk' || here().name === key.screen;
    if (there && inForce(key.code)) return press(key.code);
    awaited = key;
    go(key.screen);
  } else if (command.startsWith('area.')) go(command.slice('area.'.length));
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
