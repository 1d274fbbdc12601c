// The screens and their parts in the smallest window and at twice the size, for somebody
// who sees little. A file of its own: one file has four minutes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, api, launch, open, serve, settled } from './harness.mjs';
import { fits, parts, screens } from './screens.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const SIZES = [
  ['1280x720', 1280, 720],
  ['1280x720 at 200 %', 640, 360],
];

/** A club's page in a language and a theme. */
async function pageOf(t, club, language, theme) {
  await api(club, '/api/desk/preferences', { name: 'language', value: language });
  await api(club, '/api/desk/preferences', { name: 'theme', value: theme });
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

/** Holds each of these addresses to every size. */
async function holds(page, addresses) {
  for (const [size, width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    for (const address of addresses) {
      await page.evaluate((name) => (location.hash = `#/${name}`), address);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      await settled(page);
      if (process.env.PICTURES)
        await page.screenshot({
          path: `${process.env.PICTURES}/zoom-${address.replaceAll(/\W/g, '-')}-${width}.png`,
        });
      await fits(page, `${address} at ${size}`);
      await accessible(page, `${address} at ${size}`);
    }
  }
}

for (const [language, theme] of [
  ['nl', 'light'], // the longest words
  ['fr', 'dark'],
]) {
  test(`the pages of one thing fit the smallest window, and at twice the size: ${language}, ${theme}`, async (t) => {
    const club = await serve(t, { sample: true });
    const page = await pageOf(t, club, language, theme);
    await holds(page, await parts(club));
    // The palette keeps its foot and its answers there.
    await page.keyboard.press('Control+k');
    await page.locator('[role="combobox"]:focus').waitFor();
    await page.keyboard.type('a');
    await page.locator('[role="option"][aria-selected="true"]').waitFor();
    await fits(page, 'the palette');
    await accessible(page, 'the palette at 200 %');
  });

  test(`the first run fits the smallest window, and at twice the size: ${language}, ${theme}`, async (t) => {
    const club = await serve(t);
    const page = await open(t, browser, club.url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page
      .getByRole('button', { name: { nl: 'Nederlands', fr: 'Français' }[language] })
      .click();
    await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    for (const [size, width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      await settled(page);
      await fits(page, `first run at ${size}`);
      await accessible(page, `first run at ${size}`);
    }
  });
}

test('every screen fits the smallest window, and at twice the size', async (t) => {
  const club = await serve(t, { sample: true });
  const page = await pageOf(t, club, 'nl', 'light'); // the longest words
  await holds(page, screens);
  // The sheets that have an address keep the whole window at that size.
  const { today } = await api(club, '/api/desk/session');
  for (const sheet of ['show=files', 'show=lacking', `received=${today}`]) {
    await page.evaluate((query) => (location.hash = `#/today?${query}`), sheet);
    await page.getByRole('dialog').waitFor();
    await page.waitForLoadState('networkidle');
    await fits(page, sheet);
    await accessible(page, sheet);
  }
  // A section of the settings is in view, not the list it was chosen from.
  await page.evaluate(() => (location.hash = '#/settings/safety'));
  const section = page.getByRole('region', { name: words('nl')('settings.safety') });
  await section.getByText(words('nl')('settings.backup'), { exact: true }).waitFor();
  assert.ok((await section.boundingBox()).y < 360, 'the section is in view');
});
