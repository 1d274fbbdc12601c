// Who gets a place and what pays for it: the waiting list's yes, a card sold with the lesson, a duo.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addFamily, cardOffer, later, offer, openClub, sell, series } from './clubs.mjs';
import { accessible, api, launch, open, serve } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const picture = async (page, name) => {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
};

/** A lesson of its own at 14:00. */
const lesson = (club, day, kind, name, capacity) =>
  api(club, '/api/desk/lessons', {
    ...{ day, kind, name, start: 840, minutes: 60, arena: 0, instructor: 0, capacity },
    ...{ levelMin: 0, levelMax: 0, ageMin: 0, ageMax: 0, minGroup: 0 },
  });

/** A club with the Delcourt family, and its roster a week from today. */
async function opened(t, language, riders = ['Manon', 'Hugo']) {
  const club = await serve(t);
  await openClub(club, language);
  const { today } = await api(club, '/api/desk/session');
  const family = await addFamily(club, 'Delcourt', riders);
  const day = later(today, 7);
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const roster = () => page.evaluate((to) => (location.hash = `#/today?day=${to}`), day);
  return { club, day, family, page, roster, today };
}

for (const [language, theme] of [
  ['fr', 'light'],
  ['nl', 'dark'],
]) {
  const say = words(language);

  test(`who was offered a place says yes and has it: ${language}, ${theme}`, async (t) => {
    const { club, day, family, page, roster } = await opened(t, language);
    await api(club, '/api/desk/preferences', { name: 'theme', value: theme });
    const [manon, hugo] = family.riders;
    const card = await cardOffer(club, 'Carte 5', 'group', 5);
    await sell(club, family.id, { offer: card.id, rider: manon.id });
    const group = await lesson(club, day, 'group', 'Galop 2', 1);
    const given = { lesson: group.id, by: 'given', reason: 'essai' };
    const { bookings } = await api(club, '/api/desk/bookings', { ...given, rider: hugo.id });
    await api(club, '/api/desk/waiting', { lesson: group.id, rider: manon.id });
    await api(club, `/api/desk/bookings/${bookings[0]}/cancel`, {});

    await roster();
    const panel = page.getByRole('region', { name: /Galop 2/ });
    const list = panel.getByRole('list', { name: say('roster.waitingList') });
    await list.getByRole('button', { name: say('roster.yes') }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText(/Carte 5/).waitFor();
    await accessible(page, `a place that was kept, ${language}`);
    await picture(page, `kept-place-${language}`);
    await page.keyboard.press('Control+Enter');
    await sheet.waitFor({ state: 'detached' });
    await list.waitFor({ state: 'detached' });
    const { lessons } = await api(club, `/api/desk/roster?day=${day}`);
    const rows = lessons[0].riders.filter(({ state }) => state === 'booked');
    assert.deepEqual(
      rows.map(({ firstName, by }) => [firstName, by]),
      [['Manon', 'card']],
    );
  });
}

const say = words('fr');

test('who has no card is sold one with the lesson, from the roster', async (t) => {
  const { club, day, family, page, roster } = await opened(t, 'fr', ['Manon']);
  await cardOffer(club, 'Carte 5', 'group', 5);
  await cardOffer(club, 'Carte 1 seule', 'group', 1);
  await lesson(club, day, 'group', 'Galop 1', 8);
  await lesson(club, later(day, -1), 'group', 'Galop 9', 8);
  await roster();
  await page
    .getByRole('region', { name: /Galop 1/ })
    .getByText(say('roster.nobody'))
    .waitFor();
  await page.keyboard.press('n');
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('combobox').fill('manon');
  await sheet.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  const sale = sheet.getByRole('radio', { name: /Vendre Carte 1/ });
  await sale.waitFor();
  assert.ok(await sale.isChecked());
  await accessible(page, 'a card that is sold with the lesson');
  await picture(page, 'sell-and-book');
  await page.keyboard.press('Control+Enter');
  const when = page.getByRole('dialog', { name: /Carte 1/ });
  await when.locator('input[type="radio"]:focus').waitFor();
  await picture(page, 'sell-at-lesson');
  await page.keyboard.press('Enter');
  await when.waitFor({ state: 'detached' });
  const cart = page.getByRole('region', { name: say('desk.cart') });
  await cart.getByText(/14:00/).waitFor();
  const { lessons } = await api(club, `/api/desk/roster?day=${day}`);
  assert.deepEqual(
    lessons[0].riders.map(({ rider, state }) => [rider, state]),
    [[family.riders[0].id, 'held']],
  );
});

test('nothing is chosen before the card that would be sold is known, and it stays then', async (t) => {
  const { club, day, page, roster } = await opened(t, 'fr', ['Manon']);
  await cardOffer(club, 'Carte 1 seule', 'group', 1);
  await lesson(club, day, 'group', 'Galop 1', 8);
  let answer;
  const late = new Promise((resolve) => (answer = resolve));
  await page.route('**/api/desk/offers-for*', async (route) => {
    await late;
    await route.continue();
  });
  await roster();
  await page
    .getByRole('region', { name: /Galop 1/ })
    .getByText(say('roster.nobody'))
    .waitFor();
  await page.keyboard.press('n');
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('combobox').fill('manon');
  await sheet.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await sheet.getByText('Galop 1').waitFor();
  await page.locator(':focus').press('Control+Enter'); // books nothing: how is not known yet
  assert.equal(await sheet.getByRole('radio', { name: say('places.byGift') }).count(), 0);
  assert.ok(await sheet.locator('button[type="submit"]').isDisabled());
  answer();
  const sale = sheet.getByRole('radio', { name: /Vendre Carte 1/ });
  await sale.waitFor();
  assert.ok(await sale.isChecked());
  const gift = sheet.getByRole('radio', { name: say('places.byGift') });
  await gift.check();
  await page.getByRole('textbox', { name: say('places.reason') }).fill('essai');
  assert.ok(await gift.isChecked());
  const { lessons } = await api(club, `/api/desk/roster?day=${day}`);
  assert.equal(lessons[0].riders.length, 0);
});

/** Moves the time of day until which a lesson of the day after is cancelled without loss. */
async function cutOff(club, cutOffMinutes) {
  const { policy, versions } = await api(club, '/api/desk/settings');
  const body = { version: versions.policy, value: { ...policy, cutOffMinutes } };
  await api(club, '/api/desk/settings/policy', body, 'PUT');
}

test('past the next of the list, after the cut-off, the screen says who is next and asks why', async (t) => {
  const riders = ['Manon', 'Hugo', 'Zoé'];
  const { club, family, page, today } = await opened(t, 'fr', riders);
  const [manon, hugo, zoe] = family.riders;
  const card = await cardOffer(club, 'Carte 5', 'group', 5);
  for (const rider of [hugo, zoe]) await sell(club, family.id, { offer: card.id, rider: rider.id });
  const tomorrow = later(today, 1);
  const group = await lesson(club, tomorrow, 'group', 'Galop 2', 1);
  const given = { lesson: group.id, by: 'given', reason: 'essai' };
  await cutOff(club, 1439);
  const { bookings } = await api(club, '/api/desk/bookings', { ...given, rider: manon.id });
  for (const { id: rider } of [hugo, zoe])
    await api(club, '/api/desk/waiting', { lesson: group.id, rider });
  await cutOff(club, 0); // this morning, whatever the hour of the test
  await api(club, `/api/desk/bookings/${bookings[0]}/cancel`, {});
  await page.evaluate((to) => (location.hash = `#/today?day=${to}`), tomorrow);
  const panel = page.getByRole('region', { name: /Galop 2/ });
  const list = panel.getByRole('list', { name: say('roster.waitingList') });
  await list
    .getByRole('listitem')
    .filter({ hasText: 'Zoé' })
    .getByRole('button', { name: say('roster.yes') })
    .click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText(/Hugo Delcourt est avant sur la liste d’attente/).waitFor();
  // Booked now, it could not be cancelled without loss any more, and a person reads so before.
  await sheet.getByText(say('places.final')).waitFor();
  await accessible(page, 'past the next of the list');
  await picture(page, 'past-the-next');
  await page.keyboard.press('Control+Enter');
  await sheet
    .getByText(/Hugo Delcourt est avant/)
    .nth(1)
    .waitFor(); // refused beside the field
  await sheet.getByRole('textbox', { name: say('places.reason') }).fill('Hugo ne répond pas');
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  const { lessons } = await api(club, `/api/desk/roster?day=${tomorrow}`);
  assert.deepEqual(
    lessons[0].riders.filter(({ state }) => state === 'booked').map(({ firstName }) => firstName),
    ['Zoé'],
  );
});

test('a duo card booked on the roster seats both', async (t) => {
  const { club, day, family, page, roster } = await opened(t, 'fr');
  const [manon] = family.riders;
  const card = await cardOffer(club, 'Carte duo', 'privateForTwo', 1);
  await sell(club, family.id, { offer: card.id, rider: manon.id });
  await lesson(club, day, 'privateForTwo', 'À deux', 2);
  await roster();
  const panel = page.getByRole('region', { name: /À deux/ });
  await panel.getByText(say('roster.nobody')).waitFor();
  await page.keyboard.press('n');
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('combobox', { name: say('places.rider') }).fill('manon');
  await sheet.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await sheet.getByRole('radio', { name: /À deux/ }).check();
  const second = sheet.getByRole('combobox', { name: say('desk.place.second') });
  await second.focus();
  await page.keyboard.press('ArrowDown');
  await sheet.getByRole('option', { name: /Hugo/ }).waitFor();
  await page.keyboard.press('Enter');
  await sheet.getByText('Hugo Delcourt').waitFor();
  await accessible(page, 'a duo on the roster');
  await picture(page, 'duo-on-roster');
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  await panel.getByText('Hugo Delcourt').waitFor();
  const [bought] = await api(club, '/api/desk/cards');
  assert.equal(bought.left, 0);
});

test('a package says what an absence does before the limit, after it, and the sixth time', async (t) => {
  const { club, family, page, today } = await opened(t, 'fr', ['Manon']);
  const [{ id: rider }] = family.riders;
  await cutOff(club, 1439); // tomorrow's lesson is bought, whatever the hour of the test
  const weekly = await series(club, later(today, 1), 'Galop 1', 840, 4);
  const year = await api(club, '/api/desk/offers', offer('Forfait', 12000, 1));
  await sell(club, family.id, { offer: year.id, rider, series: [weekly.series.id] });
  await cutOff(club, 0); // and its limit was this morning

  await page.evaluate((id) => (location.hash = `#/families/${id}`), family.id);
  const late = page.getByRole('button', { name: /Annuler sans bon.*Séance décomptée : la limite/ });
  await late.waitFor();
  assert.equal(await late.count(), 1);
  await page
    .getByRole('button', { name: /^Annuler .*absence 1 sur 5/ })
    .first()
    .waitFor();

  const rides = (
    await api(club, `/api/desk/riders/${rider}/plan?from=${today}&to=${later(today, 80)}`)
  ).lessons;
  for (const { id } of rides.slice(1, 6)) await api(club, `/api/desk/bookings/${id}/cancel`, {});
  const sixth = page.getByRole('button', { name: /^Annuler .*5 absences prévenues en ont déjà/ });
  await sixth.first().click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText(/Sans bon : 5 absences prévenues/).waitFor();
  await sheet.getByText(say('places.cause.medical')).click();
  await sheet.getByText(/qui ne compte pas parmi les absences/).waitFor();
  await accessible(page, 'the sixth absence');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });

  const vouchers = page.getByRole('button', { name: say('families.voucherOne') });
  await vouchers.first().click();
  await sheet.getByText(say('voucher.why.made')).waitFor();
  await accessible(page, 'the ledger of a voucher');
  await picture(page, 'voucher-ledger');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  await picture(page, 'vouchers');
});

