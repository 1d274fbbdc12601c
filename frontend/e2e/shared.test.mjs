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

test('the child of separated parents is shared where a second one would be made', async (t) => {
  const say = words('nl');
  const club = await serve(t, { sample: true, members: 2 });
  await api(club, '/api/desk/preferences', { name: 'language', value: 'nl' });
  const [mother, father] = (await api(club, '/api/desk/households?q=Famille&limit=10')).rows;
  const [child] = (await api(club, `/api/desk/households/${mother.id}`)).riders;
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate((home) => (location.hash = `#/families/${home}`), father.id);
  await offered(page, 'A');
  await page.keyboard.press('a');
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel(say('families.firstName'), { exact: true }).fill(child.firstName);
  await sheet.getByLabel(say('families.surname'), { exact: true }).fill(child.surname);
  await sheet.getByLabel(say('families.birthDate')).fill('1/2/2014');
  await page.keyboard.press('Control+Enter');
  const name = `${child.firstName} ${child.surname}`;
  const share = sheet.getByRole('button', { name: say('families.shareAlike', { name }) });
  await share.waitFor();
  await accessible(page, 'a look-alike that may be shared');
  await share.press('Enter');
  await sheet.waitFor({ state: 'hidden' });
  const home = await api(club, `/api/desk/households/${father.id}`);
  assert.ok(home.riders.some(({ id }) => id === child.id));
  assert.equal(home.riders.length, 2);
});
