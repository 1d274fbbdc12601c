// A newcomer opens a club by keyboard, in each language, or tries the sample one.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, api, drop, launch, open, serve } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const LANGUAGES = { fr: 'Français', nl: 'Nederlands', en: 'English' };

for (const [language, name] of Object.entries(LANGUAGES)) {
  test(`seven steps open a club of one's own: ${language}`, async (t) => {
    const say = words(language);
    const club = await serve(t);
    const page = await open(t, browser, club.url);
    const keys = page.keyboard;
    await page.getByRole('button', { name, exact: true }).click();
    const heading = page.getByRole('heading', { level: 1 });
    const onward = async (title) => {
      await keys.press('Control+Enter');
      await heading.filter({ hasText: say(title) }).waitFor();
      await accessible(page, `${title}, ${language}`);
    };
    const type = async (label, text) => {
      await page.getByLabel(say(label), { exact: true }).focus();
      await keys.press('Control+A');
      await keys.type(text);
    };

    await type('firstRun.name', 'Écuries "de" <Vaubrun>');
    await type('firstRun.owner', 'Laure Chevrier');
    await type('firstRun.siret', '12345678200011');
    await keys.press('Control+Enter');
    await page.getByText(say('error.badSiret')).waitFor();
    await type('firstRun.siret', '12345678200010');
    await onward('firstRun.seasonTitle');
    await onward('firstRun.vatTitle');
    await onward('firstRun.bankTitle');
    await type('firstRun.iban', 'FR76 3000 6000 0112 3456 7890 188');
    await keys.press('Control+Enter');
    await page.getByText(say('error.badIban')).waitFor();
    await type('firstRun.iban', 'FR76 3000 6000 0112 3456 7890 189');
    await onward('firstRun.catalogueTitle');
    await onward('firstRun.familiesTitle');
    await onward('firstRun.openTitle');
    await keys.press('Control+Enter');
    await page.getByRole('navigation').waitFor();

    const session = await api(club, '/api/desk/session');
    assert.equal(session.clubName, 'Écuries "de" <Vaubrun>');
    assert.equal(session.language, language);
    assert.equal(session.training, false);
    const settings = await api(club, '/api/desk/settings');
    assert.equal(settings.identity.iban, 'FR7630006000011234567890189');
    assert.equal(settings.identity.siret, '12345678200010');
  });
}

test('a newcomer goes from an empty folder over the families of another program to the first sale', async (t) => {
  const say = words('fr');
  const club = await serve(t);
  const page = await open(t, browser, club.url);
  const keys = page.keyboard;
  const heading = page.getByRole('heading', { level: 1 });
  await page.getByRole('button', { name: 'Français', exact: true }).click();
  for (const [field, text] of [
    ['name', 'Écuries de Vaubrun'],
    ['owner', 'Laure Chevrier'],
    ['street', '14 chemin des Saules'],
    ['postalCode', '26999'],
    ['town', 'Vaubrun-sur-Lierne'],
    ['siret', '12345678200010'],
  ])
    await page.getByLabel(say(`firstRun.${field}`), { exact: true }).fill(text);

  await drop(page, 'membres.pdf', '%PDF');
  await heading.filter({ hasText: say('firstRun.familiesTitle') }).waitFor();
  await page.getByText(say('error.fileKind')).waitFor();
  await accessible(page, 'a file that is no list');
  await drop(
    page,
    'membres.csv',
    'Nom;Prénom;Né le\nDelcourt;Manon;02/05/2014\nGris;Ada;07/06/2015\n',
  );
  await page.getByText('membres.csv').first().waitFor();
  assert.equal(await page.getByText(say('error.fileKind')).count(), 0);
  await accessible(page, 'the file of the families');

  await keys.press('Control+Enter');
  await heading.filter({ hasText: say('firstRun.openTitle') }).waitFor();
  await keys.press('Control+Enter');
  await page.getByRole('cell', { name: 'Manon' }).first().waitFor();
  await keys.press('Control+Enter');
  await page.getByText(say('import.doneTitle', { n: 2 })).waitFor();
  const { rows } = await api(club, '/api/desk/households');
  assert.deepEqual(rows.map(({ name }) => name).sort(), ['Delcourt', 'Gris']);

  // The first sale, with what the starter catalogue has.
  const home = rows.find((row) => row.name === 'Delcourt');
  const { fits } = await api(club, `/api/desk/offers-for?household=${home.id}&rider=0`);
  const { offer } = fits.find((fit) => fit.offer.kind === 'goods');
  await keys.press('Control+2');
  await keys.press('F2');
  await page.locator('input[role="combobox"]:focus').waitFor();
  await keys.type('delcourt');
  await page.getByRole('option', { selected: true }).filter({ hasText: 'Delcourt' }).waitFor();
  await keys.press('Enter');
  await page
    .getByRole('region', { name: say('desk.client') })
    .getByText('Delcourt')
    .first()
    .waitFor();
  await keys.press('F3');
  await page
    .getByRole('region', { name: say('desk.articles') })
    .locator('input:focus')
    .waitFor();
  await keys.type(offer.name.replace(/[\d,]+/g, '')); // a figure would pick a row
  await keys.press('Enter');
  const cart = page.getByRole('region', { name: say('desk.cart') });
  await cart.getByText(offer.name, { exact: true }).waitFor();
  await keys.press('F9');
  await page.locator('.pad button:focus').waitFor();
  await keys.press('c');
  await cart.locator('.terms input').focus();
  await keys.press('Space');
  const sold = page.waitForResponse((answer) => answer.url().endsWith('/checkout'));
  await keys.press('Control+Enter');
  assert.ok((await sold).ok(), await (await sold).text());
  const [invoice] = (await api(club, '/api/desk/invoices?show=paid')).rows;
  assert.deepEqual([invoice.totalCents, invoice.remainingCents], [offer.priceCents, 0]);
});
