// Runs browser tests: `node e2e/run.mjs CONCURRENCY TIMEOUT_MS FILE…`.
// A file in which a test fails is run once more with the machine for itself. What fails
// again is red; what failed only beside other browsers is named in the last line, to be mended.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [concurrency, timeout, ...files] = process.argv.slice(2);
const dir = await mkdtemp(join(tmpdir(), 'paddock-tests-'));

/** Runs these files; gives those in which a test failed, or all of them when none was named. */
async function failing(files, concurrency) {
  const named = join(dir, 'failed');
  const child = spawn(
    process.execPath,
    [
      '--test',
      `--test-concurrency=${concurrency}`,
      `--test-timeout=${timeout}`,
      '--test-force-exit',
      '--test-reporter=tap',
      '--test-reporter-destination=stdout',
      `--test-reporter=${new URL('failed.mjs', import.meta.url)}`,
      `--test-reporter-destination=${named}`,
      ...files,
    ],
    { stdio: 'inherit' },
  );
  const code = await new Promise((ended) => child.once('exit', ended));
  if (code === 0) return [];
  const list = (await readFile(named, 'utf8')).split('\n').filter(Boolean);
  return list.length ? list : files;
}

const first = await failing(files, concurrency);
const again = first.length ? await failing(first, 1) : [];
await rm(dir, { recursive: true, force: true });
if (again.length) {
  console.log(`# red: ${again.join(', ')}`);
  process.exitCode = 1;
} else if (first.length) console.log(`# red beside others, green alone: ${first.join(', ')}`);
