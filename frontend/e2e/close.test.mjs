// Flow g: the till is counted, the day is sealed, and nothing enters it any more.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addFamily, onAccount, openClub } from './clubs.mjs';
import { accessible, api, launch, open, paddock, serve } from './harness.mjs';
import { euros, words } from './words.mjs';

const fr = words('fr');
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test('the day is closed from the palette in five keys and the count, and is closed for good', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const { id } = await addFamily(club, 'Delcourt', ['Manon']);
  const goods = (await api(club, '/api/desk/offers')).find(
    (offer) => offer.kind === 'goods' && offer.priceCents > 500,
  );
  const invoice = await onAccount(club, id, goods.id);
  const pay = (cents) =>
    api(club, '/api/desk/payments', {
      household: id,
      invoices: [invoice.id],
      tenders: [{ way: 'cash', cents, tenderedCents: cents }],
    });
  await pay(500);

  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Control+k');
  await page.locator('[role="combobox"]:focus').waitFor();
  await page.keyboard.type('clôt');
  await page
    .locator('[role="option"][aria-selected="true"]')
    .filter({ hasText: fr('closing.title') })
    .waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: fr('closing.title') }).waitFor();
  await page.getByLabel(fr('closing.piecesOf', { valueCents: euros('fr', 500) })).fill('1');
  await page.keyboard.press('Tab');
  await page.getByText(fr('closing.right')).waitFor();
  await accessible(page, 'close, counted');

  await page.keyboard.press('Control+Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText(fr('closing.done')).waitFor();
  await accessible(page, 'close, sealed');

  await assert.rejects(pay(100), /booksClosed/);
  const proof = JSON.parse(await paddock(club.dir, 'verify', '--json'));
  assert.equal(proof.ok, true, JSON.stringify(proof.first));
  // The accountant's screen has it, one press from here.
  await page.getByRole('button', { name: fr('closing.entriesDo') }).click();
  await page.getByText(fr('books.perpetual', { n: 1 })).waitFor();
  await accessible(page, 'accounting with a closing');
});
