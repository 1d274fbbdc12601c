// The catalogue's gift cards: sold at the desk for an amount that is asked, and
// spent there as a way of paying.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openClub } from './clubs.mjs';
import { api, launch, open, serve } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const say = words('fr');

test('a gift card of a chosen amount is made, sold and has its slip', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const page = await open(t, browser, club.url);
  await page.evaluate(() => (location.hash = '#/catalogue'));
  await page
    .getByRole('button', { name: say('catalogue.add') })
    .first()
    .click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText(say('catalogue.kind.giftCard'), { exact: true }).click();
  await sheet.getByLabel(say('catalogue.name'), { exact: true }).fill('Carte cadeau');
  await page.keyboard.press('Control+Enter');
  await page.getByText(say('catalogue.free'), { exact: true }).first().waitFor();

  await page.evaluate(() => (location.hash = '#/desk'));
  await page.keyboard.press('F3');
  await page.keyboard.type('cadeau');
  await page.getByRole('option', { name: /Carte cadeau/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByLabel(say('desk.giftAmount')).fill('50');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.keyboard.press('F9');
  await page.keyboard.press('e');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: /…[A-Z2-7]{4}/ }).waitFor();

  const [sold] = (await api(club, '/api/desk/invoices')).rows ?? [];
  const view = await api(club, `/api/desk/invoices/${sold?.id ?? 1}`);
  assert.equal(view.giftCards[0].leftCents, 5000);
  assert.equal(view.vat[0].vatCents, 0);
});
