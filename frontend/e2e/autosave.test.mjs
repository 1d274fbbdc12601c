// What is typed is not lost: fields save themselves, and a form that is not sent waits.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addFamily, openClub } from './clubs.mjs';
import { accessible, api, launch, offered, open, serve } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const say = words('fr');

test('a rider’s fields save themselves as they are left, Escape too, and Ctrl Z takes one back', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const home = await addFamily(club, 'Delcourt', ['Manon']);
  const rider = async () => (await api(club, `/api/desk/households/${home.id}`)).riders[0];
  const page = await open(t, browser, `${club.url}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate((id) => (location.hash = `#/families/${id}`), home.id);
  await offered(page, 'M');
  await page.keyboard.press('m');
  const sheet = page.getByRole('dialog');
  const note = sheet.getByLabel(say('families.note'), { exact: true });
  await note.waitFor();
  await accessible(page, 'a rider’s sheet');

  await sheet.getByLabel(say('families.nationality')).fill('belge');
  await page.keyboard.press('Tab');
  await page.locator('footer').getByText('Enregistré').waitFor();
  await note.fill('monte sans étriers');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  const saved = await rider();
  assert.deepEqual([saved.nationality, saved.note], ['belge', 'monte sans étriers']);

  await page.keyboard.press('Control+z');
  await page.waitForFunction((text) => !document.body.innerText.includes(text), saved.note);
  assert.equal((await rider()).note, '');

  // What is refused keeps the sheet open, with the cursor in its field; again leaves it out.
  await page.keyboard.press('m');
  const mail = sheet.getByLabel(say('families.email'), { exact: true });
  await mail.fill('manon@');
  await page.keyboard.press('Escape');
  await sheet.locator('[aria-invalid]').waitFor();
  assert.ok(await mail.evaluate((field) => field === document.activeElement));
  await accessible(page, 'a field that was refused');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  assert.equal((await rider()).email, '');
});

test('a family’s contacts save as the cursor leaves them, and both values are shown when two wrote', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const home = await addFamily(club, 'Delcourt', ['Manon']);
  const family = () => api(club, `/api/desk/households/${home.id}`);
  const page = await open(t, browser, `${club.url}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate((id) => (location.hash = `#/families/${id}`), home.id);
  await offered(page, 'E');
  await page.keyboard.press('e');
  const sheet = page.getByRole('dialog');
  const count = (await family()).contacts.length;
  await sheet.getByRole('button', { name: say('families.addContact') }).press('Enter');
  const added = sheet.getByRole('group', { name: say('families.contactAt', { n: count + 1 }) });
  await added.getByLabel(say('families.surname'), { exact: true }).fill('Roy');
  await added.getByLabel(say('families.mobile')).fill('06 39 98 14 02');
  assert.equal((await family()).contacts.length, count, 'half a contact is none');
  await sheet.getByLabel(say('families.householdNote')).focus();
  await page.locator('footer').getByText('Enregistré').waitFor();
  assert.equal((await family()).contacts.length, count + 1);
  assert.ok(
    await sheet
      .getByLabel(say('families.householdNote'))
      .evaluate((field) => field === document.activeElement),
    'the cursor stays where it went',
  );

  const before = await family();
  await sheet.getByLabel(say('families.householdNote')).fill('rappeler mardi');
  const theirs = { ...before, note: 'rappeler jeudi', riders: [] };
  const { id, kind, name, language, email, note, noNotices } = theirs;
  const { contacts, addresses, riders, version } = theirs;
  await api(
    club,
    `/api/desk/households/${home.id}`,
    { id, kind, name, language, email, note, noNotices, contacts, addresses, riders, version },
    'PUT',
  );
  await sheet.getByLabel(say('families.name'), { exact: true }).focus();
  await sheet.getByText('rappeler jeudi').waitFor();
  await accessible(page, 'two who wrote at once');
  await sheet.getByRole('button', { name: say('both.keepMine') }).press('Enter');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  assert.equal((await family()).note, 'rappeler mardi');
});

