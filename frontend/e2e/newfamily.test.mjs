// Flow a: a new family with two riders buys and pays by keys, and no more of them
// than the design counts (DESIGN section 3: names and amounts do not count).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { later, offer, series } from './clubs.mjs';
import { clubAt } from './counted.mjs';
import { api, launch } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const say = words('fr');

/** A new family with two riders, from the counter's empty field to the articles. */
async function newFamily({ page, keys }) {
  await keys.press('Control+n');
  await page.locator('input[role="combobox"]:focus').waitFor();
  await keys.type('Delcourt');
  await page.getByRole('option').filter({ hasText: 'Delcourt' }).waitFor();
  await keys.press('Enter');
  const sheet = page.getByRole('dialog', { name: say('desk.newFamily') });
  await sheet.waitFor();
  for (const [n, name, born] of [
    [1, 'Manon', '2/5/2014'],
    [2, 'Hugo', '14/3/2017'],
  ]) {
    const rider = sheet.getByRole('group', { name: say('newFamily.riderAt', { n }) });
    await rider.getByLabel(say('families.firstName')).fill(name);
    await rider.getByLabel(say('families.birthDate')).fill(born);
  }
  await keys.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  await page.locator('input[role="combobox"]:focus').waitFor();
}

/** 70 € by cheque, the rest by link, the conditions of sale, and the invoice. */
async function payByChequeAndLink({ page, keys, cart }) {
  await keys.press('F9');
  await cart.locator('.pad button:focus').waitFor();
  await keys.press('q');
  await cart.locator('.rows input:focus').waitFor();
  await keys.type('70');
  await keys.press('Tab');
  await keys.type('4081127');
  await keys.press('l');
  await cart.locator('.rows li').nth(1).waitFor();
  await keys.press('Control+Enter'); // brings the cursor to the conditions of sale
  await cart.locator('.terms input:focus').waitFor();
  await keys.press('Space', 'Control+Enter');
  await page.getByText(say('desk.issued')).waitFor();
}

/** The invoice of a sale of flow a: whose its lines are, and what is paid of it. */
async function sold(club) {
  const { rows } = await api(club, '/api/desk/invoices');
  const invoice = await api(club, `/api/desk/invoices/${rows[0].id}`);
  assert.deepEqual(
    invoice.lines.map(({ riderName }) => riderName),
    ['Manon Delcourt', 'Manon Delcourt', 'Hugo Delcourt', 'Hugo Delcourt'],
  );
  assert.equal(invoice.paidCents, 7000);
  assert.equal(invoice.requests[0].cents, invoice.totalCents - 7000);
  return invoice;
}

/** The club keeps the terms of the licence apart from its conditions of sale. */
async function licenceTermsOfItsOwn(club, from) {
  const { terms, versions } = await api(club, '/api/desk/settings');
  const text = { fr: 'Prise au nom du cavalier.', nl: '', en: '' };
  const value = [...terms, { licence: true, version: 'L-2026', from, text }];
  await api(club, '/api/desk/settings/terms', { value, version: versions.terms }, 'PUT');
}

const nextRider = async ({ page, keys }) => {
  await keys.press('Alt+ArrowDown');
  await page.locator('.rider[aria-pressed="true"]').filter({ hasText: 'Hugo' }).waitFor();
};

test('flow a: a new family, two riders, four things, cheque and link with sixteen keys', async (t) => {
  const { club, page, keys } = await clubAt(t, browser, 'desk');
  const cart = page.getByRole('region', { name: say('desk.cart') });
  await newFamily({ page, keys });

  const article = async (text, key, n) => {
    await keys.type(text);
    await page
      .getByRole('option')
      .first()
      .filter({ hasText: new RegExp(text, 'i'), has: page.locator('kbd') }) // it fits, and says its key
      .waitFor();
    await keys.press(key);
    await cart.getByText(say('desk.lineCount', { n })).waitFor();
  };
  await keys.press('F3');
  await article('particulier', '1', 1);
  await article('licence', 'Enter', 2);
  await nextRider({ page, keys });
  await article('particulier', '1', 3);
  await article('licence', 'Enter', 4);
  await payByChequeAndLink({ page, keys, cart });

  assert.ok(keys.pressed.length <= 16, keys.pressed.join(' '));
  await sold(club);
});

