// A list of members comes in: chosen, dropped, mended, set aside, stopped, undone.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { accessible, api, drop, launch, open, paddock, serve } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** A list as an older program writes it: two riders a family, Windows-1252. */
function list(riders, faults = {}) {
  const lines = ['Nom;Prénom;Né le;Adresse;CP;Ville;Portable;E-mail;Niveau'];
  for (let i = 0; i < riders; i += 1) {
    const family = Math.floor(i / 2);
    const cells = [
      `GUÉRIN ${family}`,
      `Inès ${i}`,
      `0${1 + (i % 9)}/05/2014`,
      `${family} rue des Lilas`,
      '26120',
      'Chabeuil',
      '',
      `famille${family}@courriel.example`,
      'Galop 3',
    ];
    lines.push({ ...cells, ...faults[i + 2], length: cells.length });
  }
  const text = lines
    .map((line) => (typeof line === 'string' ? line : Array.from(line).join(';')))
    .join('\r\n');
  return Buffer.from(text, 'latin1');
}

const file = (buffer) => ({ name: 'adherents-2025.csv', mimeType: 'text/csv', buffer });

const riders = async (club) => JSON.parse(await paddock(club.dir, 'list', 'riders', '--json'));

test('three hundred members come in, a line is mended, and all of it is undone', async (t) => {
  const club = await serve(t, { sample: true });
  const before = (await riders(club)).length;
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate(() => (location.hash = '#/families'));
  await page.getByRole('link', { name: 'Importer un fichier' }).click();
  await accessible(page, 'import, no file yet');
  const faults = { 21: { 2: '31/02/2014' }, 54: { 6: '06 12 AB 34 56' }, 90: { 1: '' } };
  await page.locator('input[type=file]').setInputFiles(file(list(300, faults)));
  await page.getByText('3 lignes restent à corriger').waitFor();
  await accessible(page, 'import, a list with bad lines');

  // Ctrl Enter leads to what is in the way; the first bad line is mended in place.
  await page.keyboard.press('Control+Enter');
  const first = page.getByRole('textbox', { name: 'Date de naissance' });
  await first.waitFor();
  assert.equal(await first.evaluate((field) => field === document.activeElement), true);
  assert.equal(await first.inputValue(), '31/02/2014');
  await page.keyboard.type('28/02/2014');
  await page.keyboard.press('Enter');
  await page.getByText('2 lignes restent à corriger').waitFor();
  // The line that left takes the cursor to the next one.
  assert.equal(await page.locator('.bad input:focus').inputValue(), '06 12 AB 34 56');
  await page.getByRole('button', { name: 'Remettre les 2 à plus tard' }).click();
  await page.getByText('2 lignes remises à plus tard').waitFor();
  await page.getByText('Toutes les autres lignes sont bonnes.').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('298 cavaliers importés').waitFor();
  await accessible(page, 'import, done');
  const came = await riders(club);
  assert.equal(came.length, before + 298);
  assert.ok(came.some((r) => r.surname === 'Guérin 9' && r.birthDate === '2014-02-28'));

  // The lines that wait are mended on the screen.
  await page.getByRole('link', { name: 'Compléter les 2 lignes qui attendent' }).click();
  await page.getByRole('heading', { name: '2 lignes à compléter' }).waitFor();
  await accessible(page, 'import, lines that wait');
  await page.getByRole('textbox', { name: 'Prénom du cavalier' }).fill('Zoé');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Une ligne à compléter' }).waitFor();
  assert.equal((await riders(club)).length, before + 299);

  // And all of it is undone at once, when somebody has read what goes.
  await page.getByRole('button', { name: 'Annuler l’import de adherents-2025.csv' }).press('Enter');
  const undoing = page.getByRole('dialog', { name: 'Annuler l’import de adherents-2025.csv' });
  await undoing.getByText('Cela ne se rétablit pas').waitFor();
  await accessible(page, 'an import that is about to be undone');
  if (process.env.PICTURES)
    await page.screenshot({ path: `${process.env.PICTURES}/undo-import.png` });
  await page.keyboard.press('Control+Enter');
  await page.getByText('les 299 cavaliers de adherents-2025.csv sont retirés').waitFor();
  assert.equal((await riders(club)).length, before);
});

/** A list of three hundred members with twelve faults, where it lies beside the repository. */
const SHARED = new URL('../../../shared/vectors/members-300.csv', import.meta.url);
/** What is typed into eight of its bad lines; the other four want a choice and are put off. */
const MENDED = {
  ...{ 21: '28/02/2014', 54: '06 39 98 12 10', 78: 'famille.78@courriel.example' },
  ...{ 81: '02/05/2014', 184: 'Ada', 204: '02/05/2014', 205: 'Blanc', 208: '26120' },
};

test('a list of another program comes in, its twelve bad lines mended or put off', async (t) => {
  if (!existsSync(SHARED)) return t.skip('no list beside the repository');
  const club = await serve(t, { sample: true });
  const before = (await riders(club)).length;
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate(() => (location.hash = '#/families/import'));
  await page.locator('input[type=file]').setInputFiles(file(await readFile(SHARED)));
  await page.getByText('12 lignes restent à corriger').waitFor();
  let left = 12;
  const still = () =>
    page.getByText(left === 1 ? 'Une ligne reste à corriger' : `${left} lignes restent à corriger`);
  for (const [line, text] of Object.entries(MENDED)) {
    const bad = page
      .locator('.bad')
      .filter({ has: page.getByText(`Ligne ${line}`, { exact: true }) });
    await bad.getByRole('textbox').fill(text);
    await bad.getByRole('textbox').press('Enter');
    left -= 1;
    await still().waitFor();
  }
  await page.getByRole('button', { name: 'Remettre les 4 à plus tard' }).click();
  await page.getByText('Toutes les autres lignes sont bonnes.').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('296 cavaliers importés').waitFor();
  assert.equal((await riders(club)).length, before + 296);
  assert.equal((await api(club, '/api/desk/set-aside')).length, 4);
});

