/**
 * What can be asked for from any screen: the lines of the window's menu bar
 * (app/menu.go), which the palette offers too, and what the palette alone has.
 */
import { openPalette, type Choice } from '@/palette/palette.svelte';
import { inForce, press, screenKeys } from '@/state/keys.svelte';
import { t, type Key } from '@/i18n/index.svelte';
import { go, here, href } from '@/state/router.svelte';
import { hasSession, may, session, type Verb } from '@/state/session.svelte';
import { openRestore } from '@/state/restoring.svelte';
import { toast } from '@/state/toast.svelte';
import { openActions } from '@/state/undo.svelte';
import { areas, belongs } from './areas';

/** A command, in the words of the menu. */
interface Command {
  label: Key;
  /** It is for who may ask this, and who has the screen. */
  needs?: Verb;
  screen: string;
  /** What follows the screen in its address. */
  rest?: (string | Record<string, string>)[];
  /** The key of the screen that it presses; where that means nothing, the screen is opened first. */
  code?: string;
  /** Other words the palette finds it by. */
  words?: string;
}

/** By the word the menu says them with. */
export const COMMANDS: Record<string, Command> = {
  newFamily: { label: 'menu.newFamily', screen: 'families', code: 'KeyN' },
  import: {
    ...{ label: 'import.title', screen: 'families', rest: ['import'] },
    ...{ needs: 'importMembers', words: 'csv xlsx' },
  },
  pastImports: {
    ...{ label: 'import.undoPast', screen: 'families', rest: ['import', { show: 'past' }] },
    needs: 'undoImport',
  },
  takeover: {
    ...{ label: 'takeover.title', screen: 'families', rest: ['takeover'] },
    needs: 'importMembers',
  },
  riders: { label: 'area.riders', screen: 'riders', needs: 'households' },
  backup: { label: 'menu.backup', screen: 'settings', rest: ['safety'] },
  verify: { label: 'menu.verify', screen: 'settings', rest: ['safety'] },
  look: { label: 'menu.look', screen: 'settings', rest: ['look'] },
  client: { label: 'menu.client', screen: 'desk', code: 'F2' },
  article: { label: 'menu.article', screen: 'desk', code: 'F3' },
  park: { label: 'menu.park', screen: 'desk', code: 'F4' },
  discount: { label: 'desk.discount', screen: 'desk', code: 'F8' },
  pay: { label: 'menu.pay', screen: 'desk', code: 'F9' },
  close: { label: 'closing.title', screen: 'close', needs: 'closing' },
  newLesson: { label: 'planning.new', screen: 'planning', code: 'KeyN' },
  activities: { label: 'activity.list', screen: 'activities', needs: 'activities' },
  outbox: { label: 'outbox.title', screen: 'today', rest: [{ show: 'outbox' }], needs: 'outbox' },
};

/** Presses Ctrl and a key where the screen offers it, as what it means here. */
function offered(code: string, none: Key, as?: Key): void {
  const own = screenKeys().findLast(
    (key) => key.ctrl && key.code === code && (!as || key.label === as),
  );
  if (own) own.run();
  else toast(t(none));
}

/** Lines that press a key which acts everywhere: the palette has that key. */
export const KEYS: Record<string, () => void> = {
  sale: () => press('KeyN', true),
  undo: () => press('KeyZ', true),
  redo: () => press('KeyZ', true, true),
  actions: openActions,
  keys: () => press('F1'),
  palette: openPalette,
  restore: () => openRestore(),
  print: () => offered('KeyP', 'menu.noPaper'),
  find: () => offered('KeyF', 'menu.noList'),
  // Ctrl E is something else where a mail is written.
  export: () => offered('KeyE', 'menu.noList', 'list.export'),
};

const isOwn = ({ screen, needs }: Pick<Command, 'screen' | 'needs'>): boolean =>
  !hasSession() || ((!needs || may(needs)) && areas().some((area) => belongs(area, screen)));

/** The commands of who sits here, for the palette. */
export const commands = (): Choice[] => [
  ...Object.entries(COMMANDS)
    .filter(([, command]) => isOwn(command))
    .map(([id, { label, code, screen, rest = [], words }]) => ({
      ...{ id, words, title: t(label) },
      ...(code ? { run: () => choose(id) } : { href: href(screen, ...rest) }),
    })),
  ...(may('restore')
    ? [{ id: 'restore', title: t('menu.restore'), run: () => openRestore() }]
    : []),
  ...(may('undo') ? [{ id: 'actions', title: t('undo.title'), run: openActions }] : []),
];

/** Goes there, or says that it is not for who sits here: the menu bar is the same for all. */
function lead(to: Pick<Command, 'screen' | 'needs' | 'rest'>): boolean {
  const own = isOwn(to);
  if (own) go(to.screen, ...(to.rest ?? []));
  else toast(t('menu.notYours', { name: session().person.name }));
  return own;
}

/** Lines that mean something once there is something in the sale. */
const SELLS = ['discount', 'pay'];

let awaited = $state.raw<{ code: string; screen: string }>();

/** Does what a line of the menu says. */
export function choose(line: string): void {
  const command = COMMANDS[line];
  if (!command) {
    if (line.startsWith('area.')) lead({ screen: line.slice('area.'.length) });
    else KEYS[line]?.();
    return;
  }
  const { code, screen } = command;
  // N means something else on other screens; the keys of a sale do not.
  if (code && (screen === 'desk' || here().name === screen) && inForce(code)) return press(code);
  if (SELLS.includes(line) && here().name === screen) return toast(t('menu.noSale'));
  if (lead(command) && code) awaited = { code, screen };
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
