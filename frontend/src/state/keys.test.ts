import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLang } from '@/i18n/index.svelte';
import {
  EVERYWHERE,
  keyName,
  onKeydown,
  press,
  register,
  setLetters,
  type Shortcut,
} from './keys.svelte';

let stops: (() => void)[] = [];
const run = vi.fn();
const shortcut = (more: Partial<Shortcut>): Shortcut => ({
  code: 'F2',
  label: 'ui.save',
  run,
  ...more,
});
const bring = (list: Shortcut[], depth?: number) => stops.push(register(list, depth));

function type(init: KeyboardEventInit, target: Element = document.body): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  return event;
}

beforeEach(() => {
  window.addEventListener('keydown', onKeydown);
  run.mockReset();
});

afterEach(() => {
  window.removeEventListener('keydown', onKeydown);
  for (const stop of stops) stop();
  stops = [];
  document.body.replaceChildren();
});

describe('a shortcut', () => {
  it('is no letter alone for who turned those off, but still with Ctrl and in the menu', () => {
    bring([shortcut({ code: 'KeyN' }), shortcut({ code: 'Digit2' }), shortcut({ code: 'F4' })]);
    bring([shortcut({ code: 'KeyK', ctrl: true })]);
    setLetters(false);
    type({ code: 'KeyN', key: 'n' });
    type({ code: 'Digit2', key: '2' });
    expect(run).not.toHaveBeenCalled();
    type({ code: 'F4', key: 'F4' });
    type({ code: 'KeyK', key: 'k', ctrlKey: true });
    press('KeyN');
    expect(run).toHaveBeenCalledTimes(3);
    setLetters(true);
    type({ code: 'KeyN', key: 'n' });
    expect(run).toHaveBeenCalledTimes(4);
  });

  it('reads figures by the physical key, so AZERTY needs no Shift', () => {
    bring([shortcut({ code: 'Digit1' })]);
    expect(type({ code: 'Digit1', key: '&' }).defaultPrevented).toBe(true);
    type({ code: 'Numpad1', key: '1' });
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('reads letters by what is printed on the key', () => {
    bring([shortcut({ code: 'KeyA' })]);
    type({ code: 'KeyQ', key: 'a' });
    expect(run).toHaveBeenCalledOnce();
    type({ code: 'KeyA', key: 'q' });
    expect(run).toHaveBeenCalledOnce();
  });

  it('asks for exactly its modifiers', () => {
    bring([shortcut({ code: 'Enter', ctrl: true })]);
    type({ code: 'Enter', key: 'Enter' });
    type({ code: 'Enter', key: 'Enter', ctrlKey: true, shiftKey: true });
    expect(run).not.toHaveBeenCalled();
    type({ code: 'NumpadEnter', key: 'Enter', ctrlKey: true });
    expect(run).toHaveBeenCalledOnce();
  });

  it('leaves a letter to the field it is typed in, and takes a function key', () => {
    const field = document.body.appendChild(document.createElement('input'));
    bring([shortcut({ code: 'KeyR' }), shortcut({ code: 'F3' })]);
    expect(type({ code: 'KeyR', key: 'r' }, field).defaultPrevented).toBe(false);
    expect(run).not.toHaveBeenCalled();
    type({ code: 'F3', key: 'F3' }, field);
    expect(run).toHaveBeenCalledOnce();
  });

  it('saves the field it is pressed in before it acts, and leaves the focus there', () => {
    const field = document.body.appendChild(document.createElement('input'));
    const told: string[] = [];
    field.addEventListener('blur', () => told.push('saved'));
    bring([shortcut({ code: 'Enter', ctrl: true, run: () => told.push('run') })]);
    field.focus();
    type({ code: 'Enter', key: 'Enter', ctrlKey: true }, field);
    expect(told).toEqual(['saved', 'run']);
    expect(document.activeElement).toBe(field);
  });

  it('leaves Enter and Space to the button that has the focus', () => {
    const button = document.body.appendChild(document.createElement('button'));
    bring([shortcut({ code: 'Enter' }), shortcut({ code: 'Space' })]);
    type({ code: 'Enter', key: 'Enter' }, button);
    type({ code: 'Space', key: ' ' }, button);
    expect(run).not.toHaveBeenCalled();
  });

  it('of the screen goes before the one that acts everywhere', () => {
    const everywhere = vi.fn();
    bring([shortcut({ run })]);
    bring([shortcut({ run: everywhere })], EVERYWHERE);
    press('F2');
    expect(run).toHaveBeenCalledOnce();
    expect(everywhere).not.toHaveBeenCalled();
  });

  it('is gone when it is taken back', () => {
    register([shortcut({})])();
    expect(type({ code: 'F2', key: 'F2' }).defaultPrevented).toBe(false);
  });
});

describe('the name of a shortcut', () => {
  it.each([
    [{ code: 'Enter', ctrl: true }, 'Ctrl ↵'],
    [{ code: 'KeyK', ctrl: true }, 'Ctrl K'],
    [{ code: 'Digit1' }, '1'],
    [{ code: 'F2', shift: true }, 'Maj F2'],
    [{ code: 'Escape' }, 'Échap'],
    [{ code: 'Space' }, 'Espace'],
  ])('%j is %s', (keys, name) => {
    setLang('fr');
    expect(keyName(keys)).toBe(name);
  });
});

describe('Ctrl Z', () => {
  it('is the field’s own once something was typed in it, and ours before', () => {
    const run = vi.fn();
    const stop = register([{ code: 'KeyZ', ctrl: true, label: 'undo.key', run }], EVERYWHERE);
    const field = document.body.appendChild(document.createElement('input'));
    const press = () => {
      const event = new KeyboardEvent('keydown', { key: 'z', code: 'KeyW', ctrlKey: true });
      Object.defineProperty(event, 'target', { value: field });
      onKeydown(event);
    };
    field.focus();
    press();
    expect(run).toHaveBeenCalledOnce();
    field.value = 'Delcourt';
    press();
    expect(run).toHaveBeenCalledOnce();
    field.remove();
    stop();
  });
});
