// The plan: a series is made and one lesson moved by keyboard alone, and lessons are dragged by hand.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openClub, series } from './clubs.mjs';
import { accessible, api, dragged, launch, offered, open, serve, settled } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** The Monday after next, as the club's calendar has it. */
function monday() {
  const at = new Date();
  at.setUTCDate(at.getUTCDate() + 15 - (at.getUTCDay() || 7));
  return at.toISOString().slice(0, 10);
}

const addDays = (day, n) => new Date(Date.parse(day) + n * 86_400_000).toISOString().slice(0, 10);

test('a series is made and one of its lessons moved without the mouse', async (t) => {
  const say = words('fr');
  const club = await serve(t);
  await openClub(club, 'fr');
  const [arena] = await api(club, '/api/desk/arenas', {
    ...{ id: 0, name: 'Manège', shared: false, archived: false, position: 0, version: 0 },
  });
  const week = monday();
  const wednesday = addDays(week, 2);
  const page = await open(t, browser, club.url);
  const { keyboard } = page;
  await page.evaluate((day) => (location.hash = `#/planning?day=${day}`), week);
  await page.getByRole('heading', { name: say('planning.empty') }).waitFor();
  await accessible(page, 'an empty week');

  await offered(page, 'N');
  await keyboard.press('n');
  const sheet = page.getByRole('dialog');
  const field = (key) => sheet.getByLabel(say(key), { exact: true });
  await field('planning.name').focus();
  await keyboard.type('Galop 2');
  await field('planning.day').fill(wednesday);
  await field('planning.start').fill('14h');
  await field('planning.last').fill(addDays(week, 30));
  await accessible(page, 'the sheet of a lesson');
  await keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'hidden' });
  const cell = page.getByRole('button', { name: /^Galop 2, / });
  await cell.waitFor();

  await keyboard.press('ArrowDown');
  await page.locator('[data-lesson]:focus').waitFor();
  await keyboard.press('m');
  await keyboard.press('ArrowRight');
  for (let quarter = 0; quarter < 4; quarter++) await keyboard.press('ArrowDown');
  await page.getByText(say('planning.arenaFree', { name: 'Manège' })).waitFor();
  await accessible(page, 'a lesson that is being moved');
  await keyboard.press('Enter');
  await page
    .getByText(say('planning.lessonMoved', { n: 1, name: 'Galop 2' }).split('{')[0])
    .waitFor();

  const plan = async (first) =>
    (await api(club, `/api/desk/plan?first=${first}&last=${addDays(first, 6)}`)).lessons;
  const [moved] = await plan(week);
  assert.deepEqual(
    [moved.day, moved.start, moved.own, moved.arena],
    [addDays(week, 3), 900, true, arena.id],
  );
  const [next] = await plan(addDays(week, 7));
  assert.deepEqual([next.day, next.start], [addDays(week, 9), 840]);

  await page.evaluate(() => (document.documentElement.dataset.theme = 'dark'));
  await accessible(page, 'the week in the dark');
  await page.setViewportSize({ width: 640, height: 400 });
  await page.getByRole('heading', { name: /jeudi/ }).waitFor();
  await accessible(page, 'the week as a list');
});

