// The accountant's screen: figures that open their lists, the entries taken along.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { addFamily, onAccount, openClub } from './clubs.mjs';
import { accessible, api, launch, open, serve, until } from './harness.mjs';
import { words } from './words.mjs';

const fr = words('fr');
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test('a month is taken along as the file the French order asks for, once its accounts are known', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const { id } = await addFamily(club, 'Delcourt', ['Manon']);
  const goods = (await api(club, '/api/desk/offers')).find(
    (offer) => offer.kind === 'goods' && offer.priceCents > 0,
  );
  await onAccount(club, id, goods.id);
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Control+9');
  await page.getByRole('heading', { level: 1, name: fr('area.accounting') }).waitFor();
  await page.getByText(fr('books.balanced', { n: 1 })).waitFor();

  // The one sale is owed, and the figure opens who owes it.
  await page.getByRole('link', { name: new RegExp(fr('books.owed')) }).press('Enter');
  await page.getByRole('dialog').getByText('Delcourt', { exact: true }).waitFor();
  await page.keyboard.press('Escape');

  // So do what is still to be given, what was earned, how full the lessons are and who came back.
  for (const [figure, title, says] of [
    ['deferred.figure', 'deferred.title', fr('deferred.none')],
    ['retention.figure', 'retention.title', fr('retention.riders')],
    ['income.by', 'income.title', fr('catalogue.kind.goods')],
    ['occupancy.title', 'occupancy.title', fr('occupancy.by.horse')],
  ]) {
    await page.getByRole('link', { name: new RegExp(`^${fr(figure)}`) }).press('Enter');
    const sheet = page.getByRole('dialog', { name: new RegExp(fr(title).split(' ')[0]) });
    await sheet.getByText(says, { exact: true }).first().waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
  }

  // Entries have their number once their day is closed.
  await page.keyboard.press('Control+e');
  await page.getByText(fr('error.nothingClosed')).waitFor();
  await api(club, '/api/desk/closings', { day: (await api(club, '/api/desk/closing')).day });
  const download = page.waitForEvent('download');
  await page.keyboard.press('Control+e');
  const file = await download;
  assert.match(file.suggestedFilename(), /^\d{9}FEC\d{8}\.txt$/);
  const lines = readFileSync(await file.path(), 'utf8').split('\r\n');
  assert.equal(lines[0].split('\t').length, 18);
  const rows = lines.slice(1).map((line) => line.split('\t'));
  const cents = (text) => Number(text.replace(',', ''));
  assert.equal(
    rows.reduce((sum, row) => sum + cents(row[11]) - cents(row[12]), 0),
    0,
  );
  assert.deepEqual(
    rows.map((row) => row[4]),
    ['411000', '707000', rows[2][4]],
  );

  // What was closed is searched, ordered and taken along.
  const closings = page.getByRole('region', { name: fr('books.closings') });
  await closings.getByRole('listitem').waitFor();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('zz');
  await closings.getByText(fr('list.notFound', { words: 'zz' })).waitFor();
  for (const _ of 'zz') await page.keyboard.press('Backspace');
  await closings.getByRole('listitem').waitFor();
  const perpetual = closings.getByText(fr('books.perpetual', { n: 1 }));
  await perpetual.waitFor();
  await closings
    .getByLabel(fr('list.order'))
    .selectOption({ label: fr('list.backwards', { head: fr('closing.col.issued') }) });
  await closings.locator('ol:not(.chained)').waitFor();
  await perpetual.waitFor(); // in whatever order, at every visit
  await accessible(page, 'closings with their tools');
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/closings.png` });
  const taken = page.waitForEvent('download');
  await closings
    .getByRole('button', { name: fr('list.exportOf', { list: fr('books.closings') }) })
    .click();
  await page.getByRole('menuitem').first().click();
  const sealed = readFileSync(await (await taken).path(), 'utf8')
    .trim()
    .split('\r\n');
  assert.equal(sealed.length, 2);
  assert.match(sealed[1], new RegExp(fr('closing.kind.day')));

  // Another number is kept, and is in the next file.
  await page.evaluate(() => (location.hash = '#/settings/accounts'));
  const number = page.getByLabel(`Ventes de marchandises : ${fr('settings.accountNumber')}`);
  await number.fill('707100');
  await number.press('Tab');
  await page.waitForFunction(
    async () => document.querySelectorAll('[aria-invalid="true"]').length === 0,
  );
  const { accounts } = await until(
    () => api(club, '/api/desk/settings'),
    ({ accounts }) => accounts.length === 1,
  );
  assert.deepEqual(accounts, [{ role: 'sales.goods', number: '707100', label: '' }]);
  await number.fill('7');
  await number.press('Tab');
  await page
    .getByRole('region', { name: fr('settings.accounts') })
    .getByText(fr('error.accountNumber'))
    .waitFor();
});

test('what came by a way of paying opens those payments, and a rate of VAT its days', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const { id } = await addFamily(club, 'Delcourt', ['Manon']);
  const goods = (await api(club, '/api/desk/offers')).find(
    (offer) => offer.kind === 'goods' && offer.priceCents > 0,
  );
  await onAccount(club, id, goods.id);
  for (const [way, cents] of [
    ['cash', 500],
    ['card', 100],
  ]) {
    await api(club, '/api/desk/payments', {
      household: id,
      invoices: [],
      tenders: [{ way, cents }],
    });
  }
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Control+9');
  for (const [region, row, sheet, says] of [
    ['books.receivedIn', fr('way.cash'), 'books.payments', '5,00'],
    ['books.vatOf', '20 %', 'books.vatDays', '20 %'],
  ]) {
    const panel = page.getByRole('region', {
      name: new RegExp(`^${fr(region, { period: '' }).trim()}`),
    });
    await panel.getByRole('link', { name: new RegExp(`^${row}`) }).press('Enter');
    const list = page.getByRole('dialog', {
      name: new RegExp(`^${fr(sheet, { period: '' }).trim()}`),
    });
    await list.getByRole('row', { name: new RegExp(says) }).waitFor();
    assert.equal(await list.getByRole('row').count(), 2, 'its head and one row');
    await accessible(page);
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
  }
});
