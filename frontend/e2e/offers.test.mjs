// The catalogue's gift cards: sold at the desk for an amount that is asked, and
// spent there as a way of paying.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { addFamily, openClub } from './clubs.mjs';
import { accessible, api, launch, offered, open, serve, until } from './harness.mjs';
import { euros, words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** Puts the cursor into the list of articles, once the desk is there. */
async function article(page, say) {
  await offered(page, 'F3');
  await page.keyboard.press('F3');
  await page
    .getByRole('region', { name: say('desk.articles') })
    .locator('input:focus')
    .waitFor();
}

/** Lays a way of paying by its letter. */
async function pay(page, letter) {
  await page.keyboard.press('F9');
  await page.locator('.pad button:focus').waitFor();
  await page.keyboard.press(letter);
}

test('a gift card of a chosen amount is made, sold and has its slip', async (t) => {
  const say = words('fr');
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
  await article(page, say);
  await page.keyboard.type('cadeau');
  await page.getByRole('option', { name: /Carte cadeau/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByLabel(say('desk.giftAmount')).fill('50');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByText(say('desk.lineCount', { n: 1 })).waitFor();
  await pay(page, 'e');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: /…[A-Z2-7]{4}/ }).waitFor();

  const [sold] = (await api(club, '/api/desk/invoices')).rows ?? [];
  const view = await api(club, `/api/desk/invoices/${sold?.id ?? 1}`);
  assert.equal(view.giftCards[0].leftCents, 5000);
  assert.equal(view.vat[0].vatCents, 0);
});

/** The words on the slip of a gift card, which is what somebody is given. */
async function slipOf({ origin, key }, id) {
  const answer = await fetch(`${origin}/api/desk/gift-cards/${id}/slip`, {
    headers: { Authorization: `Bearer ${key}` },
  });
  const data = new Uint8Array(await answer.arrayBuffer());
  const paper = await getDocument({ data }).promise;
  const { items } = await (await paper.getPage(1)).getTextContent();
  return items.map(({ str }) => str).join('\n');
}

for (const [language, theme] of [
  ['fr', 'light'],
  ['nl', 'dark'],
])
  test(`a gift card is given from the palette and spent by its code: ${language} ${theme}`, async (t) => {
    const say = words(language);
    const club = await serve(t);
    await openClub(club, language);
    const page = await open(t, browser, club.url);
    const keys = page.keyboard;
    await page.emulateMedia({ colorScheme: theme });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await addFamily(club, 'Delcourt', ['Manon']);
    const offers = await api(club, '/api/desk/offers');
    const goods = offers.find(({ kind }) => kind === 'goods');
    await api(club, '/api/desk/offers', {
      ...{ id: 0, version: 0, kind: 'giftCard', name: 'Kado', detail: '', season: 0 },
      ...{ priceCents: 0, parts: [], deposit: { kind: 'all', value: 0 }, ageMin: 0, ageMax: 0 },
      ...{ terms: { months: 12 }, archived: false, position: 0 },
    });
    const cart = page.getByRole('region', { name: say('desk.cart') });
    const next = () => keys.press('Control+Enter');

    await keys.press('Control+k');
    await page.locator('[role="combobox"]:focus').waitFor();
    await keys.type(`${say('palette.words.sell').split(',')[0]} kado delcourt`);
    await page
      .locator('[role="option"][aria-selected="true"]')
      .filter({ hasText: say('catalogue.free') })
      .waitFor();
    await keys.press('Enter');
    const asked = page.getByRole('dialog');
    await asked.getByLabel(say('desk.giftAmount')).waitFor();
    await next();
    await asked.getByText(say('error.required')).waitFor();
    await accessible(page, 'the amount of a gift card');
    await keys.type('4,00');
    await next();
    await cart.getByText(say('desk.lineCount', { n: 1 })).waitFor();
    await pay(page, 'e');
    await cart.locator('.terms input').focus();
    await keys.press('Space');
    await next();
    await page.getByRole('button', { name: /…[A-Z2-7]{4}/ }).waitFor();
    await accessible(page, 'a gift card that is sold');

    const [sold] = (await api(club, '/api/desk/invoices')).rows;
    const [card] = (await api(club, `/api/desk/invoices/${sold.id}`)).giftCards;
    const slip = await slipOf(club, card.id);
    const code = slip.match(/[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}/)[0];
    assert.equal(code.slice(-4), card.last);
    assert.ok(slip.includes('4,00 €'), slip);

    // Sold to nobody in particular: what the card has not is paid in cash.
    await next();
    await article(page, say);
    await keys.type(goods.name.replace(/[\d,]+/g, ''));
    await page.getByRole('option', { name: goods.name }).waitFor();
    await keys.press('Enter');
    await cart.getByText(say('desk.lineCount', { n: 1 })).waitFor();
    await pay(page, 'g');
    const field = cart.getByLabel(say('tender.giftCardCode'));
    await field.focus();
    await keys.type('AAAAAAAAAAAA');
    await cart.getByText(say('error.giftCardUnknown')).waitFor();
    await keys.press('Control+A');
    await keys.type(code.toLowerCase());
    await cart.getByText(euros(language, 400)).first().waitFor();
    await accessible(page, 'a gift card that pays');
    await pay(page, 'e');
    await next();
    await page.getByText(say('desk.issued')).waitFor();
    const [bought] = (await api(club, '/api/desk/invoices')).rows;
    const { paidBy, remainingCents } = await api(club, `/api/desk/invoices/${bought.id}`);
    assert.equal(remainingCents, 0);
    assert.deepEqual(
      paidBy.map(({ way, cents }) => [way, cents]),
      [
        ['giftCard', 400],
        ['cash', goods.priceCents - 400],
      ],
    );
    const left = await api(club, `/api/desk/gift-cards?code=${code}`);
    assert.equal(left.leftCents, 0);
  });

for (const [language, theme] of [
  ['fr', 'light'],
  ['nl', 'dark'],
])
  test(`a season is prepared at once and undone as a whole: ${language} ${theme}`, async (t) => {
    const say = words(language);
    const club = await serve(t, { sample: true });
    await api(club, '/api/desk/preferences', { name: 'language', value: language });
    await api(club, '/api/desk/preferences', { name: 'theme', value: theme });
    const [last] = await api(club, '/api/desk/seasons');
    const year = Number(last.last.slice(0, 4));
    const page = await open(t, browser, club.url);
    const keys = page.keyboard;
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate(() => (location.hash = '#/catalogue'));
    await offered(page, 'P');
    await keys.press('p');
    const sheet = page.getByRole('dialog');
    await sheet.getByText(last.name).waitFor(); // the season that follows it is not there yet
    await accessible(page, 'a season that cannot be prepared yet');
    await keys.press('Escape');
    await api(club, '/api/desk/seasons', {
      ...{ name: `${year}–${year + 1}`, first: `${year}-09-01`, last: `${year + 1}-08-31` },
    });
    const before = await api(club, '/api/desk/offers');

    await keys.press('p');
    const rise = sheet.getByLabel(say('catalogue.prepare.rise'), { exact: true });
    await rise.fill('10');
    await keys.press('Tab');
    const { copies } = await api(club, '/api/desk/offers/next-season');
    const first = sheet.getByLabel(say('catalogue.prepare.priceOf', { name: copies[0].name }));
    await first.fill('12,34');
    await sheet.getByLabel(say('catalogue.prepare.copy', { name: copies[1].name })).focus();
    await keys.press('Space');
    await accessible(page, 'a season being prepared');
    await keys.press('Control+Enter');
    await sheet.waitFor({ state: 'detached' });
    const made = (await api(club, '/api/desk/offers')).filter(
      ({ id }) => !before.some((offer) => offer.id === id),
    );
    assert.deepEqual(
      made.map(({ name }) => name).sort(),
      copies
        .filter((_, n) => n !== 1)
        .map(({ nextName }) => nextName)
        .sort(),
    );
    const price = (n) => made.find(({ name }) => name === copies[n].nextName).priceCents;
    assert.equal(price(0), 1234);
    assert.equal(price(2), Math.round(copies[2].priceCents * 1.1));

    await keys.press('p');
    await sheet.getByText(say('catalogue.prepare.there')).first().waitFor();
    await keys.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await keys.press('Control+z');
    await page.getByText(say('undo.done', { what: say('action.prepareSeason') })).waitFor();
    assert.equal((await api(club, '/api/desk/offers')).length, before.length);
  });

for (const [language, theme] of [
  ['fr', 'light'],
  ['nl', 'dark'],
])
  test(`a deposit and a rate of today are on the screen and the invoice: ${language} ${theme}`, async (t) => {
    const say = words(language);
    const club = await serve(t);
    await openClub(club, language);
    await api(club, '/api/desk/preferences', { name: 'theme', value: theme });
    const { today } = await api(club, '/api/desk/session');
    const { vat, versions } = await api(club, '/api/desk/settings');
    const standard = vat.find(({ code, through }) => code === 'standard' && !through);
    const eve = new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10);
    const value = [
      ...vat.map((rate) => (rate === standard ? { ...rate, through: eve } : rate)),
      { ...standard, rate: 2100, from: today },
    ];
    await api(club, '/api/desk/settings/vat', { version: versions.vat, value }, 'PUT');
    const lower = vat.find(({ rate, through }) => rate === 550 && !through).code;
    const offer = await api(club, '/api/desk/offers', {
      ...{ id: 0, version: 0, kind: 'goods', name: 'Kamp', detail: '', season: 0 },
      parts: [
        { label: 'A', vat: lower, cents: 55100 },
        { label: 'B', vat: 'standard', cents: 10000 },
      ],
      ...{ priceCents: 65100, deposit: { kind: 'percent', value: 30 }, ageMin: 0, ageMax: 0 },
      ...{ terms: {}, archived: false, position: 0 },
    });
    const home = await addFamily(club, 'Delcourt', ['Manon']);
    const page = await open(t, browser, club.url);
    const keys = page.keyboard;
    await page.getByRole('heading', { level: 1 }).waitFor();

    await page.evaluate((id) => (location.hash = `#/catalogue/${id}`), offer.id);
    await page.getByText(euros(language, 19530)).waitFor();
    await page.getByText(euros(language, 45570)).waitFor();
    await page.getByText('21 %').first().waitFor();
    const account = page.getByLabel(say('catalogue.account'), { exact: true });
    await account.focus();
    await keys.type('70');
    await keys.press('Enter');
    await page.getByText(say('error.accountNumber'), { exact: true }).waitFor();
    await accessible(page, 'an offer of two rates with a deposit');
    await keys.press('Control+a');
    await keys.type('707 100');
    await keys.press('Tab');
    await page.getByText(say('error.accountNumber'), { exact: true }).waitFor({ state: 'hidden' });
    await until(
      () => api(club, '/api/desk/offers'),
      (all) => all.find(({ id }) => id === offer.id).salesAccount === '707100',
    );

    await page.evaluate(
      ([household, id]) => (location.hash = `#/desk?household=${household}&offer=${id}`),
      [home.id, offer.id],
    );
    const cart = page.getByRole('region', { name: say('desk.cart') });
    await cart.getByText(say('desk.lineCount', { n: 1 })).waitFor();
    await cart.getByText(euros(language, 19530)).first().waitFor();
    await pay(page, 'e');
    await page.locator('.pad .rows input:focus').waitFor();
    await keys.type('195,30');
    const rest = cart.getByRole('checkbox', { name: /455,70/ });
    await rest.focus();
    await keys.press('Space');
    await cart.locator('.terms input').focus();
    await keys.press('Space');
    await accessible(page, 'a deposit in the cart');
    await keys.press('Control+Enter');
    await page.getByText(say('desk.issued')).waitFor();

    const [{ id }] = (await api(club, '/api/desk/invoices')).rows;
    const invoice = await api(club, `/api/desk/invoices/${id}`);
    assert.equal(invoice.paidCents, 19530);
    assert.equal(invoice.lines[0].account, '707100');
    assert.equal(invoice.remainingCents, 45570);
    // 551.00 at 5.5 % and 100.00 at 21 %: VAT = gross x rate / (100 + rate), half up.
    assert.deepEqual(
      invoice.vat.map(({ rate, vatCents }) => [rate, vatCents]).sort(([a], [b]) => a - b),
      [
        [550, 2873],
        [2100, 1736],
      ],
    );
    await page.evaluate((id) => (location.hash = `#/invoices/${id}`), id);
    await page.getByText(euros(language, 45570)).first().waitFor();
    await page.waitForLoadState('networkidle');
    await accessible(page, 'the invoice of a deposit');
  });

