import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { looksLikeSlip, Scanner } from './scanner';

const SLIP = 'PADDOCK:F2026-0431:17000';
const read = vi.fn();
const shortcut = vi.fn();
let scanner: Scanner;
let now = 1000;
const listen = (event: KeyboardEvent) => scanner.keydown(event);
const answer = (event: KeyboardEvent) => shortcut(event.key);

/** A key as a browser tells it; `after` is how long the last one was ago. */
function press(key: string, code: string, after: number, more: KeyboardEventInit = {}): boolean {
  now += after;
  vi.advanceTimersByTime(after);
  const target = document.activeElement ?? document.body;
  const event = new KeyboardEvent('keydown', {
    key,
    code,
    bubbles: true,
    cancelable: true,
    ...more,
  });
  Object.defineProperty(event, 'timeStamp', { value: now });
  const written = target.dispatchEvent(event);
  if (written && target instanceof HTMLInputElement && key.length === 1) target.value += key;
  return written;
}

const CODES: Record<string, string> = { '-': 'Minus', '/': 'Slash', ':': 'Semicolon' };
const codeOf = (char: string) =>
  CODES[char] ?? (/\d/.test(char) ? `Digit${char}` : `Key${char.toUpperCase()}`);

const type = (text: string, after = 8, keyOf = (char: string) => char) =>
  [...text].forEach((char) =>
    press(keyOf(char), codeOf(char), after, { shiftKey: char === ':' || /[A-Z]/.test(char) }),
  );

beforeEach(() => {
  vi.useFakeTimers();
  scanner = new Scanner(read);
  window.addEventListener('keydown', listen, true);
  window.addEventListener('keydown', answer);
  read.mockReset();
  shortcut.mockReset();
  now += 1000;
});

afterEach(() => {
  window.removeEventListener('keydown', listen, true);
  window.removeEventListener('keydown', answer);
  document.body.replaceChildren();
  vi.useRealTimers();
});

describe('a scanned slip', () => {
  it('is read whatever screen is open, and no shortcut answers its letters', () => {
    type(SLIP);
    expect(press('Enter', 'Enter', 8)).toBe(false);
    expect(read).toHaveBeenCalledExactlyOnceWith(SLIP);
    expect(shortcut).not.toHaveBeenCalled();
  });

  it('is read from a scanner that sends no Enter', () => {
    type(SLIP);
    vi.advanceTimersByTime(300);
    expect(read).toHaveBeenCalledExactlyOnceWith(SLIP);
  });

  it('is read by the physical keys from a scanner that believes in another layout', () => {
    const azerty: Record<string, string> = { A: 'Q', ':': 'M', '0': 'à', '2': 'é', '-': ')' };
    type(SLIP, 8, (char) => azerty[char] ?? char);
    press('Enter', 'Enter', 8);
    expect(read).toHaveBeenCalledExactlyOnceWith(SLIP);
  });

  it('leaves the field under the cursor as it was', () => {
    const field = document.createElement('input');
    field.value = 'Delc';
    document.body.append(field);
    field.focus();
    type(SLIP);
    press('Enter', 'Enter', 8);
    expect([read.mock.calls, field.value]).toEqual([[[SLIP]], 'Delc']);
  });

  it('is read whole when a busy computer brings its keys in parts', () => {
    const field = document.createElement('input');
    field.value = 'Delc';
    document.body.append(field);
    field.focus();
    for (const part of ['PADD', 'OCK:F2026-04', '31:170', '00']) {
      type(part);
      vi.advanceTimersByTime(400);
    }
    press('Enter', 'Enter', 8);
    expect([read.mock.lastCall, field.value]).toEqual([[SLIP], 'Delc']);
    expect(shortcut.mock.calls.flat().join('')).toBe('PADDOCK');
  });

  it('gives the next one a fresh start', () => {
    type(SLIP);
    press('Enter', 'Enter', 8);
    type('PADDOCK:F2026-0432:900');
    press('Enter', 'Enter', 8);
    expect(read.mock.calls).toEqual([[SLIP], ['PADDOCK:F2026-0432:900']]);
  });
});

describe('a hand on the keyboard', () => {
  it('still has its shortcuts: a lone P comes a moment later', () => {
    press('p', 'KeyP', 500);
    expect(shortcut).not.toHaveBeenCalled();
    vi.advanceTimersByTime(90);
    expect(shortcut).toHaveBeenCalledExactlyOnceWith('p');
  });

  it('loses no letter when it is quick', () => {
    press('p', 'KeyP', 500);
    press('c', 'KeyC', 20);
    expect(shortcut.mock.calls).toEqual([['p'], ['c']]);
  });

  it('may write the code into a field letter by letter', () => {
    const field = document.createElement('input');
    document.body.append(field);
    field.focus();
    type(SLIP, 120);
    expect([field.value, read.mock.calls.length]).toEqual([SLIP, 0]);
    expect(looksLikeSlip(` ${field.value.toLowerCase()} `)).toBe(true);
    expect(looksLikeSlip('Paddock')).toBe(false);
  });
});
