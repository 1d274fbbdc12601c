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

/** How ten families pay: the whole price by each, the last two later and by two ways at once. */
const PAID = [
  ...['cash', 'card', 'cheque', 'holidayVoucher', 'link', 'announced', 'promise'],
  ...['cash', 'account', 'mixed'],
];

function tenders(way, cents) {
  if (way === 'account') return [];
  if (way === 'mixed')
    return [
      { way: 'cash', cents: 500 },
      { way: 'card', cents: cents - 500 },
    ];
  const detail = way === 'cheque' ? { number: '1234567', bank: 'CA' } : {};
  return [{ way, cents, detail }];
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
  for (const [at, way] of PAID.entries()) {
    const cart = await api(club, '/api/desk/carts', { household: rows[at].id });
    const line = { offer: offer.id, rider: 0, quantity: 1 };
    const { termsVersion } = await api(club, `/api/desk/carts/${cart.id}/lines`, line);
    await api(club, `/api/desk/carts/${cart.id}/checkout`, {
      ...{ tenders: tenders(way, offer.priceCents), onAccount: way === 'account' },
      terms: termsVersion,
    });
  }
  await page.evaluate(() => (location.hash = '#/invoices'));
  await page.getByRole('grid').getByRole('row').nth(1).waitFor();

  // A backup, and all of it in another folder.
  const other = await mkdtemp(join(tmpdir(), 'paddock-e2e-'));
  t.after(() => rm(other, { recursive: true, force: true }));
  const file = join(other, 'club.paddock');
  await paddock(club.dir, 'backup', file);
  const data = join(other, 'data');
  await paddock(data, 'restore', file);
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
