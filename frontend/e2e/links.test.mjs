// A sale waits for its payment link: kept by the desk, read in the list of what is promised, and sold otherwise.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, api, launch, open, serve, settled } from './harness.mjs';
import { words } from './words.mjs';

const say = words('fr');

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** The sample club with an address of its own for links, and a sale to a family at the desk. */
async function selling(t) {
  const club = await serve(t, { sample: true });
  const { policy, versions } = await api(club, '/api/desk/settings');
  const value = { ...policy, linkTemplate: 'https://pay.example/?a={cents}&r={reference}' };
  await api(club, '/api/desk/settings/policy', { version: versions.policy, value }, 'PUT');
  const offers = await api(club, '/api/desk/offers');
  const goods = offers.find(({ kind, priceCents }) => kind === 'goods' && priceCents > 0);
  const { rows } = await api(club, '/api/desk/invoices?show=open&limit=50');
  const { household } = rows.find((row) => row.household !== 0);
  const cart = await api(club, '/api/desk/carts', {
    household,
    lines: [{ offer: goods.id, rider: 0, quantity: 2 }],
  });
  const page = await open(t, browser, club.url);
  await page.evaluate((id) => (location.hash = `#/desk?cart=${id}`), cart.id);
  return { club, page, cart };
}

test('a sale is kept for a payment link, which follows it and ends with it', async (t) => {
  const { club, page, cart } = await selling(t);
  const region = page.getByRole('region', { name: say('desk.cart') });
  await page.getByRole('button', { name: say('desk.keep') }).click();
  const keep = page.getByRole('dialog', { name: say('desk.keep') });
  await keep.getByRole('button', { name: say('cart.awaits.link') }).focus();
  await page.keyboard.press('Enter');
  await keep.getByText(say('desk.keepLink')).waitFor();
  await accessible(page, 'a sale that is kept for a link');
  await page.keyboard.press('Control+Enter');
  await keep.waitFor({ state: 'detached' });
  const { link } = await api(club, `/api/desk/carts/${cart.id}`);
  assert.equal(link.cents, cart.nowCents || cart.totalCents);

  await page.evaluate(() => (location.hash = '#/today?show=promised'));
  const waits = page.getByRole('dialog', { name: say('promised.title') });
  const row = waits.getByRole('row').filter({ hasText: say('promised.link.open') });
  await row.waitFor();
  await accessible(page, 'what is promised by a link');
  await settled(page);
  await row.getByRole('button').first().focus();
  await page.keyboard.press('Enter');

  await region.getByText(link.url).waitFor();
  await region.getByText(say('desk.link.own')).waitFor();
  await accessible(page, 'the link of a sale');
  if (process.env.PICTURES)
    await page.screenshot({ path: `${process.env.PICTURES}/cart-link.png` });

  const lines = await api(club, `/api/desk/carts/${cart.id}`);
  await api(club, `/api/desk/carts/${cart.id}/lines/${lines.lines[0].id}`, { quantity: 3 }, 'PUT');
  const more = await api(club, `/api/desk/carts/${cart.id}`);
  assert.equal(more.link.cents, (link.cents / 2) * 3);
  await region.getByText(more.link.url).waitFor();

  await api(club, `/api/desk/carts/${cart.id}/drop`, {});
  assert.equal((await api(club, `/api/desk/carts/${cart.id}`)).link.state, 'cancelled');
  const verified = await api(club, '/api/desk/promised');
  assert.equal(JSON.stringify(verified).includes(`"cart":${cart.id}`), false);
});
