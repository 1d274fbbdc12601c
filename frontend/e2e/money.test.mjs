// Money that comes later, a credit note, and the papers that leave.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, api, launch, offered, open, serve } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** The sample club with its first late invoice open on the screen. */
async function lateInvoice(t, language = 'fr') {
  const say = words(language);
  const club = await serve(t, { sample: true });
  await api(club, '/api/desk/preferences', { name: 'language', value: language });
  const { rows } = await api(club, '/api/desk/invoices?show=open');
  const page = await open(t, browser, club.url);
  await page.evaluate((id) => (location.hash = `#/invoices/${id}`), rows[0].id);
  await page
    .getByRole('region', { name: say('invoices.paper', { number: rows[0].number }) })
    .waitFor();
  return { club, page, say, invoice: rows[0] };
}

for (const language of ['fr', 'nl', 'en']) {
  test(`an open invoice is paid by keyboard, F9, a tender key, Ctrl Enter: ${language}`, async (t) => {
    const { club, page, say, invoice } = await lateInvoice(t, language);
    await offered(page, 'F9');
    await page.keyboard.press('F9');
    const sheet = page.getByRole('dialog');
    await sheet.waitFor();
    await accessible(page, 'the sheet that receives money');
    await sheet.locator('.ways button').first().focus();
    await sheet.locator('.ways button:focus').waitFor();
    await page.keyboard.press('c');
    await sheet.locator('.rows li').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText(say('receive.done')).first().waitFor();
    const paid = await api(club, `/api/desk/invoices/${invoice.id}`);
    assert.equal(paid.remainingCents, 0);
    assert.equal(paid.paidBy.at(-1).way, 'card');
  });
}

test('the paper on the screen is the paper: drawn, and its codes with it', async (t) => {
  const { page, invoice } = await lateInvoice(t);
  const drawn = page.locator('canvas').first();
  await drawn.waitFor();
  await page.waitForFunction(() => {
    const canvas = document.querySelector('canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let dark = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i] < 100 && data[i + 3] > 200) dark++;
    return dark > 500;
  });
  assert.ok(invoice.number.startsWith('ECOLE-'));
  await accessible(page, 'an invoice');
});
