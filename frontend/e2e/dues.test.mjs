// Money that does not come by itself: in parts, asked for, given up, and cheques that go to the bank.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addFamily, onAccount, openClub } from './clubs.mjs';
import { accessible, api, launch, offered, open, paddock, serve, settled } from './harness.mjs';
import { euros, words } from './words.mjs';

const say = words('fr');
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** The sample club with its first late invoice in the list's panel. */
async function late(t) {
  const club = await serve(t, { sample: true });
  const { rows } = await api(club, '/api/desk/invoices?show=late');
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate((id) => (location.hash = `#/invoices/${id}?show=late`), rows[0].id);
  const number = rows[0].number;
  await page.getByRole('region', { name: say('invoices.paper', { number }) }).waitFor();
  return { club, page, invoice: rows[0], sheet: page.getByRole('dialog') };
}

/** Does what the palette offers under these words, by keys. */
async function command(page, typed, title) {
  await page.keyboard.press('Control+k');
  await page.locator('[role="combobox"]:focus').waitFor();
  await page.keyboard.type(typed);
  await page.locator('[role="option"][aria-selected="true"]').filter({ hasText: title }).waitFor();
  await page.keyboard.press('Enter');
}

test('an invoice is spread over three parts by keys, and its first is late no more', async (t) => {
  const { club, page, invoice, sheet } = await late(t);
  await page
    .getByRole('button', { name: new RegExp(`^(${say('plan.make')}|${say('plan.change')})`) })
    .focus();
  await page.keyboard.press('Enter');
  await sheet.getByLabel(say('plan.count')).selectOption(say('plan.times', { n: 3 }));
  await sheet.getByLabel(say('plan.day', { at: 3 })).waitFor();
  await accessible(page, 'a plan of three parts');
  // A part too large is told before it is sent.
  const first = sheet.getByLabel(say('plan.amount', { at: 1 }));
  const even = await first.inputValue();
  await first.fill('1');
  await page.keyboard.press('Tab');
  await sheet.getByText(say('plan.wrong', { gap: '' }).trim()).waitFor();
  await first.fill(even);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  const { plan, remainingCents } = await api(club, `/api/desk/invoices/${invoice.id}`);
  const open = plan.map(({ cents, settledCents }) => cents - settledCents).filter(Boolean);
  assert.equal(open.length, 3);
  assert.equal(
    open.reduce((sum, cents) => sum + cents),
    remainingCents,
  );
  await page.getByRole('list', { name: say('plan.title') }).waitFor();
});

test('a late family is reminded with R, and one that is called stays noted', async (t) => {
  const { club, page, invoice, sheet } = await late(t);
  await page.locator('[role="grid"]').focus();
  await offered(page, 'R');
  await page.keyboard.press('r');
  await sheet.getByRole('heading', { name: say('remind.title') }).waitFor();
  await accessible(page, 'whom to remind');
  await sheet.getByRole('button', { name: /^Relancer/ }).focus();
  await page.keyboard.press('Enter');
  await sheet.getByRole('button', { name: say('remind.choose') }).waitFor();
  const { reminders } = await api(club, `/api/desk/invoices/${invoice.id}`);
  assert.ok(reminders.length > 0, 'the invoice says it was reminded');

  await sheet.getByRole('button', { name: say('remind.phone') }).focus();
  await page.keyboard.press('Space');
  const [{ family }] = await api(club, '/api/desk/to-phone');
  await sheet.getByRole('button', { name: `${say('remind.wasCalled')} ${family}` }).focus();
  await accessible(page, 'whom to call');
  await page.keyboard.press('Enter');
  await page.getByText(say('remind.noted', { family })).waitFor();
  assert.ok((await api(club, '/api/desk/to-phone'))[0].calledDay);
});

test('an invoice nobody will pay is given up from the palette, and opens again when it is paid', async (t) => {
  const { club, page, invoice, sheet } = await late(t);
  const { number } = invoice;
  await command(page, 'perte', say('writeOff.action', { number }));
  await sheet.getByLabel(say('writeOff.why')).selectOption({ label: say('writeOff.why.gone') });
  await accessible(page, 'what a write-off says');
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  const lost = await api(club, `/api/desk/invoices/${invoice.id}`);
  assert.deepEqual([lost.remainingCents, lost.writtenCents], [0, invoice.remainingCents]);
  const again = page.getByRole('button', { name: say('writeOff.reopen') });
  await again.focus();
  await page.keyboard.press('Enter');
  await again.waitFor({ state: 'detached' });
  const open = await api(club, `/api/desk/invoices/${invoice.id}`);
  assert.equal(open.remainingCents, invoice.remainingCents);
  assert.equal(JSON.parse(await paddock(club.dir, 'verify', '--json')).ok, true);
});

