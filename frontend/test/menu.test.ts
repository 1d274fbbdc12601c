/** The window's menu bar and the screens say the same keys. */
import { expect, it } from 'vitest';
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
  const commands = pairs(
    'frontend/src/shell',
    'menu.svelte.ts',
    /^ {2}(\w+): \{\s*(?:\.\.\.\{ )?label: '([\w.]+)'/gm,
  ).map((pair) => pair.split(' '));
  expect(commands.length).toBeGreaterThan(10);
  const named = new Set(commands.map(([name]) => name));
  // The others press a key that acts everywhere.
  const keys = pairs('frontend/src/shell', 'menu.svelte.ts', /^ {2}(\w+): (\(\) =>|\w+,)/gm);
  for (const name of said.map((line) => line.split(' ')[1] ?? ''))
    expect(named.has(name) || keys.some((key) => key.startsWith(`${name} `)), name).toBe(true);
  const led = said.filter((line) => named.has(line.split(' ')[1]));
  const labels = Object.fromEntries(commands) as Record<string, string>;
  expect(led.length).toBeGreaterThan(10);
  expect(led).toEqual(
    led.map((line) => line.split(' ')[1] ?? '').map((name) => `${labels[name]} ${name}`),
  );
});
