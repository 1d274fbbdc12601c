/** The window's menu bar and the screens say the same keys. */
import { expect, it } from 'vitest';
import { COMMANDS, KEYS } from '@/shell/menu.svelte';
import { sources } from './sources';

function pairs(folder: string, file: string, pair: RegExp): string[] {
  const text = sources(folder, file)[0]?.text ?? '';
  return [...text.matchAll(pair)].map(([, name, digit]) => `${name} ${digit}`);
}

it('the window says the keys that lead to the areas', () => {
  const areas = pairs('frontend/src/shell', 'areas.ts', /name: '(\w+)', digit: '(\d)'/g);
  const said = pairs('app', 'menu.go', /"area\.(\w+)", "area\.\w+", "Ctrl\+(\d)"/g);
  expect(said.length).toBeGreaterThan(5);
  // Riders stand in for Families where somebody may not see these.
  expect(said).toEqual(areas.filter((area) => !area.startsWith('riders ')));
});

it('a line of the menu is the command of its name, and the palette offers it in the same words', () => {
  const lines = pairs('app', 'menu.go', /\{"([\w.]+)", "([\w.]+)", "[^"]*"\}/g);
  const said = lines.filter((line) => !/ area\./.test(line));
  expect(said.length).toBeGreaterThan(10);
  const here = said.map((line) => line.split(' ')[1] ?? '').filter((name) => !(name in KEYS));
  expect(said.filter((line) => here.includes(line.split(' ')[1] ?? ''))).toEqual(
    here.map((name) => `${COMMANDS[name]?.label} ${name}`),
  );
});
