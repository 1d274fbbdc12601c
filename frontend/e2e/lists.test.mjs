// Every list is taken along as it is seen, and set up by its heads.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { addFamily, openClub } from './clubs.mjs';
import { accessible, api, launch, open, serve, settled } from './harness.mjs';
import { words } from './words.mjs';

const say = words('fr');
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** A club on one of its screens, once its first row is there. */
async function at(t, club, screen) {
  const page = await open(t, browser, club.url);
  await page.getByRole('navigation').first().waitFor();
  await page.goto(`${club.origin}/#/${screen}`);
  await page.locator('tr[aria-rowindex="2"]').waitFor();
  await settled(page);
  return page;
}

/** Opens the screen's menu by its key and presses ↓ as often. */
async function menu(page, downs) {
  await page.keyboard.press('Control+e');
  await page.getByRole('menuitem').first().waitFor();
  for (let n = 0; n < downs; n++) await page.keyboard.press('ArrowDown');
}

async function download(page, downs) {
  await menu(page, downs);
  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  const name = file.suggestedFilename();
  await page.getByText(say('list.saved', { file: name })).waitFor();
  return { name, bytes: await readFile(await file.path()) };
}

const firstCells = (page) => page.locator('tr[aria-rowindex] > td:first-child b').allTextContents();

test('a list leaves as CSV, as XLSX and on paper, with the rows and the order of the screen', async (t) => {
  const club = await serve(t, { sample: true });
  const page = await at(t, club, 'families');
  await page
    .getByRole('columnheader', { name: say('families.column.name') })
    .getByRole('button')
    .click();
  await page.getByLabel(say('families.search')).fill('le');
  await page.waitForFunction(() => document.querySelectorAll('tr[aria-rowindex]').length < 37);
  const { name, bytes } = await download(page, 0);
  assert.match(name, /^Familles \d{4}-\d{2}-\d{2}\.csv$/);
  const rows = bytes.toString('utf8').replace('\ufeff', '').trim().split('\r\n');
  assert.deepEqual(
    rows.slice(1).map((row) => row.split(';')[0]),
    await firstCells(page),
  );
  const workbook = await download(page, 1);
  assert.equal(workbook.bytes.subarray(0, 2).toString(), 'PK');
  await menu(page, 2);
  await accessible(page, 'the menu of a list');
  const [paper] = await Promise.all([
    page.waitForResponse((answer) => answer.url().includes('format=pdf')),
    page.keyboard.press('Enter'),
  ]);
  assert.equal(paper.headers()['content-type'], 'application/pdf');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  assert.equal(
    await page.evaluate(() => document.activeElement?.getAttribute('aria-haspopup')),
    'menu',
  );
});

/** What the next page finds of the columns is written a moment after they change. */
const saved = (page) => page.waitForResponse((answer) => answer.url().endsWith('/preferences'));

test('a head sorts and widens by keyboard alone, and both are there the next day', async (t) => {
  const club = await serve(t, { sample: true });
  const page = await at(t, club, 'invoices?show=all');
  const head = (key) => page.getByRole('columnheader', { name: say(key) });
  const width = async () => (await head('invoices.col.number').boundingBox()).width;
  await page.locator('tr[aria-rowindex="2"]').focus();
  await page.keyboard.press('ArrowUp');
  const before = await width();
  const kept = saved(page);
  for (let n = 0; n < 3; n++) await page.keyboard.press('Shift+ArrowRight');
  await settled(page);
  assert.ok(Math.abs((await width()) - before - 48) < 3, `${before} became ${await width()}`);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('th[aria-sort="ascending"]'));
  assert.equal(await head('invoices.col.family').getAttribute('aria-sort'), 'ascending');
  await page.waitForFunction(() => {
    const cells = [...document.querySelectorAll('tr[aria-rowindex] > td.family')];
    const names = cells.map((cell) => cell.textContent).filter((name) => /^[A-Z]/.test(name));
    const sorted = names.toSorted((a, b) => a.localeCompare(b, 'fr'));
    return names.length > 0 && names.join() === sorted.join();
  });
  await kept;
  await accessible(page, 'a sorted list');
  const again = await at(t, club, 'invoices?show=all');
  const there = again.getByRole('columnheader', { name: say('invoices.col.number') });
  assert.ok(Math.abs((await there.boundingBox()).width - before - 48) < 3);
  await again.locator('th[aria-sort="ascending"]').waitFor();
  await settled(again);
  await again.locator('tr[aria-rowindex="2"]').focus();
  await again.keyboard.press('ArrowUp');
  const left = saved(again);
  await again.keyboard.press('Backspace');
  await settled(again);
  const given = (await there.boundingBox()).width; // what the rows of this order need
  assert.ok(given < before + 24, `${before} became ${given}`);
  await left;
  const later = await at(t, club, 'invoices?show=all');
  const fresh = later.getByRole('columnheader', { name: say('invoices.col.number') });
  assert.ok(Math.abs((await fresh.boundingBox()).width - given) < 3, 'the width is given back');
});

