// A backup is read and put in the place of the data, from the program itself.
import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openClub } from './clubs.mjs';
import { accessible, api, drop, launch, open, paddock, serve } from './harness.mjs';
import { words } from './words.mjs';

const say = words('fr');
let browser, folder, backup;
before(async () => {
  browser = await launch();
  folder = await mkdtemp(join(tmpdir(), 'paddock-backup-'));
  backup = join(folder, 'vaubrun.paddock');
  const data = join(folder, 'data');
  await paddock(data, 'demo');
  await paddock(data, 'backup', backup);
});
after(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

const kept = async (club) =>
  (await readdir(club.dir)).filter((name) => name.includes('before-restore'));

test('who has a backup begins with it, by keyboard', async (t) => {
  const club = await serve(t);
  const page = await open(t, browser, club.url);
  const keys = page.keyboard;
  await page.getByRole('button', { name: say('firstRun.backup') }).press('Enter');
  const sheet = page.getByRole('dialog', { name: say('window.restore') });
  await sheet.getByLabel(say('restore.file')).fill(join(folder, 'none.paddock'));
  await keys.press('Enter');
  await sheet.getByText('none.paddock', { exact: false }).last().waitFor();
  await accessible(page, 'a backup that is not there');
  await sheet.getByLabel(say('restore.file')).fill(backup);
  await keys.press('Enter');
  await sheet.getByText(say('restore.signed')).waitFor();
  await accessible(page, 'a backup that was read');
  assert.equal((await api(club, '/api/desk/session')).firstRun, true); // reading changes nothing
  await keys.press('Control+Enter');
  // The program opens again on what came, and says so once.
  const told = page.getByRole('dialog', { name: say('window.restore') });
  await told.getByText(/est en place/).waitFor();
  await accessible(page, 'a backup that was restored');
  await told.getByRole('button', { name: say('ui.close') }).press('Enter');
  await page.getByRole('navigation').first().waitFor();
  const session = await api(club, '/api/desk/session');
  assert.equal(session.firstRun, false);
  assert.equal(JSON.parse(await paddock(club.dir, 'verify', '--json')).ok, true);
  await page.reload();
  await page.getByRole('navigation').first().waitFor();
  assert.equal(await told.count(), 0);
});

test('a club is not lost by a restore: its data stay where the sheet said', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const page = await open(t, browser, club.url);
  await page.getByRole('navigation').first().waitFor();
  // A backup let go of over the page: a browser is not told where it lies.
  await drop(page, 'vaubrun.paddock', 'x');
  const sheet = page.getByRole('dialog', { name: say('window.restore') });
  await sheet.getByText(say('restore.dropped', { file: 'vaubrun.paddock' })).waitFor();
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });

  // A file that is no backup is refused, and nothing is touched.
  const wrong = join(folder, 'wrong.paddock');
  await writeFile(wrong, 'x');
  await writeFile(`${wrong}.sha256`, 'x');
  await byPalette(page);
  await sheet.getByLabel(say('restore.file')).fill(wrong);
  await page.keyboard.press('Enter');
  await sheet.getByText(/wrong\.paddock/).waitFor();
  assert.deepEqual(await kept(club), []);

  await sheet.getByLabel(say('restore.file')).fill(backup);
  await page.keyboard.press('Enter');
  await sheet.getByText(/before-restore-1/).waitFor();
  await accessible(page, 'a backup in the place of a club');
  assert.equal((await api(club, '/api/desk/session')).training, false);
  await page.keyboard.press('Control+Enter');
  await page.getByText(/est en place/).waitFor();
  await page
    .getByRole('dialog')
    .getByText(/before-restore-1/)
    .waitFor();
  assert.equal((await api(club, '/api/desk/session')).training, true); // what came is the sample club
  assert.deepEqual(await kept(club), ['paddock.db.before-restore-1']);
});

/** Opens the sheet by the palette, once its line is the chosen one. */
async function byPalette(page) {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('restaurer');
  await page
    .locator('[role="option"][aria-selected="true"]')
    .filter({ hasText: say('window.restore') })
    .waitFor();
  await page.keyboard.press('Enter');
}

/** Opens the sheet by the palette and has a backup read, by keyboard. */
async function read(page, file) {
  const sheet = page.getByRole('dialog', { name: say('window.restore') });
  await byPalette(page);
  await sheet.getByLabel(say('restore.file')).fill(file);
  await page.keyboard.press('Enter');
  await sheet.getByText(say('restore.newKey')).waitFor();
}

test('a restore that fails twice in the same way is said twice, and the club is as it was', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const page = await open(t, browser, club.url);
  await page.getByRole('navigation').first().waitFor();
  const spoiled = join(folder, 'spoiled.paddock');
  await copyFile(`${backup}.sha256`, `${spoiled}.sha256`);
  const told = page.getByRole('dialog', { name: say('window.restore') });
  for (const time of ['first', 'second']) {
    await copyFile(backup, spoiled);
    await read(page, spoiled);
    await writeFile(spoiled, 'x'); // once it was read: the stick is taken out, say
    await page.keyboard.press('Control+Enter');
    await told.getByText(say('error.backupDamaged', { file: 'spoiled.paddock' })).waitFor();
    await accessible(page, `a restore that failed the ${time} time`);
    await told.getByRole('button', { name: say('ui.close') }).press('Enter');
    await told.waitFor({ state: 'detached' });
  }
  assert.deepEqual(await kept(club), []);
  assert.equal((await api(club, '/api/desk/session')).training, false);
});

test('a program that is away for a minute is said to be late, and the sheet can be left', async (t) => {
  for (const firstRun of [true, false]) {
    const club = await serve(t);
    if (!firstRun) await openClub(club, 'fr');
    const page = await open(t, browser, club.url);
    if (firstRun) {
      await page.getByRole('button', { name: say('firstRun.backup') }).press('Enter');
      await page.getByLabel(say('restore.file')).fill(backup);
      await page.keyboard.press('Enter');
      await page.getByText(say('restore.signed')).waitFor();
    } else {
      await page.getByRole('navigation').first().waitFor();
      await read(page, backup);
    }
    await page.route('**/api/desk/session', (route) => route.abort());
    await page.keyboard.press('Control+Enter');
    await page.getByText(say('restore.away')).waitFor();
    await page.clock.setFixedTime(Date.now() + 61_000);
    await page.getByText(say(firstRun ? 'restore.lateFirst' : 'restore.late')).waitFor();
    await accessible(page, firstRun ? 'a first restore that is late' : 'a restore that is late');
    const sheet = page.getByRole('dialog', { name: say('window.restore') });
    await sheet
      .getByRole('button', { name: say('ui.close') })
      .last()
      .press('Enter');
    await sheet.waitFor({ state: 'detached' });
  }
});
