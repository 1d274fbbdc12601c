// A rider of separated parents is seen from both households.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, api, launch, offered, open, serve } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test('a rider is shared with the other parent, by keyboard, and no longer', async (t) => {
  const say = words('fr');
  const club = await serve(t, { sample: true, members: 2 });
  const { rows } = await api(club, '/api/desk/households?q=Famille&limit=10');
  const [mother, father] = rows;
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const visit = async (id) => {
    await page.evaluate((home) => (location.hash = `#/families/${home}`), id);
    await page.getByRole('button', { name: say('families.edit') }).waitFor();
    await offered(page, 'M');
  };
  await visit(mother.id);
  await page.keyboard.press('f');
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('combobox').fill(father.name);
  await sheet.getByRole('option', { selected: true }).filter({ hasText: father.name }).waitFor();
  await page.keyboard.press('Enter');
  await accessible(page, 'whom a rider is shared with');
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'hidden' });

  await visit(father.id);
  const member = page.getByRole('button', { name: mother.name });
  await member.waitFor();
  await page.keyboard.press('2');
  await accessible(page, 'a rider of the other household');
  const there = await api(club, `/api/desk/households/${father.id}`);
  assert.equal(there.riders.length, 2);
  assert.equal(there.shared[0].theirs, true);

  await page.keyboard.press('f');
  await sheet.getByText(say('families.sharedEndText')).waitFor();
  await accessible(page, 'the end of a sharing');
  await page.keyboard.press('Control+Enter');
  await member.waitFor({ state: 'detached' });
  assert.equal((await api(club, `/api/desk/households/${mother.id}`)).riders.length, 1);
});