test('flow a: a weekly place pro rata and a licence for each of two new riders with sixteen keys', async (t) => {
  const { club, page, keys } = await clubAt(t, browser, 'desk');
  const { today } = await api(club, '/api/desk/session');
  const first = later(today, 3); // tomorrow's may be closed by now
  const begun = await series(club, later(first, -49), 'Galop 1', 900, 8); // seven of its twelve are past
  await api(club, '/api/desk/offers', offer('Forfait mercredi', 13200, 1));
  await licenceTermsOfItsOwn(club, today);
  const cart = page.getByRole('region', { name: say('desk.cart') });
  await newFamily({ page, keys });

  const weekly = async (who, text, n) => {
    if (text) await keys.type(text);
    await page
      .getByRole('option')
      .first()
      .filter({ hasText: /Forfait mercredi.*5 séances sur 12/s, has: page.locator('kbd') })
      .waitFor();
    await keys.press('1');
    const licence = page.getByRole('dialog', { name: say('desk.licence.title', { name: who }) });
    await licence.waitFor();
    await keys.press('Enter');
    await licence.waitFor({ state: 'detached' });
    await cart.getByText(say('desk.lineCount', { n })).waitFor();
  };
  await keys.press('F3');
  await weekly('Manon', 'merc', 2);
  await nextRider({ page, keys }); // what was looked for is looked for again
  await weekly('Hugo', '', 4);
  await cart
    .getByText(/132,00.€ × 5 séances restantes sur 12/)
    .nth(1)
    .waitFor();
  await payByChequeAndLink({ page, keys, cart });

  assert.ok(keys.pressed.length <= 16, keys.pressed.join(' '));
  const { lines, reference, requests, licenceTermsVersion } = await sold(club);
  assert.equal(licenceTermsVersion, 'L-2026', 'one word of the family accepts both');
  assert.deepEqual([lines[0].cents, lines[2].cents], [5500, 5500]);
  assert.ok(reference && requests[0].url.includes(reference));
  const { lessons } = await api(club, `/api/desk/plan?first=${first}&last=${first}`);
  assert.deepEqual([lessons[0].series, lessons[0].unpaid], [begun.series.id, 2]); // until the link is paid
});

test('a guest is known by an e-mail, and buys what needs no account', async (t) => {
  const { club, page, keys } = await clubAt(t, browser, 'desk');
  const cart = page.getByRole('region', { name: say('desk.cart') });
  await keys.press('Control+n');
  await page.locator('input[role="combobox"]:focus').waitFor();
  await keys.type('Passant');
  await page.getByRole('option').filter({ hasText: 'Passant' }).waitFor();
  await keys.press('Enter');
  const sheet = page.getByRole('dialog', { name: say('desk.newFamily') });
  await sheet.getByRole('button', { name: say('activity.ofGuest') }).click();
  assert.equal(
    await sheet.getByRole('group', { name: say('newFamily.riderAt', { n: 1 }) }).count(),
    0,
  );
  await keys.press('Control+Enter');
  const email = sheet.getByLabel(say('families.email'));
  assert.equal(await email.evaluate((field) => field.validity.valueMissing), true);
  await email.fill('passant@example.net');
  if (process.env.PICTURES)
    await page.screenshot({ path: `${process.env.PICTURES}/new-guest.png` });
  await keys.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  await keys.press('F3');
  await keys.type('gants');
  await page
    .getByRole('option')
    .first()
    .filter({ hasText: /gants/i, has: page.locator('kbd') })
    .waitFor();
  await keys.press('1');
  await cart.getByText(say('desk.lineCount', { n: 1 })).waitFor();
  if (process.env.PICTURES)
    await page.screenshot({ path: `${process.env.PICTURES}/guest-buys.png` });
  const { rows } = await api(club, '/api/desk/households?query=passant');
  assert.deepEqual(
    rows.map(({ kind, name, email }) => [kind, name, email]),
    [['guest', 'Passant', 'passant@example.net']],
  );
});
