// A newcomer's walk: an empty folder, a club of one's own, three hundred members, ten sales, a
// backup, another folder.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { api, launch, open, paddock, serve } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const say = words('fr');
const HEADS = 'Nom;Prénom;Né le;Adresse;CP;Ville;Portable;E-mail;Galop;Licence';

/** What is wrong with twelve lines, each in its own way: line, column, what stands there. */
const FAULTS = [
  [12, 2, '31/02/2014'],
  [31, 6, '06 39 AB 12 10'],
  [55, 1, ''],
  [78, 0, ''],
  [99, 2, ''],
  [120, 2, '01/01/2199'],
  [141, 2, '01/01/1801'],
  [163, 7, 's.blanc.courriel.example'],
  [184, 4, '269'],
  [205, 8, 'Galop 99'],
  [240, 9, 'oui'],
  [277, 6, '06 39'],
];

/** The list of another program: Windows-1252, two riders a family. */
function members() {
  const lines = [HEADS];
  for (let n = 0; n < 300; n += 1) {
    const family = Math.floor(n / 2);
    const cells = [
      `L’HÉRITIER ${family}`,
      `Zoé ${n}`,
      `0${1 + (n % 9)}/05/2014`,
      `${family} allée des Érables`,
      '26999',
      'Vaubrun',
      '06 39 98 12 10',
      `famille${family}@courriel.example`,
      'Galop 3',
      '',
    ];
    for (const [line, column, text] of FAULTS) if (line === n + 2) cells[column] = text;
    lines.push(cells.join(';'));
  }
  return Buffer.from(lines.join('\r\n').replaceAll('’', '\x92'), 'latin1');
}

/** How ten families pay: the tender keys, the letter of the way and what is typed after it. */
const PAID = ['e', 'c', 'q', 'a', 'l', 'v', 't', 'e', '', 'e5,00|c'];

/** One sale by keys alone: the family, the article, how it is paid, the conditions of sale. */
async function sell(page, family, offer, paid) {
  const keys = page.keyboard;
  const cart = page.getByRole('region', { name: say('desk.cart') });
  await keys.press('Control+n');
  await page.locator('input[role="combobox"]:focus').waitFor();
  await keys.type(family);
  await page.getByRole('option', { selected: true }).filter({ hasText: family }).waitFor();
  await keys.press('Enter');
  await page
    .getByRole('region', { name: say('desk.client') })
    .getByText(family)
    .first()
    .waitFor();
  await keys.press('F3');
  await page
    .getByRole('region', { name: say('desk.articles') })
    .locator('input:focus')
    .waitFor();
  await keys.type(offer.name.replace(/[\d,]+/g, '')); // a figure would pick a row
  await keys.press('Enter');
  await cart.getByText(offer.name, { exact: true }).waitFor();
  for (const part of paid.split('|').filter(Boolean)) {
    await keys.press('F9');
    await page.locator('.pad button:focus').waitFor();
    await keys.press(part[0]);
    await page.locator('.pad .rows li').last().waitFor();
    if (part.length > 1) {
      await page.locator('.pad .rows input:focus').waitFor();
      await keys.type(part.slice(1));
    }
    if (part === 'q') await cart.getByLabel(say('tender.number'), { exact: true }).fill('1234567');
  }
  if (!paid) await cart.locator('.account input').press('Space');
  const terms = cart.locator('.terms input');
  if (await terms.count()) await terms.press('Space');
  const sold = page.waitForResponse((answer) => answer.url().endsWith('/checkout'));
  await keys.press('Control+Enter');
  assert.ok((await sold).ok(), `${paid}: ${await (await sold).text()}`);
}

