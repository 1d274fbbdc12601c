// A club moves in by the keyboard alone: its families come in, two become one, a rider
// goes to another, what they bring along is sealed; and each of it is where it was left.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openClub } from './clubs.mjs';
import { accessible, api, launch, open, serve, until } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** A club without families at its first screen; the page notes every touch of a pointer. */
async function club(t, language, theme) {
  const served = await serve(t);
  await openClub(served, language);
  await api(served, '/api/desk/preferences', { name: 'theme', value: theme });
  const page = await open(t, browser, served.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate(() =>
    addEventListener('pointerdown', () => (window.touched = true), { capture: true }),
  );
  return { served, page };
}

const untouched = async (page) =>
  assert.equal(await page.evaluate(() => window.touched ?? false), false, 'no pointer was used');

/** Chooses a line of the palette by what it says. */
async function says(page, text) {
  await page.keyboard.press('Control+k');
  await page.locator('[role="combobox"]:focus').waitFor();
  await page.keyboard.type(text);
  await page.locator('[role="option"][aria-selected="true"]').filter({ hasText: text }).waitFor();
  await page.keyboard.press('Enter');
}

/** Tab until the cursor is there. */
async function reach(page, control, most = 40) {
  await control.waitFor();
  for (let tabs = 0; !(await control.evaluate((one) => one === document.activeElement)); tabs++) {
    assert.ok(tabs < most, `${control} is out of reach`);
    await page.keyboard.press('Tab');
  }
}

/** Types a family's name where one is asked for, and takes it. */
async function family(page, name) {
  await page.keyboard.type(name);
  await page.getByRole('option', { selected: true }).filter({ hasText: name }).waitFor();
  await page.keyboard.press('Enter');
}

const MEMBERS = `Nom;Prénom;Naissance;CP;Ville
Delcourt;Manon;02/05/2014;26999;Vaubrun
Delcour;Hugo;14/03/2017;26999;Vaubrun
Petit;Léo;31/02/2015;26120;Chabeuil
`;

for (const [language, theme] of [
  ['fr', 'light'],
  ['nl', 'dark'],
]) {
  test(`a club moves in without a mouse: ${language}, ${theme}`, async (t) => {
    const say = words(language);
    const { served, page } = await club(t, language, theme);
    const keys = page.keyboard;

    // The families come in, one line mended on the way.
    await says(page, say('import.title'));
    await page.getByText(say('import.startText')).waitFor();
    const asked = page.waitForEvent('filechooser');
    await keys.press('o');
    const file = { name: 'membres.csv', mimeType: 'text/csv', buffer: Buffer.from(MEMBERS) };
    await (await asked).setFiles(file);
    await page.getByText(say('import.toMend', { n: 1 })).waitFor();
    await keys.press('Control+Enter');
    await page.locator('.bad input:focus').waitFor();
    await keys.type('28/02/2015');
    await keys.press('Enter');
    await page.getByText(say('import.allGood')).waitFor();
    await keys.press('Control+Enter');
    await page.getByText(say('import.doneTitle', { n: 3 })).waitFor();

    // Two spellings of a family become one.
    await says(page, 'Delcourt');
    await page.getByRole('button', { name: say('families.edit') }).waitFor();
    await keys.press('r');
    const merging = page.getByRole('dialog', { name: say('families.mergeTitle') });
    await reach(page, merging.getByRole('combobox'));
    await keys.type('Petit'); // not that one
    await keys.press('Control+a');
    await family(page, 'Delcour');
    await merging.getByRole('table').waitFor();
    await keys.press('Control+Enter');
    await merging.waitFor({ state: 'hidden' });

    // A rider goes to another family.
    await keys.press('2');
    await keys.press('c');
    const moving = page.getByRole('dialog');
    await reach(page, moving.getByRole('combobox'));
    await family(page, 'Petit');
    await moving.locator('[type="submit"]:enabled').waitFor();
    await keys.press('Control+Enter');
    await moving.waitFor({ state: 'hidden' });
    const { rows } = await api(served, '/api/desk/households?limit=10');
    assert.deepEqual(rows.map(({ name, riders }) => `${name}: ${riders.join(' ')}`).sort(), [
      'Delcourt: Manon Delcourt',
      'Petit: Hugo Delcour Léo Petit',
    ]);

    // What a family owed before is sealed.
    await says(page, say('takeover.title'));
    await page.getByText(say('takeover.none')).waitFor();
    await reach(page, page.getByRole('combobox', { name: say('takeover.family') }));
    await family(page, 'Delcourt');
    await page.getByRole('button', { name: say('takeover.otherFamily') }).waitFor();
    await reach(page, page.getByRole('textbox', { name: say('takeover.amount') }));
    await keys.type('170');
    await keys.press('Enter');
    await page.getByRole('button', { name: say('takeover.seal', { n: 1 }) }).waitFor();
    await keys.press('Control+Enter');
    await page.getByText('REPRISE-').first().waitFor();
    await accessible(page, `moved in, ${language}, ${theme}`);

    // A past import is undone from the palette: it says what stands in the way.
    await says(page, say('import.undoPast'));
    await page.locator('tbody button:focus').waitFor();
    await says(page, say('import.undoOf', { file: 'membres.csv' }));
    await page.getByRole('dialog').getByText(say('import.undoLoses')).waitFor();
    await keys.press('Control+Enter');
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await keys.press('Escape');
    await untouched(page);

    // Who comes back is where they left off, once they stayed there.
    const place = async () => (await api(served, '/api/desk/session')).place;
    await keys.press('Control+3');
    await page.getByRole('heading', { level: 1, name: say('area.planning') }).waitFor();
    await until(place, (said) => said.includes('planning'));
    await page.evaluate(() => history.replaceState(null, '', '#/'));
    await page.reload();
    await page.getByRole('heading', { level: 1, name: say('area.planning') }).waitFor();
  });
}
