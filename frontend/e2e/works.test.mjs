// Many invoices are issued and printed in the background, while the desk goes on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, launch, open, serve, settled } from './harness.mjs';
import { words } from './words.mjs';

const say = words('fr');
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test('an offer goes to all families it fits, and their invoices to the printer, by keyboard', async (t) => {
  const club = await serve(t, { sample: true });
  const page = await open(t, browser, club.url);
  await page.getByRole('navigation').first().waitFor();
  await page.goto(`${club.origin}/#/catalogue`);
  await page.locator('tr[aria-rowindex="2"]').waitFor();
  await page.getByRole('row', { name: /Adhésion au club/ }).click();
  await page.getByRole('button', { name: say('many.open') }).press('Enter');
  const sheet = page.getByRole('dialog');
  await settled(page);
  await sheet.locator('tr[aria-rowindex="2"]').focus();
  await page.keyboard.press('Control+a');
  const families = await sheet.getByRole('checkbox', { checked: true }).count();
  assert.ok(families > 5);
  await accessible(page, 'an offer invoiced to several families');
  await sheet.getByRole('button', { name: /^Facturer \d+ familles/ }).waitFor();
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  await page.keyboard.press('Control+4'); // another screen changes nothing
  const line = page.getByRole('list', { name: say('work.list') });
  await line.getByText(/^\d+ factures, /).waitFor();
  await accessible(page, 'the result of a work');
  await line.getByRole('button', { name: say('work.see') }).press('Enter');
  await page.locator('tr[aria-rowindex="2"]').waitFor();
  await line.getByRole('button', { name: say('work.print') }).press('Enter');
  await line.getByText(/prêtes à imprimer/).waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    line.getByRole('button', { name: say('work.save') }).press('Enter'),
  ]);
  assert.match(file.suggestedFilename(), /\.pdf$/);
  await line.getByRole('button', { name: say('work.close') }).press('Enter');
  await line.waitFor({ state: 'detached' });
});

test('the ticked invoices are printed together, stopped, and what was done is said', async (t) => {
  const club = await serve(t, { sample: 250 });
  const page = await open(t, browser, club.url);
  await page.getByRole('navigation').first().waitFor();
  await page.goto(`${club.origin}/#/invoices?show=all`);
  await settled(page);
  await page.locator('tr[aria-rowindex="2"]').focus();
  await page.keyboard.press('Control+a'); // all of them, though the list began with its first rows
  const bar = page.getByRole('group', { name: say('invoices.tickedOnes') });
  const print = bar.getByRole('button', { name: /^Imprimer \d+ factures/ });
  await print.waitFor();
  const [, ticked] = /(\d+)/.exec(await print.textContent());
  const rows = Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1;
  assert.equal(Number(ticked), rows);
  assert.ok(rows > 500, `${rows} invoices`); // they take long enough to be stopped
  await accessible(page, 'ticked invoices');
  await print.press('Enter');
  const line = page.getByRole('list', { name: say('work.list') });
  await line.getByRole('button', { name: say('work.stop') }).press('Enter');
  await line.getByText(/^\d+ sur \d+ prêtes à imprimer/).waitFor();
  await accessible(page, 'a work that was stopped');
});

test('the books are checked in the background, from the settings and from the closings', async (t) => {
  const club = await serve(t, { sample: 250 });
  const page = await open(t, browser, club.url);
  await page.getByRole('navigation').first().waitFor();
  await page.goto(`${club.origin}/#/settings/safety`);
  const asked = page.waitForResponse((r) => r.url().endsWith('/api/desk/verify'));
  await page.getByRole('button', { name: say('settings.verifyNow') }).press('Enter');
  assert.equal((await (await asked).json()).what, 'verify');
  await page
    .getByText(/entrées vérifiées/)
    .last()
    .waitFor();
  await accessible(page, 'the books, checked');
  await settled(page);
  // Its result was read: nothing of it stays in the status bar.
  assert.equal(await page.getByRole('list', { name: say('work.list') }).count(), 0);
  await page.goto(`${club.origin}/#/accounting`);
  await page.getByRole('button', { name: say('books.verify') }).press('Enter');
  await page.getByText(/chaîne vérifiée/).waitFor();

  // Whoever leaves the screen finds the result in the status bar, or on coming back.
  let leave;
  const left = new Promise((done) => (leave = done));
  await page.route('**/api/desk/verify', async (route) => {
    const response = await route.fetch();
    await left;
    await route.fulfill({ response });
  });
  const again = page.waitForRequest((request) => request.url().endsWith('/api/desk/verify'));
  await page.getByRole('button', { name: say('books.verify') }).press('Enter');
  await again;
  await page.evaluate(() => (location.hash = '#/families')); // keys would wait for the answer
  await page.getByRole('grid', { name: say('area.families') }).waitFor(); // it was left
  leave();
  const line = page.getByRole('list', { name: say('work.list') });
  await line.getByText(/entrées vérifiées/).waitFor();
  await page.goto(`${club.origin}/#/accounting`);
  await page.getByText(/chaîne vérifiée/).waitFor();
  await line.waitFor({ state: 'detached' });
});
