/**
 * The shortcuts in force. Each screen, sheet and dialog brings its own; the
 * last one that came is asked first, and a sheet hides the screen behind it.
 */
import { getContext, setContext } from 'svelte';
import { t, type Key } from '@/i18n/index.svelte';
import { hasText } from '@/i18n/text';

/** One shortcut. */
export interface Shortcut {
  /**
   * The physical key as KeyboardEvent.code: 'F2', 'Digit1' (the pad's too),
   * 'Enter', 'Space', 'KeyK'. A letter is the key that writes it: on AZERTY,
   * 'KeyA' is the key with an A on it.
   */
  code: string;
  /** Ctrl, or ⌘ on a Mac. */
  ctrl?: boolean;
  shift?: boolean;
  alt?: boolean;
  label: Key;
  run: () => void;
  /** Not in the status bar; the key sheet still lists it. */
  quiet?: boolean;
  /** Not offered by the palette: it only means something where the focus is. */
  local?: boolean;
}

/** Ctrl F: to the search of the list, whatever other key leads there. */
export const FIND = {
  code: 'KeyF',
  ctrl: true,
  label: 'list.find',
  quiet: true,
} satisfies Omit<Shortcut, 'run'>;

interface Layer {
  depth: number;
  list: Shortcut[];
}

const DEPTH = Symbol('key depth');
/** Shortcuts that act on every screen. */
export const EVERYWHERE = -1;

// What is there is kept beside what is drawn of it: an effect that ends reads a state as it
// was before the change, and would take away what came in its place.
const registered: Layer[] = [];
const sheets: number[] = [];
let layers = $state.raw<Layer[]>([]);
let hiding = $state.raw<number[]>([]);

/** Brings shortcuts; returns the way to take them back. Components call `useKeys`. */
export function register(list: Shortcut[], depth = 0): () => void {
  const layer = { depth, list };
  registered.push(layer);
  layers = [...registered];
  return () => {
    registered.splice(registered.indexOf(layer), 1);
    layers = [...registered];
  };
}

/**
 * Brings the shortcuts of a component while it is there, called as it is made:
 * `useKeys(() => [{ code: 'F2', label: 'desk.client', run: pickClient }])`.
 */
export function useKeys(list: () => Shortcut[]): void {
  const depth = getContext<number | undefined>(DEPTH) ?? 0;
  $effect(() => register(list(), depth));
}

/**
 * Opens a sheet's or dialog's own layer: what lies behind no longer answers,
 * not even what acts everywhere. Called as the component is made; returns the
 * depth at which its own shortcuts are registered.
 */
export function useKeyLayer(): number {
  const depth = (getContext<number | undefined>(DEPTH) ?? 0) + 1;
  setContext(DEPTH, depth);
  $effect.pre(() => {
    sheets.push(depth);
    hiding = [...sheets];
    return () => {
      sheets.splice(sheets.lastIndexOf(depth), 1);
      hiding = [...sheets];
    };
  });
  return depth;
}

let letters = $state(true);

/** Lets a letter or a figure alone be a shortcut, or not (WCAG 2.1.4). */
export function setLetters(on: boolean): void {
  letters = on;
}

/** Reports whether a key, as it is printed, is a shortcut for who sits here. */
export const answers = (name: string): boolean => letters || !/^[\p{L}\d]$/u.test(name);

const floor = () => Math.max(EVERYWHERE, ...hiding);
const active = () => layers.filter((layer) => layer.depth >= floor());

/** The shortcuts of the screen in force, without those that act everywhere. */
export const screenKeys = (): Shortcut[] =>
  active()
    .filter((layer) => layer.depth !== EVERYWHERE)
    .flatMap((layer) => layer.list);

/** The shortcuts that act on every screen. */
export const everywhereKeys = (): Shortcut[] =>
  layers.filter((layer) => layer.depth === EVERYWHERE).flatMap((layer) => layer.list);

