// What the page's main thread does, in its own processor time: a busy computer
// stretches the clock, and not this.
import { readFile } from 'node:fs/promises';

const CATEGORIES = ['disabled-by-default-devtools.timeline', 'blink.user_timing'];
const BEGIN = 'measured from here';

/** The value in the middle. */
export const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Waits until what was drawn last is on the screen. */
export const painted = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));

/**
 * The tasks of the page's main thread (script, style, layout, paint, memory taken
 * back) while `doing` runs: milliseconds of thread time of all and of the longest
 * one, and by the clock.
 */
export async function work(browser, page, doing) {
  await browser.startTracing(page, { categories: CATEGORIES });
  let wall, trace;
  try {
    await page.evaluate((name) => void performance.mark(name), BEGIN);
    const begun = performance.now();
    await doing();
    wall = performance.now() - begun;
  } finally {
    trace = await browser.stopTracing(); // the next test begins its own
  }
  const { traceEvents } = JSON.parse(trace);
  const mark = traceEvents.find(({ name }) => name === BEGIN);
  const tasks = traceEvents
    .filter(({ name, pid, tid }) => name === 'RunTask' && pid === mark.pid && tid === mark.tid)
    .filter(({ ts, tdur }) => ts >= mark.ts && tdur !== undefined)
    .map(({ tdur }) => tdur / 1000);
  if (tasks.length === 0) throw new Error('the trace holds no thread time');
  return { sum: tasks.reduce((a, b) => a + b, 0), longest: Math.max(...tasks), wall };
}

const ROWS = 40;
const DRAWINGS = 30;

/**
 * The floor under every figure of a page: milliseconds of thread time in which this
 * browser, here and now, draws one screen of forty plain rows on an empty page.
 */
export async function plainScreen(browser) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  try {
    const { sum } = await work(browser, page, () =>
      page.evaluate(
        async ([rows, drawings]) => {
          for (let n = 0; n < drawings; n++) {
            const cells = (row) => `<td>${row}</td><td>Name ${n}</td><td>${n * row},00 €</td>`;
            const drawn = Array.from({ length: rows }, (_, row) => `<tr>${cells(row)}</tr>`);
            document.body.innerHTML = `<table>${drawn.join('')}</table>`;
            await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
          }
        },
        [ROWS, DRAWINGS],
      ),
    );
    return sum / DRAWINGS;
  } finally {
    await page.close();
  }
}

/** Milliseconds of processor time a program has taken so far; the kernel counts in steps of ten. */
export async function processorTime(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
