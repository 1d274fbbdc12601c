// A paper that the printer refuses is a line of Today, printed again or left.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addFamily, onAccount, openClub } from './clubs.mjs';
import { accessible, api, launch, open, serve, until } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** The window's printer, which is out of paper until it is filled. */
const printer = () => {
  window.printed = 0;
  const Print = () =>
    window.filled
      ? Promise.resolve(void (window.printed += 1))
      : Promise.reject({ code: 'printFailed' });
  const none = () => Promise.resolve('');
  window.go = {
    main: {
      Native: {
        ...{ Print, GivenBackup: none, Dropped: () => Promise.resolve([]) },
        ...{ Given: () => Promise.resolve({ name: '', content: '', place: '' }) },
        Printers: () => Promise.resolve({ names: [], chosen: {} }),
      },
    },
  };
};

for (const [language, theme] of [
  ['fr', 'light'],
  ['nl', 'dark'],
]) {
  test(`a paper that was refused waits in Today: ${language}, ${theme}`, async (t) => {
    const say = words(language);
    const club = await serve(t);
    await openClub(club, language);
    await api(club, '/api/desk/preferences', { name: 'theme', value: theme });
    const home = await addFamily(club, 'Delcourt', ['Manon']);
    const { fits } = await api(club, `/api/desk/offers-for?household=${home.id}&rider=0`);
    const invoice = await onAccount(club, home.id, fits[0].offer.id);
    const page = await open(t, browser, club.url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate(printer);
    await page.evaluate((id) => (location.hash = `#/invoices/${id}`), invoice.id);
    await page
      .getByRole('button', { name: say('invoices.print') })
      .first()
      .waitFor();
    for (const _ of [1, 2]) {
      await page.keyboard.press('Control+p'); // it may wait in two lines, and is one paper
      await page.getByText(say('error.printFailed')).first().waitFor();
    }
    const waiting = () => api(club, '/api/desk/unprinted');
    await until(waiting, (rows) => rows.length > 0);
    assert.deepEqual(
      (await waiting()).map(({ file, code }) => [file, code]),
      [[`${invoice.number}.pdf`, 'printFailed']],
    );

    await page.keyboard.press('Control+1');
    const line = page.getByRole('link', { name: say('today.unprinted', { n: 1 }) });
    await line.waitFor();
    if (process.env.PICTURES)
      await page.screenshot({ path: `${process.env.PICTURES}/unprinted-today-${language}.png` });
    await line.press('Enter');
    const sheet = page.getByRole('dialog', { name: say('unprinted.title') });
    await sheet.getByText(`${invoice.number}.pdf`).waitFor();
    await accessible(page, `papers that were refused, ${language}, ${theme}`);
    if (process.env.PICTURES)
      await page.screenshot({ path: `${process.env.PICTURES}/unprinted-${language}.png` });
    await page.evaluate(() => (window.filled = true));
    await sheet
      .getByRole('button', { name: `${say('unprinted.again')} ${invoice.number}.pdf` })
      .press('Enter');
    await sheet.getByText(say('unprinted.none')).waitFor();
    assert.equal(await page.evaluate(() => window.printed), 1);
    const { copies } = await api(club, `/api/desk/invoices/${invoice.id}`);
    assert.equal(copies, 1, 'the same copy, and no duplicate');
  });
}
