import { flushSync } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { FIND, register } from '@/state/keys.svelte';
import { here } from '@/state/router.svelte';
import { choose } from './menu.svelte';

afterEach(() => {
  window.location.hash = '';
});

it('a line of the menu presses the key that is in force', () => {
  const run = vi.fn();
  const stop = register([{ code: 'F9', label: 'keys.help', run }]);
  choose('pay');
  stop();
  expect(run).toHaveBeenCalledOnce();
});

it('a key that means nothing here is looked for at the Desk', () => {
  choose('article');
  flushSync();
  expect(here().name).toBe('desk');
});

it('a key that the screen has not is said so, and means nothing else', () => {
  const mail = vi.fn();
  const find = vi.fn();
  const stop = register([
    { code: 'KeyE', ctrl: true, label: 'receive.mail', run: mail },
    { ...FIND, run: find },
  ]);
  choose('export');
  choose('print');
  choose('find');
  stop();
  expect(mail).not.toHaveBeenCalled();
  expect(find).toHaveBeenCalledOnce();
});

it('an area is a place', () => {
  choose('area.invoices');
  expect(here().name).toBe('invoices');
});