test('a list that is dropped on any screen is opened, and nothing else is', async (t) => {
  const club = await serve(t, { sample: true });
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await drop(page, 'film.mkv', 'x');
  await page.getByText('Ce fichier n’est ni un CSV ni un XLSX', { exact: false }).waitFor();
  await drop(page, 'photo.png', 'x');
  await page
    .getByText('Une photo ou un PDF va au dossier d’un cavalier', { exact: false })
    .waitFor();
  await drop(
    page,
    'membres.csv',
    'A;B;C;Nom du parent;Tél. urgence\nBlanc;Zoé;02/05/2014;Luc Blanc;0639981210\n',
  );
  // Columns nobody could guess are chosen.
  await page.getByText('Il manque une colonne', { exact: false }).waitFor();
  await page.getByRole('combobox', { name: 'A devient' }).selectOption('surname');
  await page.getByRole('combobox', { name: 'B devient' }).selectOption('firstName');
  await page.getByRole('combobox', { name: 'C devient' }).selectOption('birthDate');
  await page.getByRole('button', { name: 'Importer un cavalier' }).waitFor();
  await page.getByText('2 mai 2014').waitFor();
  // The parent and whom to call are recognised by their headings.
  const becomes = async (heading) =>
    page.getByRole('combobox', { name: `${heading} devient` }).inputValue();
  assert.equal(await becomes('Nom du parent'), 'payerName');
  assert.equal(await becomes('Tél. urgence'), 'emergencyPhone');
  await page.getByText('06 39 98 12 10', { exact: true }).waitFor();

  // A table of the bank goes where statements are read, from any screen, that one included.
  const moved = 'Date;Libellé;Montant;Solde\n06/10/2026;VIR ROUSSEL;70,00;170,00\n';
  await drop(page, 'releve.csv', moved);
  await page.getByRole('dialog').getByText('releve.csv', { exact: false }).first().waitFor();
  assert.match(page.url(), /#\/bank$/);
});

test('a long list shows how far it is, is stopped, and leaves nothing', async (t) => {
  const club = await serve(t, { sample: true });
  const before = (await riders(club)).length;
  await api(club, '/api/desk/preferences', { name: 'language', value: 'nl' });
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate(() => (location.hash = '#/families/import'));
  await page.locator('input[type=file]').setInputFiles(file(list(20_000)));
  await page
    .getByRole('button', { name: '20000 ruiters importeren' })
    .and(page.locator(':enabled'))
    .click({ timeout: 60_000 });
  await page.getByRole('progressbar', { name: 'Import bezig' }).waitFor();
  // The rest of the desk answers meanwhile.
  await api(club, '/api/desk/households?limit=10');
  await accessible(page, 'import, under way, nl');
  await page.getByRole('button', { name: 'Stoppen' }).click();
  await page.getByText('Gestopt: er is niets geschreven.').waitFor({ timeout: 60_000 });
  assert.equal((await riders(club)).length, before);
});

/** Members on both sides of the border, one of whom has a name the club knows. */
const NEAR = (known) =>
  Buffer.from(
    `Nom;Prénom;Naissance;CP;Ville
Dubois;Ada;03/03/2013;7500;Tournai
${known.surname};${known.firstName};01/01/2001;7600;Péruwelz
${known.surname};${known.firstName};${known.birthDate.split('-').reverse().join('/')};7600;Péruwelz
`,
  );

for (const [language, theme] of [
  ['fr', 'light'],
  ['nl', 'dark'],
]) {
  test(`what a list leaves open is said once and chosen by a person: ${language}, ${theme}`, async (t) => {
    const say = words(language);
    const club = await serve(t, { sample: true });
    const [known] = await riders(club);
    await api(club, '/api/desk/preferences', { name: 'language', value: language });
    await api(club, '/api/desk/preferences', { name: 'theme', value: theme });
    const page = await open(t, browser, club.url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate(() => (location.hash = '#/families/import'));
    await page.locator('input[type=file]').setInputFiles(file(NEAR(known)));
    const shorts = { n: 3, example: '7500', becomes: '07500' };
    await page.getByText(say('import.postal.zeros', shorts)).waitFor();
    await accessible(page, `codes of another country, ${language}, ${theme}`);
    if (process.env.PICTURES)
      await page.screenshot({ path: `${process.env.PICTURES}/postal-${language}.png` });
    await page.getByRole('button', { name: say('import.postal.BE') }).click();
    await page.getByText('07500', { exact: true }).waitFor({ state: 'detached' });
    const country = page.getByRole('combobox', { name: say('import.country') });
    assert.equal(await country.inputValue(), 'BE');

    await page.getByRole('button', { name: say('import.namesakes', { n: 2 }) }).click();
    const sheet = page.getByRole('dialog', { name: say('import.namesakesTitle') });
    await sheet.getByText(say('import.namesake.known')).waitFor();
    await accessible(page, `names the club knows, ${language}, ${theme}`);
    if (process.env.PICTURES)
      await page.screenshot({ path: `${process.env.PICTURES}/namesakes-${language}.png` });
    await sheet.getByRole('button', { name: say('import.otherPerson') }).click();
    await sheet.getByText(say('import.namesake.known')).waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: say('import.riders', { n: 3 }) }).waitFor();
  });
}