for (const [language, theme] of [
  ['fr', 'light'],
  ['nl', 'dark'],
])
  test(`goods are counted, sold to the last, named on Today and come back: ${language} ${theme}`, async (t) => {
    const say = words(language);
    const club = await serve(t);
    await openClub(club, language);
    await api(club, '/api/desk/preferences', { name: 'theme', value: theme });
    const goods = (await api(club, '/api/desk/offers')).find(({ kind }) => kind === 'goods');
    const home = await addFamily(club, 'Delcourt', ['Manon']);
    const page = await open(t, browser, club.url);
    const keys = page.keyboard;
    await page.getByRole('heading', { level: 1 }).waitFor();
    const left = async () =>
      (await api(club, '/api/desk/offers')).find(({ id }) => id === goods.id).stock;

    await page.evaluate((id) => (location.hash = `#/catalogue/${id}`), goods.id);
    await page.getByRole('checkbox', { name: say('stock.keeps') }).focus();
    await keys.press('Space');
    await page.getByRole('button', { name: say('stock.move') }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel(say('stock.countedUnits')).fill('1');
    await sheet.getByText(say('stock.after', { n: 1 })).waitFor();
    await accessible(page, 'a stock being counted');
    await keys.press('Control+Enter');
    await sheet.waitFor({ state: 'detached' });
    await page
      .getByText(say('stock.left', { n: 1 }))
      .first()
      .waitFor();
    await accessible(page, 'an offer that keeps a stock');

    const { policy, versions } = await api(club, '/api/desk/settings');
    const refuse = { version: versions.policy, value: { ...policy, refuseBelowStock: true } };
    await api(club, '/api/desk/settings/policy', refuse, 'PUT');
    await page.evaluate(
      ([household, id]) => (location.hash = `#/desk?household=${household}&offer=${id}`),
      [home.id, goods.id],
    );
    const cart = page.getByRole('region', { name: say('desk.cart') });
    await cart.getByText(say('desk.lineCount', { n: 1 })).waitFor();
    await cart.getByRole('button', { name: say('desk.more') }).click();
    await cart.getByText(say('stock.short', { n: 1 })).waitFor();
    await accessible(page, 'a cart of more than the stock');
    await pay(page, 'e');
    await cart.locator('.terms input').focus();
    await keys.press('Space');
    await keys.press('Control+Enter');
    await page.getByText(say('error.outOfStock', { name: goods.name, n: 1 })).waitFor();
    assert.equal(await left(), 1);
    await cart.getByRole('button', { name: say('desk.fewer') }).click();
    await cart.getByText(say('stock.short', { n: 1 })).waitFor({ state: 'detached' });
    await keys.press('Control+Enter');
    await page.getByText(say('desk.issued')).waitFor();
    assert.equal(await left(), 0);

    await page.evaluate(() => (location.hash = '#/today'));
    await page.getByText(say('today.lowStock', { n: 1 })).click();
    await sheet.getByRole('gridcell', { name: goods.name }).waitFor();
    await accessible(page, 'what is nearly out of stock');
    await keys.press('Escape');

    const [{ id }] = (await api(club, '/api/desk/invoices')).rows;
    await page.evaluate((id) => (location.hash = `#/invoices/${id}`), id);
    await page
      .getByRole('button', { name: say('invoices.credit'), exact: true })
      .first()
      .click();
    await sheet
      .getByRole('checkbox', { name: say('invoices.credit.toStock'), checked: true })
      .waitFor();
    await sheet.getByLabel(say('invoices.credit.reason')).fill('Rendu');
    await accessible(page, 'a credit note that puts goods back');
    await keys.press('Control+Enter');
    await sheet.waitFor({ state: 'detached' });
    assert.equal(await left(), 1);
  });
