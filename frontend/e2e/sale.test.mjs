// The sale this version exists for, by keyboard alone: a new family with two
// riders, goods, a card and a licence, 70 € by cheque and the rest by link.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addFamily, openClub } from './clubs.mjs';
import { accessible, api, launch, open, serve } from './harness.mjs';
import { euros, words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const language of ['fr', 'nl', 'en']) {
  test(`a family, three things and two ways of paying without the mouse: ${language}`, async (t) => {
    const say = words(language);
    const club = await serve(t);
    await openClub(club, language);
    const page = await open(t, browser, club.url);
    const keys = page.keyboard;
    await page.getByRole('heading', { level: 1 }).waitFor();
    await keys.press('Control+2');

    // F2 finds nobody, Enter makes the family: payer and two riders in one sheet.
    const client = page.locator('input[role="combobox"]').first();
    await client.waitFor();
    await keys.press('F2');
    await page.locator('input[role="combobox"]:focus').waitFor();
    await keys.type('Delcourt');
    const nobody = page.getByRole('option').filter({ hasText: say('desk.newFamily') });
    await nobody.waitFor();
    while ((await nobody.getAttribute('aria-selected')) !== 'true') await keys.press('ArrowDown');
    await keys.press('Enter');
    const sheet = page.getByRole('dialog', { name: say('desk.newFamily') });
    await sheet.waitFor();
    const fill = async (within, label, text) => {
      await within.getByLabel(label, { exact: true }).focus();
      await keys.press('Control+A');
      await keys.type(text);
    };
    const payer = sheet.getByRole('group', { name: say('newFamily.payer') });
    for (const [label, text] of [
      ['firstName', 'Sophie'],
      ['surname', 'Delcourt'],
      ['mobile', '06 39 98 14 02'],
      ['email', 'sophie@courriel.example'],
      ['street', '8 rue des Tanneurs'],
      ['postalCode', '26999'],
      ['town', 'Vaubrun-sur-Lierne'],
    ])
      await fill(payer, say(`families.${label}`), text);
    for (const [n, name, born] of [
      [1, 'Manon', '2/5/2014'],
      [2, 'Hugo', '14/3/2017'],
    ]) {
      const rider = sheet.getByRole('group', { name: say('newFamily.riderAt', { n }) });
      await fill(rider, say('families.firstName'), name);
      await fill(rider, say('families.birthDate'), born);
    }
    await keys.press('Control+Enter');
    await sheet.waitFor({ state: 'detached' });

    // F3 finds, Enter adds: goods, a card and a licence for the chosen rider.
    const { fits } = await api(club, `/api/desk/offers-for?household=1&rider=1`);
    const bought = ['goods', 'card', 'licence'].map(
      (kind) =>
        fits.find(
          ({ offer }) => offer.kind === kind && (kind !== 'card' || offer.priceCents > 10000),
        ).offer,
    );
    for (const [n, offer] of bought.entries()) {
      await keys.press('F3');
      await page
        .getByRole('region', { name: say('desk.articles') })
        .locator('input:focus')
        .waitFor();
      await keys.press('Control+A');
      await keys.type(offer.name.replace(/[\d,]+/g, '')); // a figure would pick a row
      await keys.press('Enter');
      const cart = page.getByRole('region', { name: say('desk.cart') });
      await cart.getByText(offer.name, { exact: true }).waitFor();
      await cart.getByText(say('desk.lineCount', { n: n + 1 })).waitFor();
    }
    const total = bought.reduce((sum, offer) => sum + offer.priceCents, 0);

    // The tender keys: 70 € by cheque, the link takes what is left.
    await keys.press('F9');
    await page.locator('.pad button:focus').waitFor();
    await keys.press('q');
    await page.locator('.pad .rows input:focus').waitFor();
    await keys.type('70,00');
    await fill(
      page.getByRole('region', { name: say('desk.cart') }),
      say('tender.number'),
      '4081127',
    );
    await keys.press('F9');
    await page.locator('.pad button:focus').waitFor();
    await keys.press('l');
    await page.locator('.pad .rows li').nth(1).waitFor();
    const cart = page.getByRole('region', { name: say('desk.cart') });
    await accessible(page, `the desk with a sale, ${language}`);
    await cart.locator('.terms input').focus();
    await keys.press('Space');
    const printed = page.waitForResponse((answer) => answer.url().endsWith('/print'));
    await keys.press('Control+Enter');
    const paper = await printed; // a note of 25 € and more prints by itself
    assert.equal(paper.status(), 200);
    assert.equal(paper.headers()['content-type'], 'application/pdf');

    const year = new Date().getFullYear();
    await page.getByText(`F${year}-0001`).first().waitFor();
    await accessible(page, `the sale that is done, ${language}`);
    const { rows } = await api(club, '/api/desk/invoices');
    const invoice = await api(club, `/api/desk/invoices/${rows[0].id}`);
    assert.equal(invoice.totalCents, total);
    assert.equal(invoice.paidCents, 7000);
    assert.equal(invoice.remainingCents, total - 7000);
    assert.equal(
      invoice.requests[0].url,
      `https://pay.vaubrun.example/f/${invoice.reference}?amount=${((total - 7000) / 100).toFixed(2)}&lang=${language}`,
    );
    assert.equal(invoice.paidBy[0].detail.number, '4081127');
    assert.equal(invoice.termsVersion !== '', true);
    assert.equal(invoice.copies, 1);
    await page
      .getByText(euros(language, total - 7000))
      .first()
      .waitFor();
  });
}

test('a sale that nothing is received for is done all the same, and the family shown owes it', async (t) => {
  const say = words('fr');
  const club = await serve(t);
  await openClub(club, 'fr');
  await addFamily(club, 'Delcourt', ['Manon']);
  const { fits } = await api(club, '/api/desk/offers-for?household=1&rider=1');
  const { offer } = fits.find(({ offer }) => offer.kind === 'card');
  const page = await open(t, browser, club.url);
  const keys = page.keyboard;
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate((id) => (location.hash = `#/desk?household=1&offer=${id}`), offer.id);
  await page.locator('.terms input').check();
  await keys.press('F9');
  await page.locator('.pad button:focus').waitFor();
  await keys.press('l');
  await keys.press('Control+Enter');
  await page.getByText(`F${new Date().getFullYear()}-0001`).first().waitFor();
  const client = page.getByRole('region', { name: say('desk.client') });
  await client.getByText(say('desk.file.terms')).waitFor();
  await client.getByText(say('desk.toPay'), { exact: true }).waitFor();
});