test('an absence confirmed past its limit opens with what comes of it now, and a moved lesson says so', async (t) => {
  const { club, family, page, today } = await opened(t, 'fr', ['Manon']);
  const [{ id: rider }] = family.riders;
  await cutOff(club, 1439);
  const card = await cardOffer(club, 'Carte 5', 'group', 5);
  await sell(club, family.id, { offer: card.id, rider });
  const day = later(today, 1);
  const group = await lesson(club, day, 'group', 'Galop 2', 4);
  await api(club, '/api/desk/bookings', { lesson: group.id, rider, by: 'card' });
  const absent = async () => {
    await page.keyboard.press('Control+k');
    await page.locator('[role="combobox"]:focus').waitFor();
    await page.keyboard.type('man abs');
    await page.getByRole('option', { name: /Absence de Manon Delcourt/ }).waitFor();
    await page.keyboard.press('Enter');
  };
  const chosen = page.locator('[role="option"][aria-selected="true"]');
  const sheet = page.getByRole('dialog');

  await absent();
  await chosen.filter({ hasText: 'revient sur la carte' }).waitFor();
  await cutOff(club, 0); // the limit passes before Enter
  await page.keyboard.press('Enter');
  await sheet.getByText(say('error.shownChanged')).waitFor();
  await sheet.getByText(/Séance décomptée : la limite était/).waitFor();
  await accessible(page, 'an absence whose limit passed');
  await picture(page, 'absence-limit-passed');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });

  const { kind, name, minutes, capacity, version } = group;
  const moved = { day, kind, name, minutes, capacity, version, start: 900, arena: 0 };
  const open = { instructor: 0, levelMin: 0, levelMax: 0, ageMin: 0, ageMax: 0, minGroup: 0 };
  await api(club, `/api/desk/lessons/${group.id}`, { ...moved, ...open }, 'PUT');
  await absent();
  await chosen.filter({ hasText: 'Le club a déplacé la séance' }).waitFor();
  await picture(page, 'absence-moved');
  await page.keyboard.press('Enter');
  await page.getByText(say('outcome.unitReturns')).first().waitFor();
  const [{ left }] = await api(club, '/api/desk/cards');
  assert.equal(left, 5);
});

