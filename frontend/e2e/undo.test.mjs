// What is not money is taken back by Ctrl Z; money says what to do instead.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addFamily, onAccount, openClub } from './clubs.mjs';
import { accessible, api, launch, open, serve } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const say = words('fr');

test('Ctrl Z takes back an archived offer, Ctrl Shift Z archives it again, and money says of an invoice what to do instead', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const home = await addFamily(club, 'Delcourt', ['Manon']);
  const { fits } = await api(club, `/api/desk/offers-for?household=${home.id}&rider=0`);
  const offer = fits[0].offer;
  await api(club, `/api/desk/offers/${offer.id}/archive`, {});

  await page.keyboard.press('Control+z');
  await page.getByText(say('action.archiveOffer')).waitFor();
  const offers = await api(club, '/api/desk/offers');
  assert.equal(offers.find(({ id }) => id === offer.id).archived, false);

  await page.keyboard.press('Control+Shift+Z');
  await page
    .getByText(say('undo.redone', { what: '' }).trim())
    .first()
    .waitFor();
  const again = await api(club, '/api/desk/offers');
  assert.ok(!again.some(({ id, archived }) => id === offer.id && !archived));
  const undone = page.waitForResponse((answer) => answer.url().endsWith('/undo'));
  await page.keyboard.press('Control+z');
  await undone;

  const { number } = await onAccount(club, home.id, offer.id);
  await page.keyboard.press('Control+z');
  const sheet = page.getByRole('dialog', { name: say('undo.title') });
  await sheet.getByRole('alert').getByText(say('error.lastingInvoice')).waitFor();
  await sheet.getByText(number).waitFor();
  await accessible(page, 'the last actions');
  const actions = await api(club, '/api/desk/actions');
  assert.deepEqual(
    actions.filter(({ undoneAt }) => undoneAt).map(({ what }) => what),
    ['archiveOffer'],
  );
});
