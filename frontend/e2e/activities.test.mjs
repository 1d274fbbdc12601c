// A camp from the catalogue to its screen: made, its days planned, its families written to.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addFamily, openClub } from './clubs.mjs';
import { accessible, api, launch, offered, open, serve, settled } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const say = words('fr');

const later = (day, n) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);

test('a camp is made in the catalogue, its days are planned, and its families are written to', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const { today } = await api(club, '/api/desk/session');
  const day = later(today, 3);
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();

  await page.evaluate(() => {
    location.hash = '#/activities';
  });
  await page.getByText(say('activity.none')).waitFor();
  await accessible(page, 'no activity yet');
  await page.getByRole('link', { name: say('activity.add') }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel(say('catalogue.name')).fill('Stage Toussaint');
  await sheet.getByLabel(say('catalogue.price'), { exact: true }).fill('96');
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  const panel = page.getByRole('region', { name: 'Stage Toussaint' });
  await panel.getByRole('button', { name: say('activity.days') }).click();
  await sheet.getByLabel(say('planning.day'), { exact: true }).fill(day);
  await page.keyboard.press('Tab');
  await sheet.getByRole('button', { name: say('activity.oneMore') }).click();
  assert.equal(await sheet.getByLabel(say('planning.day'), { exact: true }).count(), 2);
  await accessible(page, 'the days of a camp');
  // The days give the offer its next version: what is written next goes out with it.
  const read = page.waitForResponse(
    (answer) => /\/api\/desk\/offers$/.test(answer.url()) && answer.request().method() === 'GET',
  );
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  await (await read).finished();

  await panel.getByRole('button', { name: say('enrolling.edit'), exact: true }).click();
  await sheet.getByLabel(say('enrolling.percent')).fill('50');
  await sheet.getByLabel(say('enrolling.freeDays')).fill('7');
  await sheet.getByRole('button', { name: say('enrolling.addQuestion') }).click();
  await sheet.getByLabel(`${say('enrolling.question', { n: 1 })}, Français`).fill('Allergies');
  await accessible(page, 'what enrolling asks');
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  await panel.getByText('Allergies').waitFor();

  const [row] = await api(club, '/api/desk/activities');
  assert.equal(row.days, 2);
  const { riders } = await addFamily(club, 'Delcourt', ['Hugo', 'Zoé']);
  const { days } = await api(club, `/api/desk/activities/${row.offer}`);
  for (const { id } of riders)
    for (const { id: lesson } of days)
      await api(club, '/api/desk/bookings', { lesson, rider: id, by: 'given', reason: 'jury' });

  await page.evaluate((on) => {
    location.hash = `#/planning?day=${on}`;
  }, day);
  await page
    .getByRole('button', { name: /Stage Toussaint/ })
    .first()
    .click();
  await page.getByRole('heading', { level: 2, name: 'Stage Toussaint' }).waitFor();
  await page.getByRole('row', { name: /Hugo Delcourt/ }).waitFor();
  await accessible(page, 'a camp');
  await api(club, '/api/desk/preferences', { name: 'language', value: 'nl' }); // the longest words
  await page.reload();
  await page.getByRole('row', { name: /Hugo Delcourt/ }).waitFor();
  await settled(page);
  const head = page
    .getByRole('region', { name: words('nl')('activity.enrolled') })
    .locator('header');
  const broken = await head.evaluate((header) => {
    const [title, ...others] = [header.querySelector('h2'), ...header.querySelectorAll('button')];
    const end = title.getBoundingClientRect().right;
    return [
      title.scrollWidth > title.clientWidth + 1,
      ...others.map((one) => {
        const { left, height } = one.getBoundingClientRect();
        return left < end || height > 36;
      }),
    ];
  });
  assert.deepEqual(
    broken,
    broken.map(() => false),
    'the head of the list, each on one line',
  );
  await api(club, '/api/desk/preferences', { name: 'language', value: 'fr' });
  await page.reload();
  await page.getByRole('row', { name: /Hugo Delcourt/ }).waitFor();
  await offered(page, 'E');
  await page.keyboard.press('e');
  await sheet.getByLabel(say('activity.body')).fill('Rendez-vous à 9:45.');
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });

  await page.keyboard.press('n');
  await sheet.getByRole('button', { name: say('activity.ofGuest') }).click();
  await sheet.getByLabel(say('activity.email')).fill('caron@example.org');
  await sheet.getByLabel(say('activity.firstName')).fill('Nina');
  await sheet.getByLabel(say('activity.surname'), { exact: true }).fill('Caron');
  await sheet.getByLabel(say('activity.birth')).fill('02/05/2015');
  await sheet.getByLabel('Allergies').fill('aucune');
  await accessible(page, 'an enrolment');
  await page.keyboard.press('Control+Enter');
  // Minors need an account unless somebody says why not.
  await sheet.getByLabel(say('places.reason')).fill('connue du club');
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  await page.getByText('Stage Toussaint').first().waitFor();
  const [cart] = await api(club, '/api/desk/carts');
  assert.equal(cart.totalCents, 9600);
});