test('a long medical absence is noted with its reason, and each lesson says so before', async (t) => {
  const { club, family, page, today } = await opened(t, 'fr', ['Manon']);
  const [{ id: rider }] = family.riders;
  const weekly = await series(club, later(today, 3), 'Galop 1', 840, 4);
  const year = await api(club, '/api/desk/offers', offer('Forfait', 12000, 1));
  await sell(club, family.id, { offer: year.id, rider, series: [weekly.series.id] });
  await page.keyboard.press('Control+k');
  await page.locator('[role="combobox"]:focus').waitFor();
  await page.keyboard.type('man abs');
  await page.getByRole('option', { name: /Absence de Manon Delcourt/ }).waitFor();
  await page.keyboard.press('Enter');
  await page
    .locator('[role="option"][aria-selected="true"]')
    .filter({ hasText: 'Galop 1' })
    .waitFor();
  await page.keyboard.press('Alt+Enter');
  const sheet = page.getByRole('dialog');
  await sheet.getByText(/absence 1 sur 5/).waitFor();
  await sheet.getByText(say('places.cause.medical')).click();
  await sheet.getByText(/qui ne compte pas parmi les absences/).waitFor();
  await sheet.getByLabel(say('places.reason')).fill('bras cassé');
  await accessible(page, 'a long medical absence');
  await picture(page, 'medical-absence');
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  const { absences, vouchers } = await api(
    club,
    `/api/desk/riders/${rider}/plan?from=${today}&to=${later(today, 20)}`,
  );
  assert.deepEqual([absences, vouchers.map(({ why }) => why)], [0, ['medical']]);
});

