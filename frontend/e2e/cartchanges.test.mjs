// A package waits in a cart while the club adds a lesson to its series, takes it back
// by the undo, and closes a day: the counter's screen follows, in two languages.
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

for (const [language, theme] of [
  ['fr', 'light'],
  ['nl', 'dark'],
]) {
  const say = words(language);

  test(`a cart follows its lessons: ${language}, ${theme}`, async (t) => {
    const club = await serve(t);
    await openClub(club, language);
    await api(club, '/api/desk/preferences', { name: 'theme', value: theme });
    const { today } = await api(club, '/api/desk/session');
    const first = tuesdayAfter(later(today, 6));
    await addFamily(club, 'Delcourt', ['Manon']);
    const { series: now } = await series(club, first, 'Galop 1', 900, 2);
    await api(club, '/api/desk/offers', offer('Forfait mardi', 13200, 1));

    const page = await open(t, browser, club.url);
    const keys = page.keyboard;
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate(() => (location.hash = '#/desk?household=1'));
    const articles = page.getByRole('region', { name: say('desk.articles') });
    await articles.getByText('Forfait mardi').first().waitFor();
    await keys.press('F3');
    await articles.locator('input:focus').waitFor();
    await keys.type('mardi');
    await keys.press('1');
    const licence = page.getByRole('dialog', {
      name: say('desk.licence.title', { name: 'Manon' }),
    });
    await licence.waitFor();
    await keys.press('Escape');
    await licence.waitFor({ state: 'detached' });
    const cart = page.getByRole('region', { name: say('desk.cart') });
    const counted = (n) =>
      cart
        .getByText(new RegExp(`× ${n} (séances restantes sur|resterende lessen van) ${n}`))
        .waitFor();
    await counted(12);

    // Another desk goes on with the series for a week.
    const longer = { ...now, last: later(now.last, 7), from: later(now.last, 1), reason: '' };
    await api(club, `/api/desk/series/${now.id}`, longer, 'PUT');
    await counted(13);

    // Undone by keys, it is out of the cart again, and nothing was lost.
    await page.evaluate(() => (location.hash = '#/planning'));
    await page.getByRole('heading', { level: 1, name: say('area.planning') }).waitFor();
    await settled(page);
    const undone = page.waitForResponse((answer) => answer.url().endsWith('/undo'));
    await keys.press('Control+z');
    assert.equal((await undone).status(), 200);
    await page.evaluate(() => (location.hash = '#/desk?household=1'));
    await counted(12);
    assert.equal(await cart.getByText(say('seats.lost', { n: 1 }).slice(0, 12)).count(), 0);

    // A day is closed: its lesson is named, and no longer paid for.
    const closed = { kind: 'closed', name: 'Travaux', weekday: 0, source: 'typed' };
    await api(club, '/api/desk/closed-days', [
      { ...closed, id: 0, version: 0, first: later(first, 7), last: later(first, 7) },
    ]);
    await cart.locator('.short.warn').waitFor();
    assert.match(await cart.locator('.short.warn').innerText(), /1 /);
    await accessible(page, `a lesson lost, ${language}, ${theme}`);
    if (process.env.PICTURES)
      await page.screenshot({ path: `${process.env.PICTURES}/cart-lost-${language}.png` });
    await cart.getByText(/× 11 (séances restantes|resterende lessen)/).waitFor();
  });
}
