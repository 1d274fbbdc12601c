// An invoice or a receipt goes by mail with the keys of the payment itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addFamily, onAccount, openClub } from './clubs.mjs';
import { accessible, api, launch, offered, open, serve } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const say = words('fr');

/** A club that sends by a server nobody answers at: what is to leave waits. */
async function sending(t) {
  const club = await serve(t);
  await openClub(club, 'fr');
  const { mail, versions } = await api(club, '/api/desk/settings');
  const server = { smtpHost: '127.0.0.1', smtpPort: 9, smtpSecurity: 'none' };
  const value = { ...mail, ...server, sending: true, senderAddress: 'club@x.example' };
  await api(club, '/api/desk/settings/mail', { version: versions.mail, value }, 'PUT');
  const family = await addFamily(club, 'Delcourt', ['Manon'], 'sophie@courriel.example');
  const { fits } = await api(club, `/api/desk/offers-for?household=${family.id}&rider=0`);
  const { offer } = fits.find(({ offer }) => offer.kind === 'goods');
  await onAccount(club, family.id, offer.id); // it accepts the conditions of sale
  return { club, family, offer };
}

const outbox = async (club) => (await api(club, '/api/desk/outbox')).map(({ kind }) => kind);

/** Counts the keys that are pressed. */
function counted(page) {
  const keys = { n: 0 };
  keys.press = (key) => (keys.n++, page.keyboard.press(key));
  return keys;
}

test('a sale mails its invoice with no key of its own, and a key leaves it out', async (t) => {
  const { club, family, offer } = await sending(t);
  const page = await open(t, browser, club.url);
  const sell = async (...also) => {
    await page.evaluate((home) => (location.hash = `#/desk?household=${home}`), family.id);
    await offered(page, 'F3');
    await page.keyboard.press('F3');
    await page
      .getByRole('region', { name: say('desk.articles') })
      .locator('input:focus')
      .waitFor();
    await page.keyboard.type(offer.name);
    await page.keyboard.press('Enter');
    const cart = page.getByRole('region', { name: say('desk.cart') });
    await cart.getByText(say('desk.lineCount', { n: 1 })).waitFor();
    const keys = counted(page);
    await keys.press('F9');
    await page.locator('.pad button:focus').waitFor();
    await keys.press('c');
    for (const key of also) await keys.press(key);
    await accessible(page, 'a sale that is mailed');
    await keys.press('Control+Enter');
    await page.getByText(say('desk.issued')).waitFor();
    return keys.n;
  };
  assert.equal(await sell(), 3);
  await page.getByText(say('desk.mailed', { address: 'sophie@courriel.example' })).waitFor();
  assert.deepEqual(await outbox(club), ['invoice']);
  const [mailed] = await api(club, '/api/desk/outbox');
  const { rows } = await api(club, '/api/desk/invoices');
  const view = await api(club, `/api/desk/invoices/${Math.max(...rows.map(({ id }) => id))}`);
  assert.deepEqual([view.mails[0].message, view.copies], [mailed.id, 1]);
  await page.keyboard.press('Control+Enter');
  assert.equal(await sell('Control+e'), 4);
  assert.deepEqual(await outbox(club), ['invoice']);
});

test('a receipt goes by mail once that is chosen, and then with no key of its own', async (t) => {
  const { club, family, offer } = await sending(t);
  const page = await open(t, browser, club.url);
  const receive = async (...also) => {
    await onAccount(club, family.id, offer.id);
    await page.evaluate((home) => (location.hash = `#/families/${home}`), family.id);
    await offered(page, 'F9');
    const keys = counted(page);
    await keys.press('F9');
    await page.locator('.pad button:focus').waitFor();
    for (const key of also) await keys.press(key);
    await keys.press('c');
    await accessible(page, 'money that is receipted by mail');
    await keys.press('Control+Enter');
    const sheet = page.getByRole('dialog', { name: say('receive.done') });
    await sheet.waitFor();
    await sheet.getByText(say('receive.mailed', { address: 'sophie@courriel.example' })).waitFor();
    await page.keyboard.press('Control+Enter');
    await sheet.waitFor({ state: 'detached' });
    return keys.n;
  };
  assert.equal(await receive('Control+e', 'Control+e'), 5); // print, then by mail
  assert.equal(await receive(), 3); // remembered
  assert.deepEqual(await outbox(club), ['receipt', 'receipt']);
});

test('a family is written to from its page, which shows what was exchanged with it', async (t) => {
  const { club, family } = await sending(t);
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate((id) => (location.hash = `#/families/${id}`), family.id);
  await offered(page, 'V');
  await page.keyboard.press('w');
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel(say('activity.subject')).fill('Les bottes de Manon');
  await sheet.getByLabel(say('activity.body')).fill('Elles sont restées au club.');
  await accessible(page, 'a letter to a family');
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/write.png` });
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  const account = page.getByRole('region', { name: say('families.account') });
  await account.getByText('Les bottes de Manon').waitFor();
  assert.ok((await outbox(club)).includes('letter'));
  for (const subject of ['Deux', 'Trois', 'Quatre'])
    await api(club, `/api/desk/households/${family.id}/letters`, { subject, body: 'Bonjour' });
  await account.getByRole('button', { name: say('exchanges.all') }).press('Enter');
  await sheet.getByRole('row').filter({ hasText: 'Les bottes de Manon' }).waitFor();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('botte');
  await page.waitForFunction(
    () => document.querySelectorAll('dialog tr[aria-rowindex]').length === 1,
  );
  await accessible(page, 'all that was exchanged with a family');
  if (process.env.PICTURES)
    await page.screenshot({ path: `${process.env.PICTURES}/exchanges.png` });
});