test('from an empty folder to a verified backup in another one', async (t) => {
  const club = await serve(t);
  const page = await open(t, browser, club.url);
  const keys = page.keyboard;
  const heading = page.getByRole('heading', { level: 1 });

  await page.getByRole('button', { name: 'Français', exact: true }).click();
  for (const [field, text] of [
    ['name', 'Écuries de Vaubrun'],
    ['owner', 'Laure Chevrier'],
    ['street', '14 chemin des Saules'],
    ['postalCode', '26999'],
    ['town', 'Vaubrun-sur-Lierne'],
    ['siret', '12345678200010'],
  ])
    await page.getByLabel(say(`firstRun.${field}`), { exact: true }).fill(text);
  const steps = ['season', 'vat', 'bank', 'catalogue', 'families', 'open'];
  for (const step of steps) {
    await keys.press('Control+Enter');
    await heading.filter({ hasText: say(`firstRun.${step}Title`) }).waitFor();
    if (step !== 'bank') continue;
    const field = (name) => page.getByLabel(say(`firstRun.${name}`), { exact: true });
    await field('iban').fill('FR76 3000 6000 0112 3456 7890 189');
    await field('linkLabel').fill('https://pay.vaubrun.example/{reference}?amount={amount}');
  }
  await keys.press('Control+Enter');
  await page.getByRole('navigation').waitFor();

  // Three hundred members, of whom twelve lines are bad: three are mended, the rest waits.
  await page.evaluate(() => (location.hash = '#/families/import'));
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'membres.csv', mimeType: 'text/csv', buffer: members() });
  await page.getByText(say('import.toMend', { n: 12 })).waitFor();
  await keys.press('Control+Enter');
  const cursor = page.locator('.bad input:focus');
  let left = 12;
  for (const [wrong, right] of [
    ['31/02/2014', '28/02/2014'],
    ['06 39 AB 12 10', '06 39 98 12 11'],
    ['', 'Ada'],
  ]) {
    await cursor.waitFor();
    assert.equal(await cursor.inputValue(), wrong);
    await keys.type(right);
    await keys.press('Enter');
    await page.getByText(say('import.toMend', { n: (left -= 1) })).waitFor();
  }
  await page.getByRole('button', { name: say('import.allLater', { n: left }) }).click();
  await page.getByText(say('import.restGood')).waitFor();
  await keys.press('Control+Enter');
  await page.getByText(say('import.doneTitle', { n: 291 })).waitFor();
  assert.equal((await api(club, '/api/desk/set-aside')).length, 9);

  // Ten sales, mixed ways.
  const { rows } = await api(club, '/api/desk/households');
  const { fits } = await api(club, `/api/desk/offers-for?household=${rows[0].id}&rider=0`);
  const { offer } = fits.find((fit) => fit.offer.kind === 'goods');
  const told = rows.filter(({ name }) => /\d{3}$/.test(name)); // no name begins another’s
  for (const [at, paid] of PAID.entries()) await sell(page, told[at].name, offer, paid);
  await page.evaluate(() => (location.hash = '#/invoices?show=all'));
  await page.getByRole('grid').getByRole('row').nth(10).waitFor();

  // A backup, and all of it in another folder, whose program begins with it.
  const other = await mkdtemp(join(tmpdir(), 'paddock-e2e-'));
  t.after(() => rm(other, { recursive: true, force: true }));
  const file = join(other, 'club.paddock');
  await paddock(club.dir, 'backup', file);
  const { dir: data, url } = await serve(t);
  const there = await open(t, browser, url);
  await there.getByRole('button', { name: say('firstRun.backup') }).press('Enter');
  const sheet = there.getByRole('dialog', { name: say('window.restore') });
  await sheet.getByLabel(say('restore.file')).fill(file);
  await there.keyboard.press('Enter');
  await sheet.getByText(say('restore.signed')).waitFor();
  await there.keyboard.press('Control+Enter');
  await sheet.getByText(/est en place/).waitFor();
  await sheet.getByRole('button', { name: say('ui.close') }).press('Enter');
  await there.getByRole('navigation').first().waitFor();
  await there.getByText('Écuries de Vaubrun').first().waitFor();
  assert.equal(JSON.parse(await paddock(data, 'verify', '--json')).ok, true);
  const list = async (what) => JSON.parse(await paddock(data, 'list', what, '--json'));
  assert.equal((await list('riders')).length, 291);
  const invoices = await list('invoices');
  assert.equal(invoices.length, 10);
  assert.equal(
    invoices.reduce((sum, { totalCents }) => sum + totalCents, 0),
    10 * offer.priceCents,
  );
});
