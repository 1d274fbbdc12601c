// A club moves in in mid-life: what its families owe, have to credit and have left on cards.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addFamily, openClub } from './clubs.mjs';
import { accessible, api, launch, open, paddock, serve } from './harness.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** Types what a family brings along, with the keys alone once the cursor is on the family. */
async function family(page, name) {
  const field = page.getByRole('combobox', { name: 'Famille' });
  await field.fill(name);
  await page.getByRole('option', { name: new RegExp(name) }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Une autre famille' }).waitFor();
}

test('what is owed, a credit, a card and a voucher are typed, sealed, paid, and one is taken back', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  await addFamily(club, 'Delcourt', ['Léa']);
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate(() => (location.hash = '#/families/import'));
  await page.getByRole('link', { name: 'Reprendre un ancien logiciel' }).click();
  await page.getByText('Rien à reprendre pour l’instant').waitFor();
  await accessible(page, 'take-over, empty');

  await family(page, 'Delcourt');
  await page.getByRole('textbox', { name: 'Montant' }).fill('170');
  await page.getByRole('textbox', { name: 'Ancienne facture' }).fill('Facture 2025-118');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Avoir', exact: true }).click();
  await family(page, 'Delcourt');
  await page.getByRole('textbox', { name: 'Montant' }).fill('20');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Carte', exact: true }).click();
  await family(page, 'Delcourt');
  await page.getByRole('combobox', { name: 'Carte du catalogue' }).selectOption({ index: 1 });
  await page.getByRole('textbox', { name: 'Séances restantes' }).fill('7');
  await page.getByRole('textbox', { name: 'Valable jusqu’au' }).fill('31/12/2098');
  await page.keyboard.press('Tab');
  await accessible(page, 'take-over, a line of each kind');
  await page.getByRole('button', { name: 'Ajouter la ligne' }).click();
  await page.getByRole('button', { name: 'Bon', exact: true }).click();
  await family(page, 'Delcourt');
  await page.getByRole('textbox', { name: 'Valable jusqu’au' }).fill('31/01/2098');
  await accessible(page, 'take-over, a voucher');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Reprendre 4 lignes' }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('REPRISE-').first().waitFor();
  await page.getByText('4 lignes reprises').waitFor();
  await accessible(page, 'take-over, sealed');
  const cards = JSON.parse(await paddock(club.dir, 'list', 'cards', '--json'));
  assert.equal(cards[0].left, 7);
  const vouchers = JSON.parse(await paddock(club.dir, 'list', 'vouchers', '--json'));
  assert.deepEqual([vouchers[0].why, vouchers[0].validThrough], ['carried', '2098-01-31']);

  // It is on the family's account, and paid like an invoice.
  await page.getByRole('link', { name: 'Delcourt' }).first().click();
  await page.getByRole('link', { name: /REPRISE-\d+-0001/ }).waitFor();
  await page.getByRole('link', { name: /REPRISE-\d+-0001/ }).click();
  await page.getByText('son papier est celui d’avant').waitFor();
  await accessible(page, 'an opening among the invoices');

  // A wrong one is taken back by its mirror.
  await page.evaluate(() => (location.hash = '#/families/takeover'));
  await page.getByRole('row', { name: /0002/ }).click();
  await page.getByRole('textbox', { name: 'Pourquoi elle est fausse' }).fill('Autre famille');
  await accessible(page, 'taking an opening back');
  await page.keyboard.press('Control+Enter');
  await page.getByText(/Annule REPRISE-\d+-0002/).waitFor();
  assert.match(await paddock(club.dir, 'verify'), /./);
});

const DAY = 86_400_000;
const iso = (ms) => new Date(ms).toISOString().slice(0, 10);

test('a running package is typed, and books what is left of its season', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  await addFamily(club, 'Delcourt', ['Léa']);
  const [season] = await api(club, '/api/desk/seasons');
  const next = Date.now() + 7 * DAY; // its weekday is that of the series
  const shape = {
    kind: 'group',
    name: 'Galop 1',
    start: 900,
    minutes: 60,
    capacity: 8,
    minGroup: 0,
  };
  await api(club, '/api/desk/series', {
    ...{ ...shape, id: 0, version: 0, season: season.id, weekday: new Date(next).getUTCDay() || 7 },
    ...{ first: iso(next), last: iso(next + 70 * DAY), everyWeeks: 1, arena: 0, instructor: 0 },
    ...{ inHolidays: true, onPublic: true, ageMin: 0, ageMax: 0, levelMin: 0, levelMax: 0 },
  });
  await api(club, '/api/desk/offers', {
    ...{ id: 0, version: 0, kind: 'package', name: 'Forfait annuel', detail: '', position: 0 },
    ...{ priceCents: 40320, parts: [{ label: '', vat: 'riding', cents: 40320 }], ageMin: 0 },
    ...{ ageMax: 0, season: season.id, terms: { weekly: 1 }, archived: false },
    deposit: { kind: 'all', value: 0 },
  });
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate(() => (location.hash = '#/families/takeover'));
  await page.getByRole('button', { name: 'Forfait', exact: true }).click();
  await family(page, 'Delcourt');
  await page.getByRole('combobox', { name: 'Forfait du catalogue' }).selectOption('Forfait annuel');
  await page.getByRole('combobox', { name: 'Reprise' }).selectOption({ index: 1 });
  await accessible(page, 'take-over, a package');
  await page.getByRole('button', { name: 'Ajouter la ligne' }).click();
  await page.getByRole('button', { name: 'Reprendre 1 ligne' }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('11 séances sur 11').first().waitFor();
  await accessible(page, 'take-over, a package sealed');
  const booked = JSON.parse(await paddock(club.dir, 'list', 'bookings', '--json'));
  assert.equal(booked.length, 11);
});

test('a list of what families owe comes in, a bad line is mended, and all of it is taken back', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  await addFamily(club, 'Delcourt', ['Léa']);
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate(() => (location.hash = '#/families/takeover'));
  await page.getByRole('combobox', { name: 'TVA encore due' }).waitFor();
  const buffer = Buffer.from(
    'Famille;Montant;Facture\nDelcourt;170,00;2025-118\nDelcour;20;2025-119\n',
  );
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'reprise.csv', mimeType: 'text/csv', buffer });
  await page.getByText('Personne de ce nom').waitFor();
  await accessible(page, 'a list of openings with a bad line');
  await page.getByRole('textbox', { name: 'Famille' }).fill('Delcourt');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Reprendre 2 lignes' }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('2 lignes reprises').waitFor();
  await accessible(page, 'openings imported');

  // The same lines in a file that was saved anew wait for a choice.
  await page.evaluate(() => (location.hash = '#/families/takeover'));
  await page.getByRole('combobox', { name: 'TVA encore due' }).waitFor();
  const saved = Buffer.from(
    'Famille;Montant;Facture\nDelcourt;170,00;2025-118\nDelcourt;20;2025-119\nDelcourt;35;2025-120\n',
  );
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'reprise-2.csv', mimeType: 'text/csv', buffer: saved });
  await page.getByText(/Déjà repris le .* : REPRISE-\d+-0001/).waitFor();
  await accessible(page, 'openings that were brought before');
  await page.getByRole('button', { name: 'Laisser les 2 lignes déjà reprises' }).click();
  await page.getByText('2 lignes déjà reprises, laissées', { exact: false }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('1 ligne reprise', { exact: false }).waitFor();
  await page.getByRole('button', { name: /Annuler/ }).click();
  await page
    .getByText(/Annule REPRISE-/)
    .first()
    .waitFor();
});
