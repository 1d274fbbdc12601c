// The palette reads what a clerk says: money somebody brings, a thing somebody buys.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addFamily, onAccount, openClub } from './clubs.mjs';
import { accessible, api, launch, open, serve } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const say = words('fr');

test('a sentence opens the payment with its amount, and puts a thing into the cart', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const home = await addFamily(club, 'Delcourt', ['Manon']);
  const { fits } = await api(
    club,
    `/api/desk/offers-for?household=${home.id}&rider=${home.riders[0].id}`,
  );
  const goods = fits.find(({ offer }) => offer.kind === 'goods').offer;
  const card = fits.find(({ offer }) => offer.kind === 'card').offer;
  await onAccount(club, home.id, goods.id);
  const ask = async (text, chosen) => {
    await page.keyboard.press('Control+k');
    await page.locator('[role="combobox"]:focus').waitFor();
    await page.keyboard.type(text);
    await page
      .locator('[role="option"][aria-selected="true"]')
      .filter({ hasText: chosen })
      .waitFor();
  };

  await ask('5,50 espèces delcourt', /Encaisser 5,50.€ en espèces, famille Delcourt/);
  await accessible(page, 'the palette with a sentence');
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog');
  await sheet.locator('.rows li input:focus').waitFor();
  await page.keyboard.press('Control+Enter');
  await sheet.getByText(say('receive.done')).waitFor();
  const { rows } = await api(club, '/api/desk/invoices?show=open');
  assert.equal(rows[0].remainingCents, goods.priceCents - 550);
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });

  await ask(rows[0].number.toLowerCase(), rows[0].number);
  await page.keyboard.press('Escape');

  await ask(`vendre carte ${card.name.split(' ')[0]} delcourt`, 'Delcourt');
  await page.keyboard.press('Enter');
  const cart = page.getByRole('region', { name: say('desk.cart') });
  await cart.getByText(say('desk.lineCount', { n: 1 })).waitFor();
});

test('the lines of the menu and the sections of the settings are found by their words', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  for (const [text, chosen, hash] of [
    ['sauvegarder', say('menu.backup'), '#/settings/safety'],
    ['vérifier', say('menu.verify'), '#/settings/safety'],
    ['réglages tva', say('settings.vat'), '#/settings/vat'],
    ['mediateur', say('settings.invoices'), '#/settings/invoices'],
    ['reprendre un ancien', say('takeover.title'), '#/families/takeover'],
  ]) {
    await page.keyboard.press('Control+k');
    await page.locator('[role="combobox"]:focus').waitFor();
    await page.keyboard.type(text);
    const found = page.locator('[role="option"][aria-selected="true"]');
    await found.filter({ hasText: chosen }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForFunction((to) => location.hash === to, hash);
  }
  await page.keyboard.press('Control+k');
  await page.locator('[role="combobox"]:focus').waitFor();
  await page.keyboard.type('nouvelle famille');
  await page.locator('[role="option"][aria-selected="true"]').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: say('families.new') }).waitFor();
});
