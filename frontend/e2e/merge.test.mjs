// Two files of one family become one, and are parted again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, api, launch, open, serve } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const [language, theme] of [
  ['fr', 'light'],
  ['nl', 'dark'],
]) {
  test(`two files of one family are merged and parted: ${language}, ${theme}`, async (t) => {
    const say = words(language);
    const club = await serve(t, { sample: true, members: 2 });
    await api(club, '/api/desk/preferences', { name: 'language', value: language });
    await api(club, '/api/desk/preferences', { name: 'theme', value: theme });
    const { rows } = await api(club, '/api/desk/households?q=Famille&limit=10');
    const [kept, merged] = rows;
    const page = await open(t, browser, club.url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate((id) => (location.hash = `#/families/${id}`), kept.id);
    await page.getByRole('button', { name: say('families.edit') }).waitFor();
    await page.keyboard.press('r');
    const sheet = page.getByRole('dialog', { name: say('families.mergeTitle') });
    await sheet.getByRole('combobox').fill(merged.name);
    await sheet.getByRole('option', { selected: true }).filter({ hasText: merged.name }).waitFor();
    await accessible(page, `the other family, ${language}, ${theme}`);
    await page.keyboard.press('Enter');
    await sheet.getByRole('table').waitFor();
    await accessible(page, `what goes where, ${language}, ${theme}`);
    await page.keyboard.press('Control+Enter');
    await sheet.waitFor({ state: 'hidden' });
    const view = await api(club, `/api/desk/households/${merged.id}`);
    assert.equal(view.id, kept.id, 'its address leads to the family that was kept');
    assert.equal(view.riders.length, 2);
    const undo = page.getByRole('main').getByRole('button', { name: say('ui.undo') });
    await undo.waitFor();
    await accessible(page, `two in one, ${language}, ${theme}`);
    await undo.click();
    await page.waitForFunction(
      async ([path, key]) =>
        (await (await fetch(path, { headers: { authorization: `Bearer ${key}` } })).json()).riders
          .length === 1,
      [`/api/desk/households/${kept.id}`, club.key],
    );
  });
}
