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
