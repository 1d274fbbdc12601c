// A weekly place of the season, sold by keys: the row of its series, the licence
// that goes with it, its places kept and booked.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addFamily, later, offer, openClub, series, tuesdayAfter } from './clubs.mjs';
import { accessible, api, launch, open, serve, settled } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const say = words('fr');

test('a package and its licence are sold by keys, and the places are booked', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const { today } = await api(club, '/api/desk/session');
  const first = tuesdayAfter(later(today, 6)); // the rows stand in the order of the week
  await addFamily(club, 'Delcourt', ['Manon', 'Hugo']);
  await series(club, first, 'Galop 1', 900, 2);
  await series(club, later(first, 1), 'Galop 2', 960, 8);
  await api(club, '/api/desk/offers', offer('Forfait trimestre 1', 13200, 1));
  await api(club, '/api/desk/offers', offer('Forfait deux reprises', 24000, 2));

  const page = await open(t, browser, club.url);
  const keys = page.keyboard;
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate(() => {
    location.hash = '#/desk?household=1';
  });
  const articles = page.getByRole('region', { name: say('desk.articles') });
  await articles.getByText('12 séances sur 12').first().waitFor();
  await accessible(page, 'the rows of packages');

  let pressed = 0;
  const press = async (key) => {
    pressed += 1;
    await keys.press(key);
  };
  await press('F3');
  await articles.locator('input:focus').waitFor();
  await keys.type('trim');
  await press('1');
  const licence = page.getByRole('dialog', { name: say('desk.licence.title', { name: 'Manon' }) });
  await licence.waitFor();
  await accessible(page, 'the licence that is proposed');
  await press('Enter');
  await licence.waitFor({ state: 'detached' });
  const cart = page.getByRole('region', { name: say('desk.cart') });
  await cart.getByText(/132,00.€ × 12 séances restantes sur 12/).waitFor();
  await cart
    .getByText(/Licence FFE/)
    .first()
    .waitFor();
  await cart.getByText(/Places gardées jusqu’à/).waitFor();
  assert.equal(pressed, 3);

  // Two series are chosen together, and every other week is half.
  await keys.press('Alt+ArrowDown');
  await articles.getByText(say('desk.for', { name: 'Hugo' })).waitFor();
  await keys.press('F3');
  await keys.press('Control+A');
  await keys.type('deux');
  await articles.getByText(/au choix/).waitFor();
  await keys.press('1');
  const sheet = page.getByRole('dialog', { name: 'Forfait deux reprises' });
  for (const box of await sheet.getByRole('checkbox').all()) await box.check();
  await accessible(page, 'the choice of two series');
  await keys.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  const again = page.getByRole('dialog', { name: say('desk.licence.title', { name: 'Hugo' }) });
  await again.waitFor();
  await keys.press('Escape');
  await again.waitFor({ state: 'detached' });
  await cart.getByText(/24 séances restantes sur 24/).waitFor();
  await accessible(page, 'places in a cart');
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/desk-fr.png` });

  const places = async () => {
    const { lessons } = await api(club, `/api/desk/plan?first=${first}&last=${first}`);
    return [lessons[0].held, lessons[0].booked];
  };
  assert.deepEqual(await places(), [2, 0]);

  // The family promises to come by: the sale waits for it with its places.
  await page.getByRole('button', { name: say('desk.keep') }).click();
  const keep = page.getByRole('dialog', { name: say('desk.keep') });
  await keep.waitFor();
  await accessible(page, 'a sale that is kept');
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/keep-fr.png` });
  await keys.press('Control+Enter');
  await keep.waitFor({ state: 'detached' });
  await page.evaluate(() => {
    location.hash = '#/today?show=promised';
  });
  const waits = page.getByRole('dialog', { name: say('promised.title') });
  await waits.getByText(say('promised.by.visit')).waitFor();
  await waits.getByText(say('promised.places')).waitFor();
  await accessible(page, 'what is promised');
  if (process.env.PICTURES)
    await page.screenshot({ path: `${process.env.PICTURES}/promised-fr.png` });
  await waits.getByRole('button', { name: /Reprendre/ }).click();
  await cart.getByText(/Places gardées jusqu’au \d/).waitFor();
  assert.deepEqual(await places(), [2, 0]);

  // Paid in cash, the places that were held are booked.
  await keys.press('F9');
  await keys.press('e');
  await cart.getByText(/Place de Manon réservée, (\w+) 15:00/).waitFor();
  for (const box of await cart.getByRole('checkbox', { name: /accepte/ }).all()) await box.check();
  await keys.press('Control+Enter');
  await page
    .getByText(/F\d{4}-0001/)
    .first()
    .waitFor();
  await cart.waitFor({ state: 'detached' });
  assert.deepEqual(await places(), [0, 2]);

  // Among the families the package is the run of its lessons.
  await page.evaluate(() => {
    location.hash = '#/families/1';
  });
  const run = page.getByRole('img', { name: /0 séance passée sur 12 · prochaine/ });
  await run.waitFor();
  assert.equal(await run.locator('i').count(), 12);
  await accessible(page, 'a package in the family');
  if (process.env.PICTURES)
    await page.screenshot({ path: `${process.env.PICTURES}/family-fr.png` });

  // It goes to another slot of its offer from there, date by date.
  await page.getByRole('button', { name: say('families.slot') }).click();
  const slot = page.getByRole('dialog', { name: say('families.slot') });
  await slot.getByLabel(say('families.slot.takes')).selectOption({ index: 1 });
  await slot.getByText(/12 séances quittées, 12 dans la nouvelle reprise/).waitFor();
  await slot.getByText(say('families.slot.noMoney')).waitFor();
  await accessible(page, 'another slot');
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/slot-fr.png` });
  await keys.press('Control+Enter');
  await slot.waitFor({ state: 'detached' });
  await page.getByText(/Galop 2 · .*change de reprise le/).waitFor();
  assert.deepEqual(await places(), [0, 1]);

  // It is stopped from there, what that does being said first.
  await page.getByRole('button', { name: say('families.stop') }).click();
  const stop = page.getByRole('dialog', { name: say('families.stop') });
  await stop.getByText(/12 séances sur 12 restent : 132,00/).waitFor();
  await stop.getByLabel(say('families.stop.keeps')).fill('10');
  await stop.getByRole('button', { name: /avoir de 118,80/ }).waitFor();
  await stop.getByLabel(say('families.stop.reason')).fill('déménage');
  await accessible(page, 'stopping a package');
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/stop-fr.png` });
  await keys.press('Control+Enter');
  await page.getByText(/Forfait arrêté, avoir F\d{4}-0002/).waitFor();
  await page.getByText(/^arrêté au/).waitFor();
  assert.deepEqual(await places(), [0, 1]);
});

