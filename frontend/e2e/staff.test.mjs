// Two people at one desk: a PIN each, a lock, and what each may do.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { later } from './clubs.mjs';
import { accessible, api, launch, open, serve } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** What an address answers, whatever its status. */
async function status({ origin, key }, path, body) {
  const answer = await fetch(origin + path, {
    method: body ? 'POST' : 'GET',
    headers: {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': crypto.randomUUID(),
    },
    body: body && JSON.stringify(body),
  });
  return answer.status;
}

for (const language of ['fr', 'nl']) {
  for (const theme of ['light', 'dark']) {
    test(`the owner locks, the desk unlocks, and the sale waits: ${language}, ${theme}`, async (t) => {
      const say = words(language);
      const club = await serve(t, { sample: true });
      await api(club, '/api/desk/preferences', { name: 'language', value: language });
      await api(club, '/api/desk/preferences', { name: 'theme', value: theme });
      const page = await open(t, browser, club.url);
      const keys = page.keyboard;
      await page.getByRole('heading', { level: 1 }).waitFor();
      const owner = (await api(club, '/api/desk/session')).person;

      // The owner's first PIN, behind their own name.
      await page.locator('.who').click();
      const sheet = page.getByRole('dialog', { name: owner.name });
      await sheet.getByRole('button', { name: say('who.choosePin') }).click();
      await accessible(page, `behind one's name, ${language}, ${theme}`);
      await sheet.getByLabel(say('staff.newPin'), { exact: true }).fill('7392');
      await sheet.getByLabel(say('who.again'), { exact: true }).fill('7392');
      await keys.press('Enter');
      await page.getByText(say('who.pinChanged')).waitFor();

      // Somebody for the desk, with a PIN and a language of their own.
      await page.evaluate(() => (location.hash = '#/settings/people'));
      await page.getByRole('button', { name: say('staff.add') }).click();
      const adding = page.getByRole('dialog', { name: say('staff.add') });
      await adding.getByLabel(say('staff.name')).fill('Léa Martin');
      await adding.getByLabel(say('staff.pin'), { exact: true }).fill('4826');
      await accessible(page, `a person who works here, ${language}, ${theme}`);
      await keys.press('Control+Enter');
      await page.getByText('Léa Martin', { exact: true }).waitFor();
      await adding.waitFor({ state: 'detached' });
      await accessible(page, `the people, ${language}, ${theme}`);

      // A sale is begun, and the owner is called away.
      await keys.press('Control+2');
      await page.getByRole('button', { name: say('desk.anonymous') }).click();
      await keys.press('1');
      await page.locator('.lines li, tbody tr').first().waitFor();
      const waiting = () => api(club, '/api/desk/carts');
      const [cart] = await waiting();
      await keys.press('Control+l');
      const lock = page.getByRole('dialog', { name: say('lock.title') });
      await lock.waitFor();
      await accessible(page, `the lock screen, ${language}, ${theme}`);
      for (const path of ['/api/desk/households', '/api/desk/settings', '/api/changes?since=0'])
        assert.equal(await status(club, path), 423, path);
      assert.equal(
        await page.locator('.app').isVisible(),
        false,
        'nothing is seen behind the lock',
      );

      // Escape opens nothing, nor does a wrong PIN.
      for (let i = 0; i < 3; i++) await keys.press('Escape');
      await lock.locator('input:focus').waitFor();
      await keys.type('2020');
      await keys.press('Enter');
      await lock.getByText(say('error.pinWrong')).waitFor();
      await keys.press('ArrowDown');
      await keys.type('4826');
      await keys.press('Enter');
      await lock.waitFor({ state: 'detached' });

      // Léa sells, and the sale that was begun is there.
      await page.locator('.who', { hasText: 'Léa Martin' }).waitFor();
      assert.deepEqual(
        (await waiting()).map(({ id }) => id),
        [cart.id],
      );
      const doors = page.getByRole('navigation').first();
      assert.equal(await doors.getByText(say('area.settings')).count(), 0);
      assert.equal(await doors.getByText(say('area.catalogue')).count(), 0);
      await page.evaluate(() => (location.hash = '#/settings'));
      await page.waitForFunction(() => !location.hash.startsWith('#/settings'));
      assert.equal(await status(club, '/api/desk/settings'), 403);
      const owners = { id: 0, name: 'Moi', role: 'owner', active: true, hasPin: false };
      const hired = await status(club, '/api/desk/staff', { ...owners, language: '', version: 0 });
      assert.equal(hired, 403);
      assert.equal(await status(club, '/api/desk/households'), 200);
    });
  }
}

test('an instructor calls their rolls, reads the files of their own lessons, and sees no amount', async (t) => {
  const say = words('fr');
  const club = await serve(t, { sample: true });
  const coach = await api(club, '/api/desk/staff', {
    ...{ id: 0, name: 'Camille Roux', role: 'instructor', active: true, hasPin: false },
    ...{ language: '', version: 0 },
  });
  const { today } = await api(club, '/api/desk/session');
  const booked = async (day) =>
    (await api(club, `/api/desk/roster?day=${day}`)).lessons.find(
      (one) =>
        one.instructor && one.state !== 'cancelled' && one.riders.some((r) => r.state === 'booked'),
    );
  let [day, lesson] = [today];
  for (let n = 1; !lesson && n <= 7; n++) {
    day = later(today, n);
    lesson = await booked(day);
  }
  await api(club, '/api/desk/seat', { person: coach.id, pin: '' });
  const page = await open(t, browser, club.url);
  await page.getByRole('link', { name: say('area.riders') }).click();
  await page.getByRole('heading', { level: 1, name: say('area.riders') }).waitFor();
  await page.getByText(say('riders.mine')).waitFor(); // Camille teaches nobody yet
  assert.doesNotMatch(await page.locator('body').innerText(), /€/);

  // A colleague's lesson: what is kept back is said, and never reads as "healthy".
  await page.evaluate((to) => (location.hash = to), `#/today?day=${day}&lesson=${lesson.id}`);
  const roster = page.getByRole('region', { name: new RegExp(lesson.name) });
  const riding = lesson.riders.filter(({ state }) => state === 'booked' || state === 'held').length;
  await roster.getByText(say('roster.keptBack')).first().waitFor();
  assert.equal(await roster.getByText(say('roster.keptBack')).count(), riding);
  assert.doesNotMatch(await page.locator('body').innerText(), /€/);
  for (const theme of ['light', 'dark']) {
    await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    await accessible(page, `an instructor's roster, ${theme}`);
    if (process.env.PICTURES)
      await page.screenshot({ path: `${process.env.PICTURES}/taught-${theme}.png` });
  }
  await page.evaluate((to) => (location.hash = to), `#/riders`);
  for (const theme of ['light', 'dark']) {
    await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    await accessible(page, `riders, ${theme}`);
  }
  for (const path of [
    '/api/desk/households',
    '/api/desk/rider-files/export?format=csv',
    '/api/desk/invoices',
    '/api/desk/today',
    '/api/desk/offers',
  ])
    assert.equal(await status(club, path), 403, path);
});
