// The real program and Debian's Chromium, for tests that do what a person does.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const run = promisify(execFile);

/** The built program; `make build` makes it. */
export const program = new URL('../../build/bin/paddock', import.meta.url).pathname;

const endings = new WeakMap();

/**
 * Does this when the test ends, the latest first: a page is closed before its
 * program, a program ended before its folder goes. All are done, whatever fails;
 * a program left running would keep the whole run from ending.
 */
function atEnd(t, end) {
  if (endings.has(t)) return endings.get(t).push(end);
  endings.set(t, [end]);
  t.after(async () => {
    const faults = [];
    for (const end of endings.get(t).reverse()) {
      try {
        await end();
      } catch (fault) {
        faults.push(fault);
      }
    }
    if (faults.length) throw faults.length > 1 ? new AggregateError(faults) : faults[0];
  });
}

/** Runs a verb of the command line on a data folder and gives what it prints. */
export async function paddock(dir, ...args) {
  const { stdout } = await run(program, ['--data', dir, ...args], { maxBuffer: 1 << 26 });
  return stdout;
}

/** Brings in this many families of one rider each, by the import. */
async function bringIn(dir, members) {
  const lines = ['Nom;Prénom;Naissance;Adresse;CP;Ville;E-mail'];
  for (let n = 0; n < members; n++)
    lines.push(`Famille${n};Cavalier;01/02/2014;${n} rue des Haras;26999;Vaubrun;f${n}@x.example`);
  const file = join(dir, 'members.csv');
  await writeFile(file, lines.join('\r\n'));
  await paddock(dir, 'import', 'members', file);
}

/**
 * Serves a data folder of its own, empty or with the sample club (of this many
 * riders when a number is given) and as many more families, and takes it all down when the test ends.
 * env is what else the program's environment says.
 */
export async function serve(t, { sample = false, members = 0, env = {} } = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'paddock-e2e-'));
  atEnd(t, () => rm(dir, { recursive: true, force: true }));
  if (sample) await paddock(dir, 'demo', ...(sample === true ? [] : ['--riders', `${sample}`]));
  if (members) await bringIn(dir, members);
  const child = spawn(
    program,
    ['--data', dir, '--json', 'serve', '--desk', '--addr', '127.0.0.1:0'],
    {
      env: { ...process.env, LC_ALL: 'fr_FR.UTF-8', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = new Promise((done) => child.once('exit', done));
  atEnd(t, async () => {
    child.kill('SIGTERM');
    await ended;
  });
  let said = '';
  for await (const chunk of child.stdout) {
    said += chunk;
    if (said.includes('}')) break;
  }
  const { url, key } = JSON.parse(said);
  return { dir, url, key, origin: new URL(url).origin, pid: child.pid };
}

/** One Chromium for a test file; headless, and without a word to the network. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-print-preview',
    ],
  });
}

/** Opens the desk at 1280x800 and fails the test on any error of the page. */
export async function open(t, browser, url) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'de-DE',
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    // A refusal is an answer, and Chromium logs every status of 400 and above.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      errors.push(message.text());
  });
  atEnd(t, async () => {
    if (process.env.PICTURES)
      await page.screenshot({
        path: join(process.env.PICTURES, `${t.name.replace(/\W+/g, '-')}.png`),
      });
    // An answer that a failed test still held back would hold the end up, and with it the failure.
    for (const page of context.pages()) await page.unrouteAll({ behavior: 'ignoreErrors' });
    await context.close();
    assert.deepEqual(errors, [], 'errors of the page');
  });
  page.setDefaultTimeout(15_000);
  patient(page);
  await page.goto(url);
  return page;
}

const waits = new WeakMap(); // of each page, until it shows what it asked for

/**
 * Lets the keys of a test wait, as a person does, until the page shows what it asked
 * for: nothing is under way, and what came is drawn. Keys sent together stay together.
 */
function patient(page) {
  const asked = new Set();
  page.on('request', (request) => {
    if (!request.url().includes('/api/changes')) asked.add(request);
  });
  for (const ending of ['requestfinished', 'requestfailed'])
    page.on(ending, (request) => asked.delete(request));
  const settled = async () => {
    const since = Date.now();
    do {
      if (Date.now() - since > 60_000)
        throw new Error(`still asked for: ${[...asked].map((one) => one.url()).join(' ')}`);
      await page.evaluate(
        () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
      );
    } while (asked.size);
  };
  waits.set(page, settled);
  const { press } = page.keyboard;
  page.keyboard.press = async (...key) => {
    await settled();
    return press.apply(page.keyboard, key);
  };
}

/** Waits until the page shows what it asked for; before a hand or a ruler touches it. */
export const settled = (page) => waits.get(page)();

/** Waits until the status bar offers a key: the screen it acts on is there and filled. */
export async function offered(page, key) {
  await page
    .locator('footer kbd')
    .filter({ hasText: new RegExp(`^${key}$`) })
    .waitFor();
}

/**
 * Drags one thing onto a place of another, as a hand does: with moves on the way, and let go
 * once the page shows where it would fall, where it does.
 */
export async function dragged(page, from, onto, position, falls) {
  await from.hover();
  await page.mouse.down();
  const target = await onto.boundingBox();
  const [x, y] = [target.x + position.x, target.y + position.y];
  await page.mouse.move(x, y - 4, { steps: 4 });
  await page.mouse.move(x, y, { steps: 2 });
  await falls?.waitFor();
  await page.mouse.up();
}

const axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Fails when axe finds a fault of WCAG 2.2 AA on the page as it is now. */
export async function accessible(page, where) {
  await page.evaluate(axe);
  const faults = await page.evaluate(async () => {
    // A sheet that is still coming in is paler than it will be.
    const endless = (motion) => motion.effect.getComputedTiming().endTime === Infinity;
    const coming = document.getAnimations().filter((motion) => !endless(motion));
    await Promise.allSettled(coming.map((motion) => motion.finished));
    const { violations } = await globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    });
    return violations.map(
      (v) =>
        `${v.id}: ${v.help}\n    ${v.nodes.map((n) => `${n.target} ${n.failureSummary?.split('\n').at(-1) ?? ''}`).join('\n    ')}`,
    );
  });
  assert.deepEqual(faults, [], `accessibility of ${where}`);
}

/** Calls the API as the page does, for what a test must know beside the screen. */
export async function api({ origin, key }, path, body, method = body ? 'POST' : 'GET') {
  const answer = await fetch(origin + path, {
    method,
    headers: {
      Authorization: `Bearer ${key}`,
      ...(body
        ? { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() }
        : {}),
    },
    body: body && JSON.stringify(body),
  });
  assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
}

/** Asks until the answer is as it will be. */
export async function until(ask, done) {
  for (let tries = 0; ; tries++) {
    const answer = await ask();
    if (done(answer) || tries > 100) return answer;
    await new Promise((next) => setTimeout(next, 50));
  }
}

/** Lets a file go over the page, as a file manager does. */
export const drop = (page, name, text) =>
  page.evaluate(
    ([file, content]) => {
      const held = new DataTransfer();
      held.items.add(new File([content], file));
      const event = { dataTransfer: held, bubbles: true, cancelable: true };
      document.body.dispatchEvent(new DragEvent('dragover', event));
      document.body.dispatchEvent(new DragEvent('drop', event));
    },
    [name, text],
  );
