// Money that goes back: a cheque the bank refused, credit that is paid out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addFamily, openClub } from './clubs.mjs';
import { accessible, api, launch, offered, open, serve, settled } from './harness.mjs';
import { euros, words } from './words.mjs';

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

  await page.evaluate((home) => (location.hash = `#/desk?household=${home}`), invoice.household);
  await offered(page, 'F3');
  await page.keyboard.press('F3');
  await page
    .getByRole('region', { name: say('desk.articles') })
    .locator('input:focus')
    .waitFor();
  await page.keyboard.type('Gants enfant');
  await page.keyboard.press('Enter');
  const cart = page.getByRole('region', { name: say('desk.cart') });
  await cart.getByText(say('desk.lineCount', { n: 1 })).waitFor();
  await page.keyboard.press('F9');
  await page.locator('.pad button:focus').waitFor();
  await page.keyboard.press('o');
  await page
    .getByRole('list', { name: say('credit.sources') })
    .getByText('non remboursable')
    .waitFor();
  await accessible(page, 'where credit comes from');
});

test('a credit note without a client is paid back from its paper', async (t) => {
  const club = await serve(t, { sample: true });
  const { fits } = await api(club, '/api/desk/offers-for?household=0&rider=0');
  const { id: offer, priceCents } = fits.find(({ offer }) => offer.kind === 'goods').offer;
  const cart = await api(club, '/api/desk/carts', { household: 0 });
  const path = `/api/desk/carts/${cart.id}`;
  const { termsVersion } = await api(club, `${path}/lines`, { offer, rider: 0, quantity: 1 });
  const tenders = [{ way: 'card', cents: priceCents, detail: {} }];
  const sale = await api(club, `${path}/checkout`, { tenders, terms: termsVersion });
  const credit = `/api/desk/invoices/${sale.invoice.id}/credit`;
  const note = await api(club, credit, { reason: 'Échange', returns: [] });

  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate((id) => (location.hash = `#/invoices/${id}`), note.id);
  const pay = page.getByRole('button', {
    name: say('invoices.payBack', { backCents: euros('fr', priceCents) }),
  });
  await pay.click();
  const sheet = page.getByRole('dialog');
  await accessible(page, 'paying a credit note back');
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  await pay.waitFor({ state: 'detached' });
  const { paidBack, sources } = await api(club, `/api/desk/invoices/${note.id}`);
  assert.deepEqual([paidBack[0].way, paidBack[0].cents], ['transfer', priceCents]);
  assert.deepEqual(sources, []);
});

