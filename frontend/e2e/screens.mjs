// What the accessibility tests share: the screens, and when one fits.
import assert from 'node:assert/strict';

/** The screens of the door and those beside them, by their address. */
export const screens = [
  'today',
  'desk',
  'planning',
  'planning?view=day',
  'planning?view=month',
  'planning?view=horse',
  'messages',
  'bank',
  'close',
  'activities',
  'horses',
  'families',
  'riders',
  'invoices',
  'catalogue',
  'accounting',
  'settings',
];

/** Fails where the page is wider than its window. */
export async function fits(page, where) {
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  assert.equal(wide, false, `${where} scrolls sideways`);
}
