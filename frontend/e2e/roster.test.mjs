// The day's roster and the phone call: a rider booked in by keys, and an absence noted from the palette.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addFamily, openClub } from './clubs.mjs';
import { accessible, api, launch, open, serve } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const say = words('fr');
const later = (day, n) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);

test('a rider is booked on the roster and her absence is noted in four keys', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const { today } = await api(club, '/api/desk/session');
  const day = later(today, 7);
  await addFamily(club, 'Delcourt', ['Manon']);
  const shape = {
    kind: 'group',
    name: 'Galop 2',
    start: 840,
    minutes: 60,
    arena: 0,
    instructor: 0,
  };
  const limits = { levelMin: 0, levelMax: 0, ageMin: 0, ageMax: 0, capacity: 8, minGroup: 0 };
  await api(club, '/api/desk/lessons', { day, ...shape, ...limits });

  await page.evaluate((to) => {
    location.hash = `#/today?day=${to}`;
  }, day);
  const roster = page.getByRole('region', { name: /Galop 2/ });
  await roster.getByText(say('roster.nobody')).waitFor();
  await page.keyboard.press('n');
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('combobox').fill('manon');
  await sheet.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await sheet.getByRole('radio').first().check();
  await sheet.getByLabel(say('places.byGift')).check();
  await sheet.getByLabel(say('places.reason')).fill('essai offert');
  await accessible(page, 'a booking on the roster');
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  await roster.getByText('Manon Delcourt').waitFor();
  await accessible(page, 'the roster');

  const printed = page.waitForResponse(/\/roster\/pdf\?day=/);
  await page.keyboard.press('Control+p');
  assert.equal((await printed).status(), 200);

  let keys = 0;
  const press = async (key) => {
    keys++;
    await page.keyboard.press(key);
  };
  await press('Control+k');
  await page.locator('[role="combobox"]:focus').waitFor();
  await page.keyboard.type('man abs');
  await page.getByRole('option', { name: /Absence de Manon Delcourt/ }).waitFor();
  await press('Enter');
  const row = page.locator('[role="option"][aria-selected="true"]');
  await row.getByText(say('outcome.nothing')).waitFor(); // said before it is done
  await accessible(page, 'the absence in the palette');
  await press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByText(say('roster.gone.cancelledInTime')).waitFor();
  assert.ok(keys <= 4, `${keys} keys`);
});

test('a reason and an absence until a day are each a key away from the lesson', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const { today } = await api(club, '/api/desk/session');
  const family = await addFamily(club, 'Delcourt', ['Manon']);
  for (const n of [2, 3, 9]) {
    const limits = { levelMin: 0, levelMax: 0, ageMin: 0, ageMax: 0, capacity: 8, minGroup: 0 };
    const { id } = await api(club, '/api/desk/lessons', {
      ...{ day: later(today, n), kind: 'group', name: 'Galop 2', start: 840, minutes: 60 },
      ...{ arena: 0, instructor: 0, ...limits },
    });
    const rider = family.riders[0].id;
    await api(club, '/api/desk/bookings', { lesson: id, rider, by: 'given', reason: 'essai' });
  }
  const ask = async (key) => {
    await page.keyboard.press('Control+k');
    await page.locator('[role="combobox"]:focus').waitFor();
    await page.keyboard.type('man abs');
    await page.getByRole('option', { name: /Absence de Manon Delcourt/ }).waitFor();
    await page.keyboard.press('Enter');
    await page
      .locator('[role="option"][aria-selected="true"]')
      .filter({ hasText: 'Galop 2' })
      .waitFor();
    await page.keyboard.press(key);
  };
  const sheet = page.getByRole('dialog');

  await ask('Shift+Enter');
  await sheet.getByLabel(say('places.reason')).fill('certificat à venir');
  await accessible(page, 'an absence with a reason');
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });

  await ask('Alt+Enter');
  await sheet.getByRole('listitem').waitFor(); // one is left within a week
  await accessible(page, 'an absence until a day');
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  const plan = await api(
    club,
    `/api/desk/riders/${family.riders[0].id}/plan?from=${today}&to=${later(today, 20)}`,
  );
  assert.deepEqual(
    plan.lessons.map(({ state }) => state),
    ['cancelledInTime', 'cancelledInTime', 'booked'],
  );
});
