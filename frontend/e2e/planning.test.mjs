// The plan, by keyboard alone: a series is made, one lesson is moved.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openClub } from './clubs.mjs';
import { accessible, api, launch, offered, open, serve } from './harness.mjs';
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
