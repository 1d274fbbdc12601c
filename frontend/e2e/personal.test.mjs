// A family asks what the club holds on it, then to be forgotten.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { accessible, api, launch, open, paddock, serve } from './harness.mjs';
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
  test(`a family takes its data along and is erased: ${language}, ${theme}`, async (t) => {
    const say = words(language);
    const club = await serve(t, { sample: true });
    await api(club, '/api/desk/preferences', { name: 'language', value: language });
    await api(club, '/api/desk/preferences', { name: 'theme', value: theme });
    const { rows } = await api(club, '/api/desk/households?sort=recent&limit=500');
    const views = await Promise.all(
      rows.map(({ id }) => api(club, `/api/desk/households/${id}/erasure`)),
    );
    const free = views.find((one) => one.against.length === 0 && one.documents > 0);
    const held = views.find((one) => one.against.length > 0);
    const page = await open(t, browser, club.url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const visit = async ({ household }) => {
      await page.evaluate((id) => (location.hash = `#/families/${id}`), household);
      await page
        .getByRole('button', { name: say('families.edit') })
        .first()
        .waitFor();
      await page.keyboard.press('p');
      const sheet = page.getByRole('dialog', { name: say('personal.title') });
      await sheet.getByText(say('personal.backups')).waitFor();
      return sheet;
    };

    // Somebody who still owes, or is owed, cannot be forgotten yet.
    let sheet = await visit(held);
    await sheet.getByText(say('personal.against')).waitFor();
    assert.equal(await sheet.getByRole('button', { name: say('personal.eraseData') }).count(), 0);
    await accessible(page, `what stands against it, ${language}, ${theme}`);
    await page.keyboard.press('Escape');

    sheet = await visit(free);
    for (const [kind, begins] of [
      ['savePdf', '%PDF'],
      ['saveJson', '{'],
    ]) {
      const saving = page.waitForEvent('download');
      await sheet.getByRole('button', { name: say(`personal.${kind}`) }).click();
      const text = await readFile(await (await saving).path(), 'latin1');
      assert.ok(text.startsWith(begins), kind);
    }
    await accessible(page, `personal data, ${language}, ${theme}`);
    if (process.env.PICTURES)
      await page.screenshot({ path: `${process.env.PICTURES}/personal-${language}.png` });
    await sheet.getByRole('button', { name: say('personal.eraseData') }).click();
    const sure = page.getByRole('button', { name: say('personal.eraseForGood') });
    await sure.waitFor();
    await accessible(page, `sure, ${language}, ${theme}`);
    if (process.env.PICTURES)
      await page.screenshot({ path: `${process.env.PICTURES}/personal-sure-${language}.png` });
    await sure.click();
    await page.getByText(say('personal.erasedText')).waitFor();
    await accessible(page, `an erased household, ${language}, ${theme}`);
    const { counts } = await api(club, '/api/desk/households?limit=1');
    assert.equal(counts.all, rows.length - 1);
    assert.match(await paddock(club.dir, 'verify'), /./);
  });
}
