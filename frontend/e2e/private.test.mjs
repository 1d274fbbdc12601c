// Flow c of DESIGN.md: a private lesson is sold with the hour an instructor is free,
// and a duo with both its riders.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addFamily, openClub } from './clubs.mjs';
import { accessible, api, launch, open, serve, settled } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const say = words('fr');
const later = (day, n) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);

const picture = async (page, name) => {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
};

/** A club whose owner teaches every day from 10:00 to 12:00 in one arena. */
async function teaching(t) {
  const club = await serve(t);
  await openClub(club, 'fr');
  const session = await api(club, '/api/desk/session');
  await addFamily(club, 'Delcourt', ['Manon', 'Hugo']);
  await api(club, '/api/desk/arenas', {
    id: 0,
    name: 'Manège',
    shared: false,
    archived: false,
    position: 0,
    version: 0,
  });
  const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, start: 600, finish: 720 }));
  const { id, name } = session.person;
  await api(
    club,
    `/api/desk/instructors/${id}`,
    { id, name, teaches: true, hours, leave: [] },
    'PUT',
  );
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { club, page, today: session.today };
}

const planned = async (club, today) => {
  const range = `first=${today}&last=${later(today, 20)}`;
  return (await api(club, `/api/desk/plan?${range}`)).lessons;
};

/** Presses keys and counts them; names and amounts that are typed do not count. */
function counting(page) {
  const count = { keys: 0 };
  count.press = async (key) => {
    count.keys += 1;
    await page.keyboard.press(key);
  };
  return count;
}

/** From anywhere to the sheet of a private card: `Ctrl N` family `↵`, `F3` "part" figure. */
async function toTheHours(page, count, figure) {
  const { press } = count;
  await press('Control+N');
  await page.getByRole('heading', { level: 1, name: say('area.desk') }).waitFor();
  await page.locator('input[role="combobox"]:focus').waitFor(); // a new sale asks for whom: no F2
  await page.keyboard.type('delc');
  await page
    .getByRole('option', { name: /Delcourt/ })
    .first()
    .waitFor();
  await press('Enter');
  const articles = page.getByRole('region', { name: say('desk.articles') });
  await articles.getByRole('button', { name: say('desk.for', { name: 'Manon' }) }).waitFor();
  await press('F3');
  await articles.locator('input:focus').waitFor();
  await page.keyboard.type('part');
  await articles
    .getByRole('option')
    .first()
    .filter({ hasText: /particulier/i, has: page.locator('kbd') })
    .waitFor();
  await press(figure);
  const sheet = page.getByRole('dialog');
  await sheet.locator('input[type="radio"]:focus').waitFor();
  return sheet;
}

test('a private lesson is sold with the nearest free hour in nine keys', async (t) => {
  const { club, page, today } = await teaching(t);
  const count = counting(page);
  const sheet = await toTheHours(page, count, '1');
  await accessible(page, 'the free hours of a private lesson');
  await picture(page, 'slots');
  await count.press('Enter');
  await sheet.waitFor({ state: 'detached' });
  const cart = page.getByRole('region', { name: say('desk.cart') });
  await cart.getByText(/10:00 · Laure/).waitFor();
  const [held] = await planned(club, today);
  assert.deepEqual([held.start, held.held, held.onDemand], [600, 1, true]);
  await count.press('F9');
  await cart.locator('.pad button:focus').waitFor();
  await count.press('c');
  await cart.getByText(/Place de Manon réservée/).waitFor();
  await count.press('Alt+c'); // the conditions of sale, all of them
  await count.press('Control+Enter');
  await page
    .getByText(/F\d{4}-0001/)
    .first()
    .waitFor();
  await cart.waitFor({ state: 'detached' });
  assert.ok(count.keys <= 9, `DESIGN section 3 c: ${count.keys} keys`);
  const [booked] = await planned(club, today);
  assert.deepEqual([booked.booked, booked.held], [1, 0]);
});

test('a duo names its second rider, and the hour is free again when the line goes', async (t) => {
  const { club, page, today } = await teaching(t);
  await api(club, '/api/desk/offers', {
    ...{ id: 0, version: 0, position: 0, archived: false, detail: '', season: 0, kind: 'card' },
    ...{ name: 'Carte 1 particulier à deux', priceCents: 5000 },
    ...{ parts: [{ label: '', vat: 'riding', cents: 5000 }], deposit: { kind: 'all', value: 0 } },
    ...{ ageMin: 0, ageMax: 0, terms: { units: 1, months: 1, lessonKind: 'privateForTwo' } },
  });
  const count = counting(page);
  await count.press('Control+N');
  await page.getByRole('heading', { level: 1, name: say('area.desk') }).waitFor();
  await page.evaluate(() => {
    location.hash = '#/desk?household=1';
  });
  const articles = page.getByRole('region', { name: say('desk.articles') });
  await articles.getByRole('button', { name: say('desk.for', { name: 'Manon' }) }).waitFor();
  await count.press('F3');
  await page.keyboard.type('à deux');
  await articles
    .getByRole('option')
    .first()
    .filter({ hasText: /à deux/, has: page.locator('kbd') })
    .waitFor();
  await count.press('1');
  const sheet = page.getByRole('dialog');
  await sheet.locator('input[type="radio"]:focus').waitFor();
  const second = sheet.getByRole('combobox', { name: say('desk.place.second') });
  await settled(page);
  await second.focus();
  await count.press('ArrowDown');
  await sheet.getByRole('option', { name: /Hugo/ }).waitFor();
  await count.press('Enter');
  await sheet
    .getByRole('button', { name: say('desk.place.alone', { name: 'Hugo Delcourt' }) })
    .waitFor();
  await accessible(page, 'a duo');
  await picture(page, 'duo');
  await count.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  const cart = page.getByRole('region', { name: say('desk.cart') });
  await cart.getByText(/avec Hugo Delcourt/).waitFor();
  const [held] = await planned(club, today);
  assert.deepEqual([held.kind, held.held, held.capacity], ['privateForTwo', 2, 2]);
  await accessible(page, 'a duo in the cart');
  await cart
    .getByRole('button', { name: /Retirer/ })
    .first()
    .click();
  await cart.getByText(/avec Hugo Delcourt/).waitFor({ state: 'detached' });
  assert.deepEqual(await planned(club, today), []);
});