test('places of the season to come are kept, let go and taken up by keys', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const { today } = await api(club, '/api/desk/session');
  const [season] = await api(club, '/api/desk/seasons');
  const last = later(today, 120);
  const now = { name: season.name, first: season.first, last };
  await api(club, `/api/desk/seasons/${season.id}`, now, 'PUT');
  const coming = { name: 'La suivante', first: later(last, 1), last: later(last, 100) };
  const next = await api(club, '/api/desk/seasons', coming);
  const family = await addFamily(club, 'Delcourt', ['Manon', 'Hugo']);
  const planned = await series(club, tuesdayAfter(later(today, 6)), 'Galop 1', 900, 2);
  const sold = await api(club, '/api/desk/offers', offer('Forfait annuel', 13200, 1));
  const lines = family.riders.map(({ id }) => ({
    ...{ offer: sold.id, rider: id, quantity: 1, series: [planned.series.id] },
  }));
  const cart = await api(club, '/api/desk/carts', { household: family.id, lines });
  const bought = { tenders: [], onAccount: true, terms: cart.termsVersion };
  await api(club, `/api/desk/carts/${cart.id}/checkout`, bought);
  await api(club, '/api/desk/series/copy', { from: season.id, to: next.id });
  const copies = [{ from: sold.id, priceCents: 15000 }];
  await api(club, '/api/desk/offers/next-season', { copies });

  const page = await open(t, browser, club.url);
  const keys = page.keyboard;
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate(() => {
    location.hash = '#/families/reenrolment';
  });
  const table = page.getByRole('grid', { name: say('reenrolment.title') });
  await table.getByText(say('reenrolment.state.open')).first().waitFor();
  await accessible(page, 're-enrolment before it is opened');
  await keys.press('o');
  const sheet = page.getByRole('dialog', { name: say('reenrolment.open') });
  await sheet.getByText(say('reenrolment.willKeep', { n: 2 })).waitFor();
  await sheet.getByRole('textbox').fill(later(today, 30).split('-').reverse().join('/'));
  await accessible(page, 'until when places are kept');
  await keys.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  await table.getByText(say('reenrolment.state.kept')).nth(1).waitFor();
  await accessible(page, 're-enrolment with its places kept');
  if (process.env.PICTURES)
    await page.screenshot({ path: `${process.env.PICTURES}/reenrolment-fr.png` });

  await table.getByText('Manon Delcourt').click({ trial: true });
  await keys.press('l');
  await table.getByText(say('reenrolment.state.letGo')).waitFor();
  await settled(page);
  await table.getByRole('row', { name: /Hugo/ }).focus();
  await keys.press('Enter');
  const at = page.getByRole('region', { name: say('desk.cart') });
  await at.getByText('Hugo').first().waitFor();
  await at
    .getByText(/150,00/)
    .first()
    .waitFor();
  await accessible(page, 'a kept place taken up');
});

