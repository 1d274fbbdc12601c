// A screen nobody touches leaves the program alone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addFamily, onAccount, openClub } from './clubs.mjs';
import { api, launch, open, serve } from './harness.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const CHANGES = '/api/changes';

test('a screen at rest asks nothing but whether something was written', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const { id } = await addFamily(club, 'Delcourt', ['Manon']);
  const offers = await api(club, '/api/desk/offers');
  const goods = offers.find((offer) => offer.kind === 'goods' && offer.priceCents > 0);
  const invoice = await onAccount(club, id, goods.id);
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const looked = () => page.waitForResponse((answer) => answer.url().includes(CHANGES));

  for (const place of [
    ...['today', `desk?household=${id}`, 'families', `families/${id}`],
    ...['invoices', `invoices/${invoice.id}`, 'catalogue', 'settings'],
  ]) {
    await page.evaluate((to) => (location.hash = `#/${to}`), place);
    await page.waitForLoadState('networkidle');
    await looked(); // what the screen asked when it came is answered
    const asked = [];
    const note = (request) => asked.push(new URL(request.url()).pathname);
    page.on('request', note);
    await looked();
    page.off('request', note);
    assert.deepEqual([...new Set(asked)], [CHANGES], place);
  }
});
