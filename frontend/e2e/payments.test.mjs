// Money that goes back: a cheque the bank refused, credit that is paid out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, api, launch, open, serve } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const say = words('fr');

/** The sample club with its first late invoice settled by these tenders. */
async function paid(t, ...tenders) {
  const club = await serve(t, { sample: true });
  const { rows } = await api(club, '/api/desk/invoices?show=open');
  const invoice = rows.find(({ household }) => household !== 0);
  await api(club, '/api/desk/payments', {
    household: invoice.household,
    invoices: [invoice.id],
    tenders: tenders.map((tender) => tender(invoice.remainingCents)),
  });
  const page = await open(t, browser, club.url);
  await page.evaluate((id) => (location.hash = `#/families/${id}`), invoice.household);
  return { club, page, invoice };
}

test('a cheque that bounces reopens its invoice and is named on the family page and today', async (t) => {
  const detail = { number: '4081127', bank: 'Crédit Mutuel', drawer: 'Sophie Delcourt' };
  const { club, page, invoice } = await paid(t, (cents) => ({ way: 'cheque', cents, detail }));
  await page
    .getByText(say('way.chequeNumber', { number: '4081127' }))
    .first()
    .click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('button', { name: say('payment.bounce') }).click();
  await accessible(page, 'a payment');
  await sheet.getByRole('button', { name: say('payment.bounceSure') }).click();
  await page.getByText(detail.bank).first().waitFor();
  await accessible(page, 'a family with a bounced cheque');
  const reopened = await api(club, `/api/desk/invoices/${invoice.id}`);
  assert.equal(reopened.remainingCents, invoice.remainingCents);
  await page.evaluate(() => (location.hash = '#/today?show=bounced'));
  await page.getByRole('dialog').getByText(detail.bank).waitFor();
  await accessible(page, 'the bounced cheques');
});

test('credit is paid out, and only the part that is no voucher', async (t) => {
  const { club, page, invoice } = await paid(
    t,
    (cents) => ({ way: 'card', cents: cents + 3000 }),
    () => ({ way: 'holidayVoucher', cents: 2000 }),
  );
  await page.getByRole('button', { name: say('refund.open') }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText('20,00').first().waitFor();
  await accessible(page, 'paying credit out');
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  const account = await api(club, `/api/desk/households/${invoice.household}/account`);
  assert.equal(account.creditCents, 2000);
  assert.ok(account.sources.every(({ refundable }) => !refundable));
});
