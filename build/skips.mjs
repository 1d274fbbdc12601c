// What a run of the tests left out, each with its reason: `go test -json … | node build/skips.mjs`
// prints what `go test` alone would and keeps the skips; `node build/skips.mjs begin` forgets
// them, `node build/skips.mjs end` names them. The browser's come from e2e/run.mjs.
import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const FILE = fileURLToPath(new URL('../.cache/skipped', import.meta.url));

/** Keeps a test that was skipped, and why. */
export function skipped(test, why) {
  mkdirSync(fileURLToPath(new URL('../.cache', import.meta.url)), { recursive: true });
  appendFileSync(FILE, `  ${test}: ${why || 'no reason given'}\n`);
}

function named() {
  let lines = [];
  try {
    lines = readFileSync(FILE, 'utf8').split('\n').filter(Boolean);
  } catch (failure) {
    if (failure.code !== 'ENOENT') throw failure;
  }
  const all = [...new Set(lines)].sort();
  console.log(all.length ? `Skipped (${all.length}):\n${all.join('\n')}` : 'Skipped: none');
}

/** Go's events: the lines of a package and of what failed are printed, a skip is kept. */
async function read(input) {
  const said = new Map(); // by test, until it ends
  for await (const line of createInterface({ input })) {
    let event;
    try {
      event = JSON.parse(line);
    } catch {
      console.log(line); // not of go test
      continue;
    }
    const { Action, Package, Test, Output = '' } = event;
    const key = `${Package} ${Test}`;
    if (Action === 'output' || Action === 'build-output') {
      if (Test) said.set(key, (said.get(key) ?? '') + Output);
      else if (Output !== 'PASS\n') process.stdout.write(Output);
      continue;
    }
    if (!Test || !['pass', 'fail', 'skip'].includes(Action)) continue;
    const text = said.get(key) ?? '';
    said.delete(key);
    if (Action === 'fail') process.stdout.write(text);
    const why = text.split('\n').filter((one) => !/^(===|\s*---)/.test(one) && one.trim());
    if (Action === 'skip') skipped(`${Package} ${Test}`, why.at(-1)?.trim());
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , verb] = process.argv;
  if (verb === 'begin') rmSync(FILE, { force: true });
  else if (verb === 'end') named();
  else await read(process.stdin);
}
