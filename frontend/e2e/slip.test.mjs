// The slip of a printed invoice is read by a real reader, "scanned" as the keys a scanner sends, and paid.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { accessible, api, launch, open, serve } from './harness.mjs';
import { words } from './words.mjs';

const run = promisify(execFile);
const say = words('fr');

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** What zbar reads of the slip on the paper of an invoice, in pixels as it is printed. */
async function printedSlip({ origin, key, dir }, invoice) {
  const answer = await fetch(`${origin}/api/desk/invoices/${invoice}/preview`, {
    headers: { Authorization: `Bearer ${key}` },
  });
  const paper = join(dir, 'invoice');
  await writeFile(`${paper}.pdf`, Buffer.from(await answer.arrayBuffer()));
  await run('pdftoppm', ['-r', '200', '-png', '-singlefile', `${paper}.pdf`, paper]);
  const { stdout } = await run('zbarimg', ['--quiet', '--raw', `${paper}.png`]);
  return stdout.split('\n').find((line) => line.startsWith('PADDOCK:'));
}

test('a slip that is scanned opens its payment on any screen, in any field, and once', async (t) => {
  const club = await serve(t, { sample: true });
  const { rows } = await api(club, '/api/desk/invoices?show=open');
  const [first, second] = rows.filter(({ household }) => household !== 0);
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  // A scanner's keys come 5 ms apart by the clock of the keyboard. The window is kept busy
  // meanwhile, so that a busy machine's pauses between them are not seen by its timers.
  const keyboard = await page.context().newCDPSession(page);
  const scan = async (code) => {
    const from = Date.now() / 1000;
    const strokes = [...[...code].map((key) => ({ key, text: key })), { key: 'Enter', text: '\r' }];
    await Promise.all([
      page.evaluate(() => {
        const until = performance.now() + 300;
        while (performance.now() < until);
      }),
      ...strokes.map((stroke, at) =>
        keyboard.send('Input.dispatchKeyEvent', {
          type: 'keyDown',
          timestamp: from + at * 0.005,
          ...stroke,
        }),
      ),
    ]);
  };
  const sheet = page.getByRole('dialog');

  const code = await printedSlip(club, first.id);
  assert.ok(code, 'the reader finds the slip on the paper');
  await page.evaluate(() => (location.hash = '#/planning'));
  await page.getByRole('heading', { level: 1, name: say('area.planning') }).waitFor();
  await scan(code);
  await sheet.getByText(first.number).first().waitFor();
  await accessible(page, 'the payment of a slip');
  await page.keyboard.press('c');
  const received = page.waitForResponse((answer) => answer.url().endsWith('/payments'));
  await page.keyboard.press('Control+Enter');
  await received;
  assert.equal((await api(club, `/api/desk/invoices/${first.id}`)).remainingCents, 0);
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });

  // What stood in the field under the cursor stands there still.
  await page.evaluate(() => (location.hash = '#/families'));
  const search = page.getByRole('searchbox').or(page.locator('input[type="search"]')).first();
  await search.fill('Delc');
  await scan(await printedSlip(club, second.id));
  await sheet.getByText(second.number).first().waitFor();
  assert.equal(await search.inputValue(), 'Delc');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });

  await scan(code);
  await sheet.getByRole('alert').waitFor();
  await accessible(page, 'a slip that is paid');
});
