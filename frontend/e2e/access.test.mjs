// Who may ask, and what every screen looks like to somebody who cannot see it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, api, launch, open, serve } from './harness.mjs';
import { fits, screens } from './screens.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const LANGUAGES = { fr: 'Français', nl: 'Nederlands', en: 'English' };

test('without the one-time key every route answers 401, on loopback as well', async (t) => {
  const club = await serve(t, { sample: true });
  for (const path of ['/api/desk/session', '/api/desk/invoices', '/api/changes', '/api/anything']) {
    const bare = await fetch(club.origin + path);
    assert.equal(bare.status, 401, path);
    const wrong = await fetch(club.origin + path, { headers: { Authorization: 'Bearer wrong' } });
    assert.equal(wrong.status, 401, path);
  }
  assert.equal((await api(club, '/api/desk/session')).training, true);
});

test('the first run is accessible in both themes and three languages', async (t) => {
  const club = await serve(t);
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  for (const [language, name] of Object.entries(LANGUAGES)) {
    await page.getByRole('button', { name, exact: true }).click();
    await page.locator(`html[lang="${language}"]`).waitFor({ state: 'attached' });
    for (const theme of ['light', 'dark']) {
      await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
      await accessible(page, `first run, ${language}, ${theme}`);
    }
  }
});

// Words differ by language and contrast by theme: each of both is seen, not each pair.
// Dutch in the dark is seen of those with the most of both: long lines, and chips of every tone.
const DUTCH_IN_THE_DARK = ['today', 'families', 'families/import', 'families/takeover', 'invoices'];
for (const [language, theme, seen] of [
  ['fr', 'light', screens],
  ['fr', 'dark', screens],
  ['nl', 'light', screens],
  ['en', 'dark', screens],
  ['nl', 'dark', DUTCH_IN_THE_DARK],
]) {
  const which = seen === screens ? 'every screen is' : 'the longest screens are';
  test(`${which} accessible: ${language}, ${theme}`, async (t) => {
    const club = await serve(t, { sample: true });
    await api(club, '/api/desk/preferences', { name: 'language', value: language });
    await api(club, '/api/desk/preferences', { name: 'theme', value: theme });
    const page = await open(t, browser, club.url);
    for (const screen of seen) {
      await page.evaluate((name) => (location.hash = `#/${name}`), screen);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      assert.equal(await page.evaluate(() => document.documentElement.lang), language);
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), theme);
      await accessible(page, `${screen}, ${language}, ${theme}`);
      await fits(page, `${screen}, ${language}`);
    }
  });
}