test('a new family that was typed waits through Escape and a crash of the window', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const sheet = page.getByRole('dialog');
  const surname = sheet.getByLabel(say('families.surname'), { exact: true }).first();
  const begin = async () => {
    await page.evaluate(() => (location.hash = '#/families'));
    await page
      .getByRole('button', { name: say('families.new') })
      .first()
      .press('Enter');
    await surname.waitFor();
  };
  await begin();
  await surname.fill('Vandamme');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });

  await begin();
  await sheet.getByText(say('ui.keptFrom')).waitFor();
  await accessible(page, 'a form that waited');
  assert.equal(await surname.inputValue(), 'Vandamme');
  await sheet.getByLabel(say('families.town'), { exact: true }).fill('Vaubrun');
  const kept = async () => JSON.parse((await api(club, '/api/desk/drafts/newFamily')).text || '{}');
  while ((await kept()).address?.town !== 'Vaubrun') await page.evaluate(() => undefined);
  await page.reload();

  await begin();
  await sheet.getByText(say('ui.keptFrom')).waitFor();
  assert.equal(
    await sheet.getByLabel(say('families.town'), { exact: true }).inputValue(),
    'Vaubrun',
  );
  await sheet.getByRole('button', { name: say('ui.beginAgain') }).press('Enter');
  assert.equal(await surname.inputValue(), '');
  await page.keyboard.press('Escape');
  await begin();
  await page.waitForLoadState('networkidle');
  assert.equal(await sheet.getByText(say('ui.keptFrom')).count(), 0);
});

test('a new offer and a credit note that were typed wait through Escape, and not once they are sent', async (t) => {
  const club = await serve(t, { sample: true });
  const { rows } = await api(club, '/api/desk/invoices');
  const invoice = rows.find(({ kind, remainingCents }) => kind === 'invoice' && remainingCents > 0);
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const sheet = page.getByRole('dialog');
  const waits = sheet.getByText(say('ui.keptFrom'));
  const leave = async () => {
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
  };

  await page.evaluate(() => (location.hash = '#/catalogue'));
  await offered(page, 'N');
  const begin = () => page.keyboard.press('n');
  const name = sheet.getByLabel(say('catalogue.name'), { exact: true });
  await begin();
  await name.fill('Licol bleu');
  await leave();
  await begin();
  await waits.waitFor();
  assert.equal(await name.inputValue(), 'Licol bleu');
  await sheet.getByLabel(say('catalogue.price'), { exact: true }).fill('24,50');
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  await begin();
  await name.waitFor();
  await page.waitForLoadState('networkidle');
  assert.deepEqual([await waits.count(), await name.inputValue()], [0, '']);
  await leave();

  await page.evaluate((id) => (location.hash = `#/invoices/${id}`), invoice.id);
  const make = page.getByRole('button', { name: say('invoices.credit'), exact: true });
  await make.press('Enter');
  const reason = sheet.getByLabel(say('invoices.credit.reason'), { exact: true });
  await reason.fill('déménagement');
  await leave();
  await make.press('Enter');
  await waits.waitFor();
  assert.equal(await reason.inputValue(), 'déménagement');
});

test('what was typed into a sheet of the settings, the catalogue or the plan waits through Escape', async (t) => {
  const club = await serve(t, { sample: true });
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const sheet = page.getByRole('dialog');
  const waits = sheet.getByText(say('ui.keptFrom'));
  const leave = async () => {
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
  };
  /** Types into the sheet, leaves, and finds it there again. */
  const kept = async (hash, opening, label, text) => {
    await page.evaluate((to) => (location.hash = to), hash);
    await opening.first().press('Enter');
    const field = () => sheet.getByLabel(label, { exact: true }).first();
    await field().fill(text);
    await leave();
    await opening.first().press('Enter');
    await waits.waitFor();
    assert.equal(await field().inputValue(), text, hash);
    await leave();
  };
  const button = (key) => page.getByRole('button', { name: say(key), exact: true });
  await kept('#/settings/season', button('settings.addSeason'), say('settings.seasonName'), 'Été');
  await kept(
    '#/settings/closed',
    button('settings.addClosed'),
    say('settings.closedName'),
    'Foire',
  );
  await kept('#/settings/arenas', button('settings.addArena'), say('settings.arenaName'), 'Carré');
  await kept('#/settings/levels', button('settings.addLevel'), say('settings.levelLabel'), 'Or');
  await kept('#/settings/aids', button('settings.addAidKind'), say('settings.aidPayer'), 'Mairie');
  await kept(
    '#/settings/vat',
    button('settings.addRate'),
    `${say('settings.label')}, Français`,
    'Réduit',
  );

  // An instructor's hours, and what enrolling in an activity asks.
  await page.evaluate(() => (location.hash = '#/settings/instructors'));
  const change = button('settings.change');
  await change.first().press('Enter');
  await sheet.getByRole('button', { name: say('settings.addLeave') }).press('Enter');
  const from = sheet.getByLabel(say('settings.leaveFrom')).first();
  await from.fill('10:15');
  await leave();
  await change.first().press('Enter');
  await waits.waitFor();
  assert.equal(await from.inputValue(), '10:15');
  await leave();
  const offers = await api(club, '/api/desk/offers?kind=activity');
  await kept(
    `#/catalogue/${offers[0].id}`,
    button('enrolling.edit'),
    `${say('enrolling.cancelling')}, Français`,
    'Acompte gardé',
  );
});
