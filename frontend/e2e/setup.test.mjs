// The owner sets the club up by keyboard: its time zone, its backup, the order of what it sells.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { accessible, api, dragged, launch, open, serve, settled } from './harness.mjs';
import { words } from './words.mjs';

const say = words('fr');
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** The sample club on one of its screens. */
async function at(t, screen) {
  const club = await serve(t, { sample: true });
  const page = await open(t, browser, club.url);
  await page.getByRole('navigation').first().waitFor();
  await page.goto(`${club.origin}/#/${screen}`);
  return { club, page };
}

test('an article goes up in its list with Alt and an arrow, and the desk follows', async (t) => {
  const { club, page } = await at(t, 'catalogue');
  const names = async () =>
    (await api(club, '/api/desk/offers?kind=goods')).map(({ name }) => name);
  const [first, second, ...others] = await names();
  const row = (name) => page.getByRole('row').filter({ hasText: name });
  // Few rows: the toast covers none, and a drag need not scroll.
  await page.getByText(say('catalogue.kind.goods'), { exact: true }).first().click();
  await row(second).click();
  await settled(page);
  await row(second).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await page.getByText(say('catalogue.moved', { name: second, at: 1, of: 4 })).waitFor();
  assert.deepEqual(await names(), [second, first, ...others]);
  await page.locator('tr:focus', { hasText: second }).waitFor();
  await settled(page);
  const falls = page.locator('tr.drop-below', { hasText: first });
  await dragged(page, row(second), row(first), { x: 60, y: 30 }, falls);
  await page.getByText(say('catalogue.moved', { name: second, at: 2, of: 4 })).waitFor();
  assert.deepEqual(await names(), [first, second, ...others]);
  await accessible(page, 'the catalogue');
});

test('the time zone is found by a few letters, the country is refused in words', async (t) => {
  const { club, page } = await at(t, 'settings/club');
  await page
    .getByRole('button', { name: say('settings.changeOf', { what: say('settings.zone') }) })
    .click();
  await page.keyboard.type('réunion');
  await page.getByRole('option', { name: /Reunion/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Indian, Reunion').waitFor();
  await page.getByLabel(say('settings.country'), { exact: true }).selectOption('BE');
  await page.getByRole('button', { name: say('settings.countryMove') }).click();
  await page.getByText(say('error.countryFixed'), { exact: true }).waitFor();
  const { identity } = await api(club, '/api/desk/settings');
  assert.deepEqual([identity.country, identity.zone], ['FR', 'Indian/Reunion']);
  await accessible(page, 'the club');
});

test('a season has limits of its own, and the club’s again once nothing stands', async (t) => {
  const { club, page } = await at(t, 'settings/season');
  const [season] = await api(club, '/api/desk/seasons');
  const own = async () =>
    (await api(club, '/api/desk/seasons')).find(({ id }) => id === season.id).vouchersASeason;
  const change = () =>
    page
      .getByRole('button', { name: say('settings.change') })
      .first()
      .click();
  const most = page.getByLabel(say('settings.vouchersASeason'));
  await change();
  assert.equal(await most.inputValue(), '');
  await most.fill('3');
  await page.keyboard.press('Control+Enter');
  await page.getByText(`${say('settings.vouchersASeason')} : 3`).waitFor();
  assert.equal(await own(), 3);
  await change();
  assert.equal(await most.inputValue(), '3');
  await accessible(page, 'the season');
  await most.fill('');
  await page.keyboard.press('Control+Enter');
  await page.getByText(`${say('settings.vouchersASeason')} : 3`).waitFor({ state: 'detached' });
  assert.equal(await own(), null);
});

test('a backup says where it is, and its file has the sum it says', async (t) => {
  const { page } = await at(t, 'settings/safety');
  const folder = await mkdtemp(join(tmpdir(), 'paddock-backup-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await page.getByLabel(say('settings.backupFolder')).fill(folder);
  await page.keyboard.press('Enter');
  await page.getByText(say('settings.backupVerified')).waitFor();
  const said = await page.locator('dl dd').allTextContents();
  const sum = createHash('sha256')
    .update(await readFile(said[0]))
    .digest('hex');
  assert.equal(said[3], sum);
  await accessible(page, 'the backup');
});

test('a way of paying the club does not take leaves the desk and the palette', async (t) => {
  const { club, page } = await at(t, 'settings/ways');
  const cheque = page.getByRole('switch', {
    name: say('settings.wayTaken', { way: say('way.cheque') }),
  });
  const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT');
  await cheque.click();
  assert.ok((await saved).ok());
  await accessible(page, 'the ways of paying');
  const { rows } = await api(club, '/api/desk/households?sort=-remaining&limit=1');
  const ask = async (text) => {
    await page.keyboard.press('Control+k');
    await page.locator('[role="combobox"]:focus').waitFor();
    await page.keyboard.type(text);
  };
  await ask(`20 espèces ${rows[0].name}`);
  await page
    .locator('[role="option"][aria-selected="true"]')
    .filter({ hasText: /Encaisser 20,00.€ en espèces/ })
    .waitFor();
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog');
  await sheet.locator('.rows li input:focus').waitFor();
  const keys = sheet.locator('.ways button');
  assert.equal(await keys.filter({ hasText: say('tender.card') }).count(), 2); // and a gift card
  assert.equal(await keys.filter({ hasText: say('tender.cheque') }).count(), 0);
});
