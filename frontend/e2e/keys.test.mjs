// The flows of the design by keyboard alone, and no more keys than it counts
// (DESIGN section 3: names and amounts that are typed do not count).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addFamily, onAccount } from './clubs.mjs';
import { clubAt } from './counted.mjs';
import { accessible, api, launch, offered } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const say = words('fr');

test('flow f: three invoices of a family are paid at once with seven keys', async (t) => {
  const { club, page, keys } = await clubAt(t, browser, 'invoices');
  const home = await addFamily(club, 'El Amrani', ['Yanis']);
  const other = await addFamily(club, 'Elbaz', []);
  const { fits } = await api(club, `/api/desk/offers-for?household=${home.id}&rider=0`);
  const open = [];
  for (const household of [home, other, home, home])
    open.push(await onAccount(club, household.id, fits[0].offer.id));
  await page.getByText(open[3].number, { exact: true }).waitFor();

  await keys.press('Control+f');
  await page.locator('.filter input:focus').waitFor();
  await keys.type('el amrani'); // the space within a name is the name's
  await keys.press('Space', 'Space', 'Space', 'F9');
  const sheet = page.getByRole('dialog');
  await sheet.locator('.ways button:focus').waitFor();
  await keys.press('c');
  await sheet.locator('.rows li input:focus').waitFor();
  await keys.press('Control+Enter');
  await sheet.getByText(say('receive.done')).waitFor();
  // What had the focus is gone, in the sheet and in the list: it is near, not on nothing.
  await sheet.locator('h2:focus').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.locator('.filter input:focus').waitFor();

  assert.equal(keys.pressed.length, 7, keys.pressed.join(' '));
  const { rows } = await api(club, '/api/desk/invoices?show=open');
  assert.deepEqual(
    rows.map(({ number }) => number),
    [open[1].number],
  );
  const paid = await Promise.all(
    [0, 2, 3].map((n) => api(club, `/api/desk/invoices/${open[n].id}`)),
  );
  assert.equal(new Set(paid.map(({ paidBy }) => paidBy[0].receipt)).size, 1, 'one receipt');
});

test('Space leaves a line out of the sale, and F4 takes up what was left', async (t) => {
  const { club, page, keys } = await clubAt(t, browser, 'desk');
  const home = await addFamily(club, 'Delcourt', ['Manon']);
  await page.evaluate((id) => (location.hash = `#/desk?household=${id}`), home.id);
  const cart = page.getByRole('region', { name: say('desk.cart') });
  await page.getByRole('heading', { name: /Delcourt/ }).waitFor();
  const { fits } = await api(
    club,
    `/api/desk/offers-for?household=${home.id}&rider=${home.riders[0].id}`,
  );
  await keys.press('F3');
  await page.locator('input[role="combobox"]:focus').waitFor();
  await page
    .getByRole('option')
    .first()
    .filter({ hasText: fits[0].offer.name, has: page.locator('kbd') }) // the rider's, not the house's
    .waitFor();
  for (const n of [1, 2, 3]) {
    await keys.press(String(n));
    await cart.getByText(say('desk.lineCount', { n })).waitFor();
  }
  await keys.press('F6'); // the cart is the next panel
  await keys.press('Tab', 'Tab');
  await cart.locator('.lines input:focus').waitFor();
  await keys.press('ArrowDown', 'Space');
  await cart.getByText(say('desk.leftOut')).waitFor();
  await cart.getByText(say('desk.lineCount', { n: 2 })).waitFor();

  await keys.press('F9');
  await cart.locator('.pad button:focus').waitFor();
  await keys.press('c');
  await cart.locator('.rows input:focus').waitFor();
  await keys.press('Control+Enter');
  await cart.locator('.terms input:focus').waitFor();
  await keys.press('Space', 'Control+Enter');
  await page.getByText(say('desk.restWaits', { n: 1, time: '' }).split(',')[0]).waitFor();
  const { rows } = await api(club, '/api/desk/invoices');
  assert.equal(rows[0].totalCents, fits[0].offer.priceCents + fits[2].offer.priceCents);

  await keys.press('F4');
  await cart.getByText(say('desk.lineCount', { n: 1 })).waitFor();
  await cart.getByText(fits[1].offer.name, { exact: true }).waitFor();
});

test('what was sold to nobody goes to the family once, though the answer is lost', async (t) => {
  const { club, page, keys } = await clubAt(t, browser, 'desk');
  await addFamily(club, 'Delcourt', ['Manon']);
  const cart = page.getByRole('region', { name: say('desk.cart') });
  await keys.press('F3');
  await page.locator('input[role="combobox"]:focus').waitFor();
  await keys.press('1');
  await cart.getByText(say('desk.lineCount', { n: 1 })).waitFor();

  let lost = false;
  await page.route('**/api/desk/carts', async (route) => {
    if (lost || route.request().method() !== 'POST') return route.continue();
    lost = true;
    await route.fetch(); // the desk did it, nobody hears of it
    await route.abort();
  });
  await keys.press('F2');
  await page.locator('input[role="combobox"]:focus').waitFor();
  await keys.type('delc');
  await page.getByRole('option', { name: /Delcourt/ }).waitFor();
  await keys.press('Enter');
  await page.getByRole('button', { name: say('ui.retry') }).click();
  await page.getByRole('heading', { name: /Delcourt/ }).waitFor();
  await cart.getByText(say('desk.lineCount', { n: 1 })).waitFor();
  assert.deepEqual(await api(club, '/api/desk/carts').then((carts) => carts.length), 1);
});

test('letters alone are no shortcuts for who turns them off in F1, until they are turned on again', async (t) => {
  const { club, page } = await clubAt(t, browser, 'planning');
  await offered(page, 'N');
  await page.keyboard.press('F1');
  const sheet = page.getByRole('dialog', { name: say('keys.title') });
  const letters = sheet.getByRole('switch', { name: say('keys.letters') });
  await letters.press('Space');
  await sheet.getByText(say('planning.new')).waitFor({ state: 'detached' });
  await accessible(page, 'the keys, without letters');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  await page.keyboard.press('n');
  assert.equal((await api(club, '/api/desk/session')).letters, false);
  await page.keyboard.press('F1'); // a sheet that N opened would be in its place
  await letters.press('Space');
  await page.keyboard.press('Escape');
  await offered(page, 'N');
  await page.keyboard.press('n');
  await page.getByRole('dialog').waitFor();
});
