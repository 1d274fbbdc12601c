// Two small groups of a day become one, and a full weekly place is waited for: by keys, in two languages.
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

const later = (day, n) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);

/** A weekly group from a day on, for three weeks. */
const group = (club, first, name, start, capacity, minGroup = 0) =>
  api(club, '/api/desk/series', {
    ...{ id: 0, season: 1, version: 0, onPublic: true, inHolidays: true, everyWeeks: 1 },
    ...{ kind: 'group', name, start, minutes: 60, arena: 0, instructor: 0, capacity, minGroup },
    ...{ levelMin: 0, levelMax: 0, ageMin: 0, ageMax: 0, first, last: later(first, 14) },
    weekday: new Date(`${first}T00:00:00Z`).getUTCDay() || 7,
  });

const picture = async (page, name) => {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
};

for (const [language, theme] of [
  ['fr', 'light'],
  ['nl', 'dark'],
]) {
  const say = words(language);

  test(`two groups are merged with the keyboard: ${language}, ${theme}`, async (t) => {
    const club = await serve(t);
    await openClub(club, language);
    await api(club, '/api/desk/preferences', { name: 'theme', value: theme });
    const { today } = await api(club, '/api/desk/session');
    const day = later(today, 2);
    await group(club, day, 'Galop 1', 900, 2, 2);
    await group(club, day, 'Galop 2', 960, 2);
    const { riders } = await addFamily(club, 'Delcourt', ['Manon', 'Hugo', 'Zoé']);
    const { lessons } = await api(club, `/api/desk/plan?first=${day}&last=${day}`);
    const [from, into] = lessons;
    const [manon, hugo, zoe] = riders.map(({ id }) => id);
    const seat = (rider) =>
      api(club, '/api/desk/bookings', { lesson: from.id, rider, by: 'given', reason: 'essai' });
    await seat(manon);
    const { bookings } = await seat(zoe);
    await api(club, '/api/desk/waiting', { lesson: from.id, rider: hugo });
    await api(club, `/api/desk/bookings/${bookings[0]}/cancel`, {});

    const page = await open(t, browser, club.url);
    const { keyboard } = page;
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate(() => (location.hash = '#/today?show=small'));
    const list = page.getByRole('dialog', { name: say('smallGroups.title') });
    const merge = list.getByRole('button', { name: `${say('merge.open')} Galop 1` });
    await merge.waitFor();
    while (!(await merge.evaluate((node) => node === document.activeElement)))
      await keyboard.press('Tab');
    await keyboard.press('Enter');
    const sheet = page.getByRole('dialog', { name: say('merge.title', { name: 'Galop 1' }) });
    await sheet.getByText(say('merge.moves', { names: 'Manon' })).waitFor();
    await sheet.getByText(say('merge.waits', { names: 'Hugo' })).waitFor();
    await accessible(page, `the other group, ${language}, ${theme}`);
    await picture(page, `merge-groups-${language}`);
    await keyboard.press('Control+Enter');
    await sheet.waitFor({ state: 'detached' });
    const tell = page.getByRole('dialog');
    await tell.getByText('Delcourt').first().waitFor();
    await accessible(page, `whom to tell, ${language}, ${theme}`);
    await picture(page, `merge-tell-${language}`);
    const after = await api(club, `/api/desk/plan?first=${day}&last=${day}`);
    assert.equal(after.lessons.find(({ id }) => id === from.id).state, 'cancelled');
    const { booked, held } = after.lessons.find(({ id }) => id === into.id);
    assert.deepEqual(
      [booked, held],
      [1, 1],
      'Manon rides there, and its free place is offered to Hugo',
    );
  });

  test(`a full weekly place is waited for: ${language}, ${theme}`, async (t) => {
    const club = await serve(t);
    await openClub(club, language);
    await api(club, '/api/desk/preferences', { name: 'theme', value: theme });
    const { today } = await api(club, '/api/desk/session');
    const planned = await group(club, later(today, 5), 'Galop 1', 900, 1);
    const sold = await api(club, '/api/desk/offers', {
      ...{ id: 0, version: 0, position: 0, archived: false, detail: '', season: 1 },
      ...{ kind: 'package', name: 'Galop hebdo', priceCents: 9000 },
      parts: [{ label: '', vat: 'riding', cents: 9000 }],
      ...{ deposit: { kind: 'all', value: 0 }, ageMin: 0, ageMax: 0, terms: { weekly: 1 } },
    });
    const first = await addFamily(club, 'Delcourt', ['Manon']);
    const line = { offer: sold.id, rider: first.riders[0].id, quantity: 1 };
    await api(club, '/api/desk/carts', {
      household: first.id,
      lines: [{ ...line, series: [planned.series.id] }],
    });
    const second = await addFamily(club, 'Petit', ['Emma']);

    const page = await open(t, browser, club.url);
    const { keyboard } = page;
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate((id) => (location.hash = `#/desk?household=${id}`), second.id);
    const articles = page.getByRole('region', { name: say('desk.articles') });
    await articles.getByText('Galop hebdo').first().waitFor();
    await keyboard.press('F3');
    await articles.locator('input:focus').waitFor();
    await keyboard.type('hebdo');
    await articles.getByText('Galop hebdo').first().waitFor();
    const dialog = page.getByRole('dialog', { name: /Galop hebdo/ });
    await keyboard.press('Enter');
    await dialog.waitFor();
    await accessible(page, `a turn on the list, ${language}, ${theme}`);
    await picture(page, `weekly-wait-${language}`);
    await keyboard.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    const rows = await api(club, '/api/desk/waiting-lists');
    assert.deepEqual([rows.length, rows[0].series], [1, planned.series.id]);
  });
}