test('a lesson that is dragged moves alone or with those that follow, as its tip asks', async (t) => {
  const say = words('fr');
  const club = await serve(t);
  await openClub(club, 'fr');
  const week = monday();
  const [tuesday, wednesday, thursday] = [1, 2, 3].map((n) => addDays(week, n));
  await series(club, tuesday, 'Galop 2', 840, 8);
  const limits = { levelMin: 0, levelMax: 0, ageMin: 0, ageMax: 0, capacity: 8, minGroup: 0 };
  await api(club, '/api/desk/lessons', {
    ...{ day: thursday, kind: 'group', name: 'Essai', start: 1020, minutes: 60 },
    ...{ arena: 0, instructor: 0, ...limits },
  });
  const planned = async (name) => {
    const last = addDays(week, 13);
    const { lessons } = await api(club, `/api/desk/plan?first=${week}&last=${last}`);
    return lessons.filter((one) => one.name === name).map(({ day, start }) => [day, start]);
  };
  const page = await open(t, browser, club.url);
  await page.evaluate((day) => (location.hash = `#/planning?day=${day}`), week);
  const cell = (name) => page.locator('[data-lesson]').filter({ hasText: name });
  const drag = async (name, day) => {
    await cell(name).waitFor();
    await settled(page);
    const column = page.locator(`[data-day="${day}"]`);
    const [lesson, { y, width }] = [await cell(name).boundingBox(), await column.boundingBox()];
    const middle = lesson.y + lesson.height / 2 - y;
    await dragged(page, cell(name), column, { x: width / 2, y: middle });
    await settled(page);
  };
  const asked = page.getByText(say('planning.which'));
  const button = (key) => page.locator('.tip').getByRole('button', { name: say(key) });
  const following = [tuesday, addDays(tuesday, 7)];

  await drag('Galop 2', wednesday);
  await asked.waitFor();
  await accessible(page, 'a dragged lesson that asks what moves');
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/drag.png` });
  assert.deepEqual(
    await planned('Galop 2'),
    following.map((day) => [day, 840]),
    'nothing moves before the answer',
  );
  await button('planning.placeFollowing').click();
  await asked.waitFor({ state: 'detached' });
  await cell('Galop 2').waitFor();
  await settled(page);
  const moved = following.map((day) => [addDays(day, 1), 840]);
  assert.deepEqual(await planned('Galop 2'), moved, 'the series from here');

  await drag('Galop 2', thursday);
  await page.keyboard.press('Escape');
  await asked.waitFor({ state: 'detached' });
  assert.deepEqual(await planned('Galop 2'), moved, 'given up');

  await drag('Galop 2', thursday);
  await button('planning.placeThis').click();
  await asked.waitFor({ state: 'detached' });
  await settled(page);
  assert.deepEqual(await planned('Galop 2'), [[thursday, 840], moved[1]], 'this lesson alone');

  await drag('Essai', wednesday);
  await page
    .getByText(say('planning.lessonMoved', { n: 1, name: 'Essai' }).split('{')[0])
    .waitFor();
  assert.deepEqual(await planned('Essai'), [[wednesday, 1020]], 'one of no series is not asked');
});

test('a lesson and those that follow are cancelled as one, with what comes back said before', async (t) => {
  const say = words('fr');
  const club = await serve(t);
  await openClub(club, 'fr');
  const week = monday();
  const tuesday = addDays(week, 1);
  await series(club, tuesday, 'Galop 2', 840, 8);
  const page = await open(t, browser, club.url);
  await page.evaluate((day) => (location.hash = `#/planning?day=${day}`), week);
  await page.locator('[data-lesson]').first().waitFor();
  await settled(page);
  await page.keyboard.press('ArrowDown');
  await page.locator('[data-lesson]:focus').waitFor();
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog');
  await sheet.getByText(say('planning.following')).click();
  await sheet.getByRole('button', { name: say('planning.cancelFollowing') }).click();
  await sheet.getByText(say('planning.cancel.nobody')).waitFor();
  await accessible(page, 'what cancelling those that follow would do');
  if (process.env.PICTURES)
    await page.screenshot({ path: `${process.env.PICTURES}/following.png` });
  await sheet.getByLabel(say('planning.why')).fill('plus de moniteur');
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  for (const day of [tuesday, addDays(tuesday, 7)]) {
    const { lessons } = await api(club, `/api/desk/plan?first=${day}&last=${day}`);
    assert.deepEqual(
      lessons.map(({ state, reason }) => [state, reason]),
      [['cancelled', 'plus de moniteur']],
    );
  }
});
