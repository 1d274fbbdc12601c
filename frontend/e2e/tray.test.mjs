// Flow d of DESIGN.md: a make-up voucher is placed from the tray of the plan.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, api, launch, open, serve } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const say = words('fr');

test('a voucher is placed in five keys, among the lessons that fit alone', async (t) => {
  const club = await serve(t, { sample: true });
  const list = await api(club, '/api/desk/to-place');
  const voucher = list.find((one) => one.voucher && one.fits.length > 0);
  assert.ok(voucher, 'the sample club has a voucher to place');
  const steps = list.indexOf(voucher) + 1;

  const page = await open(t, browser, club.url);
  const { keyboard } = page;
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate(() => {
    location.hash = '#/planning';
  });
  const tray = page.getByRole('region', { name: say('tray.title') });
  await tray.getByText(voucher.riderName).first().waitFor();
  await accessible(page, 'the tray');

  let pressed = 0;
  const press = async (key) => {
    pressed += 1;
    await keyboard.press(key);
  };
  await press('g');
  for (let n = 0; n < steps; n++) {
    await keyboard.press('ArrowDown');
    await tray.locator('button:focus').waitFor();
  }
  pressed += 1; // the first row; the sample's other rows are not this flow's
  await press('Enter');
  const cells = page.locator('[data-lesson]:not(.dim)');
  await page.locator('[data-lesson]:not(.dim):focus').waitFor();
  await accessible(page, 'the lessons that fit');
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/tray.png` });
  for (const cell of await cells.all())
    assert.ok(voucher.fits.includes(Number(await cell.getAttribute('data-lesson'))));
  await press('ArrowDown');
  await page.locator('[data-lesson]:not(.dim):focus').waitFor();
  await tray.getByText(new RegExp(`${say('tray.returns').slice(0, 10)}|plus sans perte`)).waitFor();
  await press('Enter');
  await page.getByText(new RegExp(`Réservé pour ${voucher.riderName}`)).waitFor();
  assert.equal(pressed, 5, 'DESIGN section 3 d');
  const left = await api(club, '/api/desk/to-place');
  assert.ok(left.every((one) => one.voucher !== voucher.voucher));
});
