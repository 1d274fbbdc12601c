// What counts frames or compares times: nothing else runs beside it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open, serve } from '../harness.mjs';
import { words } from '../words.mjs';

const say = words('fr');
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test('ten thousand families scroll in two frames a step', async (t) => {
  const club = await serve(t, { sample: true, members: 10_000 });
  const page = await open(t, browser, club.url);
  await page.getByRole('navigation').first().waitFor();
  await page.goto(`${club.origin}/#/families`);
  await page.locator('tr[aria-rowindex="2"]').waitFor();
  const rows = Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1;
  assert.ok(rows >= 10_000, `${rows} rows`);
  await page
    .getByText(say('list.rows', { n: rows }), { exact: true })
    .waitFor({ state: 'attached' });
  const worst = await page.evaluate(async () => {
    const box = document.querySelector('.tablebox');
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const inView = () => {
      const { left, top, height } = box.getBoundingClientRect();
      const row = document
        .elementFromPoint(left + 40, top + height / 2)
        ?.closest('tr[aria-rowindex]');
      const line = row?.getBoundingClientRect().height ?? 36;
      const index = Math.floor((box.scrollTop + height / 2 - 34) / line);
      return (
        row !== null && row !== undefined && Math.abs(Number(row.ariaRowIndex) - 2 - index) <= 2
      );
    };
    let worst = 0;
    const steps = 120;
    for (let n = 1; n <= steps; n++) {
      // Half the way in small steps of a wheel, then in leaps as by the bar.
      box.scrollTop =
        n <= 60 ? box.scrollTop + 300 : (n / steps) * (box.scrollHeight - box.clientHeight);
      let frames = 0;
      do {
        await frame();
        frames += 1;
      } while (!inView() && frames < 60);
      worst = Math.max(worst, frames);
    }
    return worst;
  });
  assert.ok(worst <= 2, `a step took ${worst} frames`);
});

test('a row of ten thousand families costs no more than a row of one thousand', async (t) => {
  const club = await serve(t, { sample: true, members: 10_000 });
  /** Milliseconds a row, at best: what else runs here only adds. */
  const cost = async (limit, least) => {
    const costs = [];
    for (let n = 0; n < 5; n++) {
      const begun = performance.now();
      const answer = await fetch(`${club.origin}/api/desk/households?limit=${limit}`, {
        headers: { Authorization: `Bearer ${club.key}` },
      });
      const { rows } = await answer.json();
      assert.ok(rows.length >= least, `${rows.length} rows`);
      costs.push((performance.now() - begun) / rows.length);
    }
    return Math.min(...costs);
  };
  const [few, many] = [await cost(1_000, 1_000), await cost(100_000, 10_000)];
  t.diagnostic(`10,000 rows in ${Math.round(many * 10_000)} ms`);
  assert.ok(many <= 2 * few, `${many} ms a row among ten thousand, ${few} among one thousand`);
});
