// The parts of the screens, the club that is still empty and the small window, for
// somebody who cannot see them. A file of its own: one file has four minutes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openClub } from './clubs.mjs';
import { accessible, api, launch, open, serve } from './harness.mjs';
import { fits, screens } from './screens.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** The sections of the settings, as their list on the screen has them. */
const sections = (page) =>
  page
    .locator('a[href^="#/settings/"]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')));

for (const [language, theme] of [
  ['nl', 'dark'],
  ['fr', 'light'],
]) {
  test(`every section of the settings is accessible: ${language}, ${theme}`, async (t) => {
    const club = await serve(t, { sample: true });
    await api(club, '/api/desk/preferences', { name: 'language', value: language });
    await api(club, '/api/desk/preferences', { name: 'theme', value: theme });
    const page = await open(t, browser, club.url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate(() => (location.hash = '#/settings'));
    await page.locator('a[href="#/settings/safety"]').waitFor();
    const hashes = await sections(page);
    assert.ok(hashes.length > 15, `${hashes.length} sections`);
    for (const hash of hashes) {
      await page.evaluate((to) => (location.hash = to), hash);
      await page.locator(`a[href="${hash}"][aria-current]`).waitFor();
      await page.waitForLoadState('networkidle');
      await accessible(page, `${hash}, ${language}, ${theme}`);
      await fits(page, `${hash}, ${language}`);
    }
  });

  test(`a club that is still empty is accessible: ${language}, ${theme}`, async (t) => {
    const club = await serve(t);
    await openClub(club, language);
    await api(club, '/api/desk/preferences', { name: 'theme', value: theme });
    const page = await open(t, browser, club.url);
    for (const screen of screens) {
      await page.evaluate((name) => (location.hash = `#/${name}`), screen);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      await accessible(page, `empty ${screen}, ${language}, ${theme}`);
      await fits(page, `empty ${screen}, ${language}`);
    }
  });
}