test('a cheque goes to the bank on a numbered slip, and comes back with the slip', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const { id } = await addFamily(club, 'Delcourt', ['Manon']);
  const goods = (await api(club, '/api/desk/offers')).find(({ kind }) => kind === 'goods');
  const { id: invoice, remainingCents: totalCents } = await onAccount(club, id, goods.id);
  const tender = { way: 'cheque', cents: totalCents };
  tender.detail = { bank: 'Crédit rural', number: '0012345', drawer: 'Manon Delcourt' };
  await api(club, '/api/desk/payments', { household: id, invoices: [invoice], tenders: [tender] });

  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate(() => (location.hash = '#/close'));
  await page.getByRole('button', { name: say('deposit.prepare') }).focus();
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('gridcell', { name: '0012345', exact: true }).waitFor();
  await accessible(page, 'cheques for the bank');
  const sum = { n: 1, sumCents: euros('fr', totalCents) };
  await sheet.getByRole('button', { name: say('deposit.make', sum) }).focus();
  await page.keyboard.press('Enter');
  const back = sheet.getByRole('button', { name: new RegExp(`^${say('deposit.takeBack')} `) });
  await back.focus();
  await accessible(page, 'the slips');
  assert.equal((await api(club, '/api/desk/cheques')).length, 0);
  await page.keyboard.press('Enter');
  await sheet.getByRole('button', { name: say('deposit.takeBackSure', { slip: 1, n: 1 }) }).focus();
  await page.keyboard.press('Enter');
  await sheet.getByText(say('deposit.backOn', { day: '' }).trim()).waitFor();
  assert.equal((await api(club, '/api/desk/cheques')).length, 1);
});

for (const [lang, theme] of [
  ['fr', 'light'],
  ['nl', 'dark'],
])
  test(`holiday vouchers go to their issuer by face value and are paid less its commission (${lang})`, async (t) => {
    const say = words(lang);
    const club = await serve(t);
    await openClub(club, lang);
    const { id } = await addFamily(club, 'Delcourt', ['Manon']);
    const goods = (await api(club, '/api/desk/offers')).find(({ kind }) => kind === 'goods');
    const { id: invoice } = await onAccount(club, id, goods.id);
    const tender = { way: 'holidayVoucher', cents: 2000, detail: {} };
    await api(club, '/api/desk/payments', {
      ...{ household: id, invoices: [invoice], tenders: [tender] },
    });

    const page = await open(t, browser, club.url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate((to) => (document.documentElement.dataset.theme = to), theme);
    await page.evaluate(() => (location.hash = '#/close'));
    await page.getByRole('button', { name: say('deposit.prepare') }).click();
    const sheet = page.getByRole('dialog');
    const shot = async (name) => {
      await settled(page);
      await accessible(page, name);
      if (process.env.PICTURES)
        await page.screenshot({ path: `${process.env.PICTURES}/${name}-${lang}.png` });
    };
    await sheet.getByText(say('deposit.vouchers'), { exact: true }).first().click();
    await sheet.getByText('Delcourt').first().waitFor();
    await sheet.getByLabel(euros(lang, 2000), { exact: true }).fill('1');
    await shot('vouchers');
    await sheet
      .getByRole('button', { name: say('deposit.remit', { sumCents: euros(lang, 2000) }) })
      .click();
    await sheet.getByText(say('deposit.awaited')).waitFor();
    await sheet.getByRole('button', { name: new RegExp(`^${say('deposit.pay')} `) }).click();
    await sheet.getByRole('textbox').first().fill('19,80');
    await shot('voucher-slip');
    await page.keyboard.press('Control+Enter'); // of the screen beneath, which does not answer
    await page.keyboard.press('Enter');
    await page.getByText('0,20').first().waitFor();
    assert.equal(await page.getByRole('dialog').count(), 1);
    await shot('voucher-slip-paid');
    assert.equal(JSON.parse(await paddock(club.dir, 'verify', '--json')).ok, true);
  });