test('the columns of a long list move only where a text would be cut, and never back', async (t) => {
  const club = await serve(t, { sample: true });
  const page = await at(t, club, 'invoices?show=all');
  /** The widths at eleven places of the list, from its beginning to its end. */
  const scrolled = () =>
    page.evaluate(async () => {
      const box = document.querySelector('.tablebox');
      const seen = [];
      for (let step = 0; step <= 10; step++) {
        box.scrollTop = (step / 10) * (box.scrollHeight - box.clientHeight);
        for (let n = 0; n < 3; n++) await new Promise((drawn) => requestAnimationFrame(drawn));
        const cut = [...box.querySelectorAll('tbody td')].some(
          (c) => c.scrollWidth > c.clientWidth,
        );
        const heads = [...box.querySelectorAll('th')];
        seen.push(`${cut} ${heads.map((head) => head.offsetWidth).join(' ')}`);
      }
      return seen;
    });
  const once = new Set(await scrolled());
  assert.ok(
    [...once].every((seen) => seen.startsWith('false ')),
    [...once].join('; '),
  );
  assert.equal(new Set(await scrolled()).size, 1, 'nothing moves where all was seen');
});

test('the last of three thousand invoices is reached, and only the first rows come at once', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const { id: household } = await addFamily(club, 'Delcourt', ['Manon']);
  const { today: day } = await api(club, '/api/desk/session');
  for (const half of ['A', 'B'])
    await api(club, '/api/desk/openings', {
      day,
      lines: Array.from({ length: 1_500 }, (_, n) => ({
        ...{ kind: 'balance', household, text: `${half}${n}`, cents: 1_000 + n },
      })),
    });
  const found = 3_000;
  const page = await open(t, browser, club.url);
  await page.getByRole('navigation').first().waitFor();
  const asked = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === '/api/desk/invoices') asked.push(Number(searchParams.get('limit')));
  });
  await page.goto(`${club.origin}/#/invoices?show=all`);
  await page.locator('tr[aria-rowindex="2"]').focus();
  await page.locator(`[role="grid"][aria-rowcount="${found + 1}"]`).waitFor();
  assert.deepEqual(asked, [120, 10_000]);
  await page.keyboard.press('End');
  const last = page.locator(`tr[aria-rowindex="${found + 1}"]:focus`);
  await last.waitFor();
  const [oldest] = (await api(club, '/api/desk/invoices?show=all&sort=number&limit=1')).rows;
  await last.getByText(oldest.number, { exact: true }).waitFor();
  await page.getByRole('heading', { name: oldest.number }).waitFor();
});

test('an edge is dragged, and what one column wins the next one gives', async (t) => {
  const club = await serve(t, { sample: true });
  const page = await at(t, club, 'catalogue');
  const boxes = () =>
    page
      .locator('th')
      .evaluateAll((heads) => heads.map((head) => head.getBoundingClientRect().width));
  await page.evaluate(() => document.fonts.ready.then(() => undefined)); // they change widths
  const before = await boxes();
  const edge = await page.locator('th .edge').first().boundingBox();
  await page.mouse.move(edge.x + 4, edge.y + 10);
  await page.mouse.down();
  await page.mouse.move(edge.x - 56, edge.y + 10, { steps: 4 });
  await page.mouse.up();
  await page.waitForFunction(
    (width) => Math.abs(document.querySelector('th').getBoundingClientRect().width - width) < 3,
    before[0] - 60,
  );
  const [a, b, ...others] = await boxes();
  assert.ok(Math.abs(a - before[0] + 60) < 3 && Math.abs(b - before[1] - 60) < 3, `${a} ${b}`);
  others.forEach((width, i) => assert.ok(Math.abs(width - before[i + 2]) < 3));
});

