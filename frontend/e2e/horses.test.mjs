// Horses: one is added, cared for and given; a whole day is proposed and accepted; what stands against one is said.
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

test('horses are added, proposed for the day and changed by keys alone', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const { today } = await api(club, '/api/desk/session');
  const { riders } = await addFamily(club, 'Delcourt', ['Manon', 'Hugo']);
  const shape = {
    kind: 'group',
    name: 'Galop 2',
    start: 1439, // today's last minute: not over before midnight
    minutes: 60,
    arena: 0,
    instructor: 0,
  };
  const limits = { levelMin: 0, levelMax: 0, ageMin: 0, ageMax: 0, capacity: 8, minGroup: 0 };
  const lesson = await api(club, '/api/desk/lessons', { day: today, ...shape, ...limits });
  for (const { id } of riders)
    await api(club, '/api/desk/bookings', {
      ...{ lesson: lesson.id, rider: id, by: 'given', reason: 'essai offert' },
    });

  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate(() => {
    location.hash = '#/horses';
  });
  await page.getByText(say('horses.none')).waitFor();
  await accessible(page, 'a stable without a horse');
  for (const name of ['Caramel', 'Quartz']) {
    await page.keyboard.press('n');
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('textbox', { name: say('horses.name'), exact: true }).fill(name);
    if (name === 'Caramel') await accessible(page, "a horse's sheet");
    await page.keyboard.press('Control+Enter');
    await sheet.waitFor({ state: 'detached' });
    await page.getByRole('row', { name: new RegExp(name) }).waitFor();
  }
  await accessible(page, 'the stable with a proposal');

  await page.keyboard.press('Control+Enter'); // the proposal of the day
  await page.getByText(say('horses.allGiven')).waitFor();

  await page.keyboard.press('r');
  const rest = page.getByRole('dialog');
  await rest.getByRole('textbox', { name: say('horses.why') }).fill('boiterie');
  await page.keyboard.press('Control+Enter');
  await rest.waitFor({ state: 'detached' });
  await page.getByText(say('horses.restOpen')).first().waitFor();

  await page.evaluate(() => {
    location.hash = '#/today';
  });
  const roster = page.getByRole('region', { name: /Galop 2/ });
  await roster.getByRole('button', { name: /Caramel/ }).waitFor();
  await accessible(page, 'the roster with its horses');
  await page.keyboard.press('h');
  const choose = page.getByRole('dialog');
  await choose.getByRole('listitem').first().waitFor();
  await accessible(page, 'the horses for a rider');
  // The other rider has the other horse: it is said, and no reason gives it.
  assert.equal(await choose.getByRole('button', { name: /avec (Manon|Hugo)/ }).isDisabled(), true);
  await choose.getByRole('button', { name: say('horses.takeBack') }).click();
  await choose.waitFor({ state: 'detached' });
  await roster.getByText(say('horses.toChoose')).waitFor();
});
