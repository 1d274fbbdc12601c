// A family asks where its account stands, and takes the paper along.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { accessible, api, launch, offered, open, serve } from './harness.mjs';
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
  test(`a statement of account is read and saved: ${language}, ${theme}`, async (t) => {
    const say = words(language);
    const club = await serve(t, { sample: true });
    await api(club, '/api/desk/preferences', { name: 'language', value: language });
    await api(club, '/api/desk/preferences', { name: 'theme', value: theme });
    const { rows } = await api(club, '/api/desk/households?sort=-remaining&limit=1');
    const page = await open(t, browser, club.url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate((id) => (location.hash = `#/families/${id}`), rows[0].id);
    await page.getByRole('button', { name: say('statement.open') }).waitFor();
    await page.keyboard.press('s');
    const sheet = page.getByRole('dialog', { name: say('statement.title') });
    await sheet.getByText(say('statement.closing')).waitFor();
    await accessible(page, `statement, ${language}, ${theme}`);
    const saving = page.waitForEvent('download');
    await sheet.getByRole('button', { name: say('statement.save') }).click();
    const text = await readFile(await (await saving).path(), 'latin1');
    assert.ok(text.startsWith('%PDF'));
  });
}

test('a family that pays takes its receipt and where its account stands along', async (t) => {
  const say = words('fr');
  const club = await serve(t, { sample: true });
  const { rows } = await api(club, '/api/desk/households?sort=-remaining&limit=1');
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate((id) => (location.hash = `#/families/${id}`), rows[0].id);
  await page.getByRole('button', { name: say('statement.open') }).waitFor();
  await offered(page, 'F9');
  await page.keyboard.press('F9');
  await page.getByRole('dialog').locator('.ways button:focus').waitFor();
  await page.keyboard.press('e');
  await page.keyboard.press('Control+Enter');
  const both = page.getByRole('button', { name: say('receive.printBoth') });
  await both.waitFor();
  await accessible(page, 'what a family that paid takes along');
  const papers = [
    page.waitForResponse(/\/payments\/\d+\/print$/),
    page.waitForResponse(new RegExp(`/households/${rows[0].id}/statement/pdf`)),
  ];
  await page.keyboard.press('Control+p');
  for (const paper of await Promise.all(papers)) assert.equal(paper.status(), 200);
});