test('a place waits for the file of its rider', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const { today } = await api(club, '/api/desk/session');
  await addFamily(club, 'Delcourt', ['Manon']);
  await series(club, tuesdayAfter(later(today, 6)), 'Galop 1', 900, 2);
  await api(club, '/api/desk/offers', { ...offer('Forfait annuel', 13200, 1), needsFile: true });
  const page = await open(t, browser, club.url);
  const keys = page.keyboard;
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate(() => {
    location.hash = '#/desk?household=1';
  });
  const articles = page.getByRole('region', { name: say('desk.articles') });
  await articles.getByText('Forfait annuel').first().click();
  const why = page.getByRole('dialog', { name: /Forfait annuel/ });
  await why.waitFor();
  await accessible(page, 'a place that can wait for a file');
  await keys.press('F6');
  await why.waitFor({ state: 'detached' });
  const licence = page.getByRole('dialog', { name: say('desk.licence.title', { name: 'Manon' }) });
  await licence.waitFor();
  await keys.press('Escape');
  const cart = page.getByRole('region', { name: say('desk.cart') });
  await cart.getByText(/Le dossier de Manon Delcourt n’est pas complet/).waitFor();
  await cart.getByText(/Places gardées jusqu’au \d/).waitFor();
  await accessible(page, 'a sale that waits for a file');
  if (process.env.PICTURES)
    await page.screenshot({ path: `${process.env.PICTURES}/file-awaited-fr.png` });
});

test('a series that is full is waited for by keys, and the place that frees is sold to who waits', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const { today } = await api(club, '/api/desk/session');
  const first = tuesdayAfter(later(today, 6));
  await addFamily(club, 'Delcourt', ['Manon', 'Hugo']);
  const { series: one } = await series(club, first, 'Galop 1', 900, 1);
  await api(club, '/api/desk/offers', offer('Forfait trimestre 1', 13200, 1));
  const { fits } = await api(club, '/api/desk/offers-for?rider=1&household=1');
  const sold = fits.find(({ offer: { kind } }) => kind === 'package').offer.id;
  const taken = { offer: sold, rider: 1, quantity: 1, series: [one.id] };
  const cart = await api(club, '/api/desk/carts', { household: 1, lines: [taken] });

  const page = await open(t, browser, club.url);
  const keys = page.keyboard;
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate(() => {
    location.hash = '#/desk?household=1&rider=2';
  });
  const articles = page.getByRole('region', { name: say('desk.articles') });
  await articles.getByText(/^Complet/).waitFor();
  await keys.press('F3');
  await articles.locator('input:focus').waitFor();
  await keys.type('trim');
  await keys.press('Enter');
  const wait = page.getByRole('dialog', { name: /: complet/ });
  await wait.waitFor();
  await accessible(page, 'a series that is full');
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/wait-fr.png` });
  await keys.press('Control+Enter');
  await wait.waitFor({ state: 'detached' });
  await articles.getByText(say('desk.wait.waits')).waitFor();

  await api(club, `/api/desk/carts/${cart.id}/drop`, {});
  await page.evaluate(() => {
    location.hash = '#/planning';
  });
  await page.getByRole('heading', { level: 1, name: say('area.planning') }).waitFor();
  await page.getByRole('button', { name: say('waiting.title') }).click();
  const lists = page.getByRole('dialog', { name: say('waiting.title') });
  await lists.getByText(say('waiting.weekly', { name: 'Galop 1' })).waitFor();
  await lists.getByText(say('waiting.state.offered')).waitFor();
  await accessible(page, 'the waiting lists with a weekly place');
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/waits-fr.png` });
  await lists.getByText('Hugo').first().dblclick();
  await articles.getByText('12 séances sur 12').waitFor(); // it is kept for him
  await keys.press('F3');
  await articles.locator('input:focus').waitFor();
  await keys.type('trim');
  await keys.press('1');
  await page.getByRole('dialog').waitFor(); // the licence
  await keys.press('Escape');
  const basket = page.getByRole('region', { name: say('desk.cart') });
  await basket.getByText(/132,00.€ × 12 séances restantes sur 12/).waitFor();
});