test('a list of the to-do is opened, searched, sorted and exported by keyboard, and runs in no spreadsheet', async (t) => {
  const club = await serve(t, { sample: true });
  const person = { id: 0, name: '=Marchal', role: 'instructor', active: true };
  const staff = { ...person, hasPin: false, language: '', version: 0 };
  const { id: heldBy } = await api(club, '/api/desk/staff', staff);
  const { rows } = await api(club, '/api/desk/invoices?show=open');
  const invoices = rows.filter(({ household }) => household !== 0).slice(0, 3);
  for (const [at, { household, id }] of invoices.entries())
    await api(club, '/api/desk/payments', {
      household,
      invoices: [id],
      tenders: [{ way: 'cash', cents: [700, 1200, 900][at], detail: { heldBy } }],
    });
  const page = await open(t, browser, club.url);
  await page.getByRole('link', { name: say('today.held', { n: 3 }) }).focus();
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog', { name: say('handed.title') });
  const cells = () => sheet.locator('tr[aria-rowindex] > td:last-child').allTextContents();
  const shown = async (...amounts) => {
    await page.waitForFunction(
      (n) => document.querySelectorAll('dialog tr[aria-rowindex]').length === n,
      amounts.length,
    );
    await sheet.getByRole('row').nth(1).getByText(amounts[0]).waitFor();
    assert.deepEqual(await cells(), amounts);
  };
  await shown('7,00', '12,00', '9,00');
  await accessible(page, 'a list of the to-do');

  // An amount is found as well as a name; what is not there is said, with the way back.
  await page.keyboard.press('Control+f');
  await page.keyboard.type('12,00');
  await shown('12,00');
  await page.keyboard.type('zz');
  await sheet.getByText(say('list.notFound', { words: '12,00zz' })).waitFor();
  await accessible(page, 'nothing found in a list');
  await sheet.getByRole('button', { name: say('list.findAgain') }).press('Enter');
  await shown('7,00', '12,00', '9,00');

  // The largest amount first, from the head of its column.
  await page.keyboard.press('ArrowDown');
  await page.locator('tr[aria-rowindex="2"]:focus').waitFor();
  await page.keyboard.press('ArrowUp');
  for (let n = 0; n < 4; n++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await shown('12,00', '9,00', '7,00');
  const { name, bytes } = await download(page, 0);
  assert.match(name, /\.csv$/);
  const lines = bytes.toString('utf8').trim().split('\r\n').slice(1);
  assert.deepEqual(
    lines.map((line) => line.split(';').at(-2)), // the last says that it is a training
    ['12,00', '9,00', '7,00'],
  );
  for (const line of lines) assert.ok(line.includes(`"'=Marchal"`), line);
});

test('the payments of a day and the account of a family are searched and sorted', async (t) => {
  const club = await serve(t, { sample: true });
  const { today } = await api(club, '/api/desk/session');
  const { rows } = await api(club, '/api/desk/invoices?show=open');
  const [first, second] = rows.filter(({ household }) => household !== 0);
  const paid = ({ household, id }, tender) =>
    api(club, '/api/desk/payments', { household, invoices: [id], tenders: [tender] });
  await paid(first, { way: 'cash', cents: 700 });
  await paid(second, { way: 'cheque', cents: 1200, detail: { number: '4711899' } });
  const page = await open(t, browser, club.url);
  await page.evaluate((day) => (location.hash = `#/today?received=${day}`), today);
  const sheet = page.getByRole('dialog');
  const found = (where) => where.locator('tr[aria-rowindex]');
  await found(sheet).first().waitFor();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('chèque 4711899');
  await page.waitForFunction(
    () => document.querySelectorAll('dialog tr[aria-rowindex]').length === 1,
  );
  await found(sheet).getByText(second.number).waitFor();
  await accessible(page, 'the payments of a day');
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/payments.png` });
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.waitForFunction(
    () => document.querySelectorAll('dialog tr[aria-rowindex]').length > 1,
  );
  await sheet.getByRole('button', { name: say('today.col.amount') }).click();
  const cents = async () =>
    (await found(sheet).locator('td:last-child').allTextContents()).map((text) =>
      Number(text.replace(/[^\d−]/g, '').replace('−', '-')),
    );
  await settled(page);
  const sums = await cents();
  assert.deepEqual(
    sums,
    sums.toSorted((a, b) => b - a),
  );

  await page.evaluate((id) => (location.hash = `#/families/${id}?tab=account`), second.household);
  const panel = page.getByRole('region', { name: say('families.account') });
  await found(panel).first().waitFor();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('4711899');
  await page.waitForFunction(
    () => document.querySelectorAll('.lines tr[aria-rowindex]').length === 1,
  );
  await found(panel).getByText('4711899').waitFor();
  await accessible(page, 'the account of a family, searched');
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/account.png` });
});

test('Ctrl F leads to the search of every list, and a list that is no table is ordered too', async (t) => {
  const club = await serve(t, { sample: true });
  const page = await open(t, browser, club.url);
  await page.getByRole('navigation').first().waitFor();
  const sought = async (screen) => {
    await page.evaluate((name) => (location.hash = `#/${name}`), screen);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await settled(page);
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press('Control+f');
    await page.locator('main input:focus').waitFor();
  };
  for (const screen of [
    ...['families', 'riders', 'families/reenrolment', 'invoices', 'activities', 'horses'],
    ...['catalogue', 'settings', 'planning'],
  ])
    await sought(screen);

  const tray = page.getByRole('region', { name: say('tray.title') });
  const names = () => tray.locator('li b').allTextContents();
  const first = await names();
  const kept = saved(page);
  await tray.getByLabel(say('list.order')).selectOption('roster.rider');
  const sorted = first.toSorted((a, b) => a.localeCompare(b, 'fr'));
  await page.waitForFunction(
    (name) => document.querySelector('.tray li b').textContent === name,
    sorted[0],
  );
  assert.deepEqual(await names(), sorted);
  await kept;
  await accessible(page, 'an ordered tray');
  if (process.env.PICTURES)
    await page.screenshot({ path: `${process.env.PICTURES}/tray-order.png` });

  // Beside the table of the stock and in the list of a narrow window it is the same.
  await page.setViewportSize({ width: 640, height: 720 });
  await sought('planning');
  await accessible(page, 'the list of lessons');
  if (process.env.PICTURES)
    await page.screenshot({ path: `${process.env.PICTURES}/lesson-list.png` });
});