test('an aid is laid at the desk with its key, covers what its rule says, and is paid from the list', async (t) => {
  const club = await serve(t, { sample: true });
  const settings = await api(club, '/api/desk/settings');
  const aid = { name: 'Pass’Sport', payer: 'ASP', cents: 500, percent: 0, capCents: 0 };
  const body = {
    version: settings.versions.aids,
    value: [{ id: 0, ...aid, from: '2020-01-01', through: '' }],
  };
  const saved = await fetch(`${club.origin}/api/desk/settings/aids`, {
    method: 'PUT',
    headers: {
      Authorization: `Bearer ${club.key}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': crypto.randomUUID(),
    },
    body: JSON.stringify(body),
  });
  assert.ok(saved.ok, await saved.text());
  const { rows } = await api(club, '/api/desk/invoices?show=open');
  const page = await open(t, browser, club.url);
  let sheet;
  for (const row of rows) {
    const offered = await api(club, `/api/desk/aids/for?cart=0&invoices=${row.id}`);
    if (offered.length === 0) continue;
    await page.evaluate((id) => (location.hash = `#/invoices/${id}`), row.id);
    await page.getByRole('heading', { name: row.number }).first().waitFor();
    break;
  }
  await offered(page, 'F9');
  await page.keyboard.press('F9');
  sheet = page.getByRole('dialog');
  await sheet.locator('.ways button:focus').waitFor();
  await page.keyboard.press('p');
  await sheet.getByText(aid.payer, { exact: false }).first().waitFor();
  await accessible(page, 'an aid among the tenders');
  await page.keyboard.press('Control+Enter');
  await page.getByText(say('receive.done')).first().waitFor();
  const [granted] = await api(club, '/api/desk/aids');
  assert.equal(granted.state, 'granted');
  assert.equal(granted.cents, 500);
  await page.evaluate(() => (location.hash = '#/today?show=aids'));
  sheet = page.getByRole('dialog', { name: say('aids.title') });
  await sheet.getByText(granted.riderName).first().waitFor();
  await accessible(page, 'the aids to receive');
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/aids.png` });
  await page.keyboard.press('Control+f');
  await page.keyboard.type('nobody');
  await sheet.getByText(say('list.notFound', { words: 'nobody' })).waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('asp');
  await sheet.getByText(granted.riderName).first().waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await sheet.getByRole('button', { name: say('aids.receive') }).click();
  await page.keyboard.press('Control+Enter');
  await sheet.getByText(say('aids.none')).waitFor();

  // Its invoice is credited: the payer is owed its share back, and is paid.
  await page.evaluate((id) => (location.hash = `#/invoices/${id}`), granted.invoices[0]);
  await page.getByText(granted.numbers[0]).first().waitFor();
  await api(club, `/api/desk/invoices/${granted.invoices[0]}/credit`, { reason: 'leaves' });
  await page.evaluate(() => (location.hash = '#/today?show=aids'));
  await sheet.getByText(say('aids.owedBack')).waitFor();
  await accessible(page, 'an aid to pay back');
  await sheet.getByRole('button', { name: say('aids.payBack') }).click();
  await page
    .getByText(/virement/i)
    .first()
    .waitFor();
  await accessible(page, 'paying an aid back');
  await page.keyboard.press('Control+Enter');
  await sheet.getByText(say('aids.none')).waitFor();
  await page.evaluate(() => (location.hash = '#/settings/aids'));
  await page.getByText('ASP').first().waitFor();
  await accessible(page, 'the kinds of aid');
});

test('a promise that nobody awaits any more leaves the list with its reason', async (t) => {
  const club = await serve(t, { sample: true });
  const { rows } = await api(club, '/api/desk/invoices?show=open');
  const invoice = rows.find(({ household }) => household !== 0);
  await api(club, '/api/desk/payments', {
    household: invoice.household,
    invoices: [invoice.id],
    tenders: [{ way: 'promise', cents: invoice.remainingCents }],
  });
  const page = await open(t, browser, club.url);
  await page.evaluate(() => (location.hash = '#/today?show=promised'));
  const sheet = page.getByRole('dialog', { name: say('promised.title') });
  const row = sheet.getByRole('row').filter({ hasText: invoice.number });
  await settled(page);
  await row.getByRole('button', { name: say('promised.drop') }).focus();
  await page.keyboard.press('Enter');
  await sheet.getByLabel(say('promised.dropReason')).waitFor();
  await page.keyboard.type('Ne viendra plus');
  await accessible(page, 'dropping a promise');
  await page.keyboard.press('Enter');
  await row.waitFor({ state: 'detached' });
  await page.evaluate((id) => (location.hash = `#/invoices/${id}`), invoice.id);
  await page.getByText(say('invoices.promiseDropped', { reason: 'Ne viendra plus' })).waitFor();
});

test('cash handed to an instructor is held by them until they bring it in', async (t) => {
  const club = await serve(t, { sample: true });
  const { rows } = await api(club, '/api/desk/invoices?show=open');
  const invoice = rows.find(({ household }) => household !== 0);
  const person = { id: 0, name: 'Hélène Marchal', role: 'instructor', active: true };
  await api(club, '/api/desk/staff', { ...person, hasPin: false, language: '', version: 0 });
  const page = await open(t, browser, club.url);
  await page.evaluate((id) => (location.hash = `#/invoices/${id}`), invoice.id);
  await page.getByRole('heading', { name: invoice.number }).first().waitFor();
  await offered(page, 'F9');
  await page.keyboard.press('F9');
  let sheet = page.getByRole('dialog');
  await sheet.locator('.ways button:focus').waitFor();
  await page.keyboard.press('e');
  await sheet.getByLabel(say('tender.heldBy')).selectOption({ label: 'Hélène Marchal' });
  await accessible(page, 'cash handed to an instructor');
  await page.keyboard.press('Control+Enter');
  await page.getByText(say('receive.done')).first().waitFor();
  const { day } = await api(club, '/api/desk/today');
  await page.evaluate((on) => (location.hash = `#/today?received=${on}`), day);
  await page.getByRole('dialog').locator('tr[aria-rowindex]').last().press('Enter');
  await page.getByText(say('payment.holder')).waitFor();
  await page.getByRole('dialog').last().getByText('Hélène Marchal').waitFor();
  await accessible(page, 'a payment that somebody still holds');
  await page.keyboard.press('Escape');
  await page.evaluate(() => (location.hash = '#/today?show=held'));
  sheet = page.getByRole('dialog', { name: say('handed.title') });
  await sheet.getByText('Hélène Marchal').waitFor();
  await accessible(page, 'the money to bring in');
  await settled(page);
  await sheet.locator('tr[aria-rowindex="2"]').focus();
  await page.keyboard.press('Space');
  await sheet.getByRole('button', { name: /^Rentrer 1 règlement/ }).click();
  await sheet.getByText(say('handed.none')).waitFor();
  const today = await api(club, '/api/desk/today');
  assert.ok(
    today.byWay.some(({ way, cents }) => way === 'cash' && cents >= invoice.remainingCents),
  );
});

test('what a sale leaves on account is spread over instalments at the counter', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const { id } = await addFamily(club, 'Delcourt', ['Manon']);
  const goods = (await api(club, '/api/desk/offers')).find(
    (offer) => offer.kind === 'goods' && offer.priceCents > 0,
  );
  const page = await open(t, browser, club.url);
  await page.evaluate(
    ([household, offer]) => (location.hash = `#/desk?household=${household}&offer=${offer}`),
    [id, goods.id],
  );
  await page.locator('.account input').check();
  await page.getByLabel(say('desk.times')).selectOption('3');
  await page.getByText(/ en 3 fois/).waitFor();
  await accessible(page, 'a sale in instalments');
  if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT });
  const [terms] = await page.locator('.terms input:not(:checked)').all();
  await terms?.check();
  await page.keyboard.press('Control+Enter');
  await page.getByText(say('desk.nextSale')).first().waitFor();
  const { rows } = await api(club, '/api/desk/invoices?show=open');
  const invoice = await api(club, `/api/desk/invoices/${rows[0].id}`);
  assert.equal(invoice.dues.length, 3);
  assert.equal(
    invoice.dues.reduce((sum, due) => sum + due.cents, 0),
    goods.priceCents,
  );
});