test('a press of the mouse says that a place is final before another books it', async (t) => {
  const paris = { timeZone: 'Europe/Paris', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  const [hours, minutes] = new Intl.DateTimeFormat('en', paris).format(new Date()).split(':');
  if (hours * 60 + +minutes > 1400) return t.skip('no lesson of tomorrow is 24 hours away');
  const { club, family, page, today } = await opened(t, 'fr', ['Manon']);
  const tomorrow = later(today, 1);
  await cutOff(club, 1439);
  const weekly = await series(club, tomorrow, 'Galop 1', 600, 4);
  const year = await api(club, '/api/desk/offers', offer('Forfait', 12000, 1));
  const rider = family.riders[0].id;
  await sell(club, family.id, { offer: year.id, rider, series: [weekly.series.id] });
  const plan = await api(club, `/api/desk/riders/${rider}/plan?from=${today}&to=${tomorrow}`);
  await api(club, `/api/desk/bookings/${plan.lessons[0].id}/cancel`, {});
  await api(club, '/api/desk/lessons', {
    ...{ day: tomorrow, kind: 'group', name: 'Galop 2', start: 1430, minutes: 60, capacity: 4 },
    ...{ arena: 0, instructor: 0, levelMin: 0, levelMax: 0, ageMin: 0, ageMax: 0, minGroup: 0 },
  });
  await cutOff(club, 0); // this morning, whatever the hour of the test
  await page.evaluate((day) => (location.hash = `#/planning?day=${day}`), tomorrow);
  const tray = page.getByRole('region', { name: say('tray.title') });
  await tray.getByText('Manon Delcourt').first().click();
  const cell = page.locator('[data-lesson]:not(.dim)', { hasText: 'Galop 2' });
  await cell.click();
  await tray.getByText(say('places.final')).waitFor();
  await tray.getByText(say('tray.again')).waitFor();
  await accessible(page, 'a place that is final, by hand');
  await picture(page, 'final-by-hand');
  const booked = () => api(club, `/api/desk/roster?day=${tomorrow}`);
  const riders = async () =>
    (await booked()).lessons.find(({ name }) => name === 'Galop 2').riders.length;
  assert.equal(await riders(), 0);
  await cell.click();
  await page.getByText(/Réservé pour Manon Delcourt/).waitFor();
  assert.equal(await riders(), 1);
});

test('the tray says why who was offered a place cannot be placed', async (t) => {
  const { club, day, family, page } = await opened(t, 'fr');
  const [manon, hugo] = family.riders;
  const group = await lesson(club, day, 'group', 'Galop 2', 1);
  const given = { lesson: group.id, by: 'given', reason: 'essai' };
  const { bookings } = await api(club, '/api/desk/bookings', { ...given, rider: hugo.id });
  await api(club, '/api/desk/waiting', { lesson: group.id, rider: manon.id });
  await page.evaluate(() => (location.hash = '#/planning'));
  const row = page
    .getByRole('region', { name: say('tray.title') })
    .getByRole('button', { name: /Manon Delcourt/ });
  await row.getByText(say('desk.place.full')).waitFor();
  await api(club, `/api/desk/bookings/${bookings[0]}/cancel`, {});
  await page.reload();
  await row.getByText(say('tray.offered')).waitFor();
  await row.getByText(say('error.noCard')).waitFor();
  assert.equal(await row.getByText(say('desk.place.full')).count(), 0);
  await picture(page, 'tray-why');
});
