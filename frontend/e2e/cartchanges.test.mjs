// A package waits in a cart while the club adds a lesson to its series, takes it back
// by the undo, and closes a day: the counter's screen follows, in two languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addFamily, later, offer, openClub, series, tuesdayAfter } from './clubs.mjs';
import { accessible, api, launch, open, serve, settled } from './harness.mjs';
import { euros, words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** With plain spaces, however a language keeps words together. */
const plain = (text) => text.replace(/\s/g, ' ');

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
    /** The line says how many lessons of how many it is for, and the cart asks for so much. */
    const counted = async (left, of, cents) => {
      await cart
        .getByText(new RegExp(`× ${left} .*(restantes sur|resterende lessen van) ${of}(?!\\d)`))
        .waitFor();
      await settled(page);
      const [shown, asked] = [plain(await cart.innerText()), plain(euros(language, cents))];
      const times = shown.split(asked).length - 1;
      assert.ok(times >= 3, `line, total and due now show ${asked} once each at least:\n${shown}`);
    };
    await counted(12, 12, 13200);

    // Another desk goes on with the series for a week.
    const longer = { ...now, last: later(now.last, 7), from: later(now.last, 1), reason: '' };
    await api(club, `/api/desk/series/${now.id}`, longer, 'PUT');
    await counted(13, 13, 13200);

    // Undone by keys, it is out of the cart again, and nothing was lost.
    await page.evaluate(() => (location.hash = '#/planning'));
    await page.getByRole('heading', { level: 1, name: say('area.planning') }).waitFor();
    await settled(page);
    const undone = page.waitForResponse((answer) => answer.url().endsWith('/undo'));
    await keys.press('Control+z');
    assert.equal((await undone).status(), 200);
    await page.evaluate(() => (location.hash = '#/desk?household=1'));
    await counted(12, 12, 13200);
    assert.equal(await cart.locator('.short').count(), 0, 'nothing is said to be lost');

    // A day is closed: its lesson is named, and no longer paid for.
    const closed = { kind: 'closed', name: 'Travaux', weekday: 0, source: 'typed' };
    await api(club, '/api/desk/closed-days', [
      { ...closed, id: 0, version: 0, first: later(first, 7), last: later(first, 7) },
    ]);
    const lost = cart.locator('.short.warn');
    await lost.waitFor();
    await counted(11, 12, 12100);
    const [before, behind] = plain(say('seats.lost', { n: 1, days: '|' })).split('|');
    const said = plain(await lost.innerText()).trim();
    assert.ok(said.startsWith(before) && said.endsWith(behind), said);
    const day = said.slice(before.length, -behind.length);
    assert.match(
      day,
      new RegExp(`\\b${Number(later(first, 7).slice(8))}\\b`),
      'the closed day is named',
    );
    assert.match(day, new RegExp(`^${say('weekdayShort.2')}`), 'by its weekday');
    await accessible(page, `a lesson lost, ${language}, ${theme}`);
    if (process.env.PICTURES)
      await page.screenshot({ path: `${process.env.PICTURES}/cart-lost-${language}.png` });
  });
}