/** Does what a key does, for a button that shows the key of something the screen may answer itself. */
export function press(code: string, ctrl = false, shift = false): void {
  find(
    (one) => one.code === code && Boolean(one.ctrl) === ctrl && Boolean(one.shift) === shift,
  )?.run();
}

/** Reports whether a key means something now. */
export const inForce = (code: string): boolean =>
  find((shortcut) => shortcut.code === code && !shortcut.ctrl) !== undefined;

function find(matches: (shortcut: Shortcut) => boolean): Shortcut | undefined {
  const nearest = [...active()].sort((a, b) => a.depth - b.depth).reverse();
  for (const layer of nearest) {
    const found = layer.list.find(matches);
    if (found) return found;
  }
  return undefined;
}

export const isMac = /Mac/.test(navigator.platform);

/** The key of an event as Shortcut.code spells it. */
export function codeOf(event: KeyboardEvent): string {
  if (/^[a-z]$/i.test(event.key)) return `Key${event.key.toUpperCase()}`;
  if (event.code === 'NumpadEnter') return 'Enter';
  return event.code.replace(/^Numpad(\d)$/, 'Digit$1');
}

const TYPES_NOTHING = ['button', 'checkbox', 'radio', 'submit', 'reset', 'range'];

/** Reports whether a key pressed there writes something. */
export function writes(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !TYPES_NOTHING.includes(target.type);
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}

let entered: { field: EventTarget | null; text: string } | undefined;
window.addEventListener('focusin', ({ target }) => {
  entered = { field: target, text: textOf(target) };
});

const textOf = (field: EventTarget | null): string =>
  field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : '';

/** What was typed in a field since it was entered is its own to undo. */
const typedIn = (field: EventTarget | null): boolean =>
  writes(field) && entered?.field === field && entered?.text !== textOf(field);

/** A key that would write in a field, or press the button that has the focus. */
function belongsToFocus(event: KeyboardEvent, code: string): boolean {
  if (event.altKey && event.target instanceof HTMLSelectElement) return true; // Alt ↓ opens a choice
  if (code === 'KeyZ' && typedIn(event.target)) return true;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (/^(Key|Digit)|^Space$/.test(code) && writes(event.target)) return true;
  const control =
    event.target instanceof HTMLElement && event.target.closest('button, a[href], summary');
  if (code === 'Enter') return Boolean(control) || writes(event.target);
  return code === 'Space' && Boolean(control || event.target instanceof HTMLInputElement);
}

/** Runs the shortcut of a key event, if one is in force. */
export function onKeydown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const code = codeOf(event);
  if (belongsToFocus(event, code)) return;
  const ctrl = isMac ? event.metaKey : event.ctrlKey;
  const found = find(
    (shortcut) =>
      shortcut.code === code &&
      Boolean(shortcut.ctrl) === ctrl &&
      Boolean(shortcut.alt) === event.altKey &&
      Boolean(shortcut.shift) === event.shiftKey,
  );
  if (!found || !answers(keyName(found))) return;
  event.preventDefault();
  if (writes(event.target)) finish(event.target as HTMLElement);
  found.run();
}

/** A field is saved on leaving it: what is typed counts before a key acts on it. */
function finish(field: HTMLElement): void {
  field.blur();
  field.focus();
}

const SIGNS: Record<string, string> = {
  Enter: '↵',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
};

/** A shortcut as it is printed on buttons and in lists: "Ctrl ↵", "Maj F2". */
export function keyName(shortcut: Pick<Shortcut, 'code' | 'ctrl' | 'shift' | 'alt'>): string {
  const names: string[] = [];
  if (shortcut.ctrl) names.push(isMac ? '⌘' : 'Ctrl');
  if (shortcut.alt) names.push('Alt');
  if (shortcut.shift) names.push(t('key.Shift'));
  const named = `key.${shortcut.code}`;
  const sign = SIGNS[shortcut.code];
  if (sign) names.push(sign);
  else names.push(hasText(named) ? t(named) : shortcut.code.replace(/^(Key|Digit)/, ''));
  return names.join(' ');
}
