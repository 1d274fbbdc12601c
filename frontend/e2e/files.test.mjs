// A rider's file, from nothing to complete: a scan is dropped in, papers are
// accepted, and the payment link that waited for them is given out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addFamily, openClub } from './clubs.mjs';
import { accessible, api, drop, launch, open, serve } from './harness.mjs';
import { words } from './words.mjs';

const PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n' +
    '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n' +
    'trailer<</Root 1 0 R>>\n%%EOF\n',
);

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

async function enrol(club) {
  const made = await addFamily(club, 'Delcourt', ['Manon']);
  const rider = made.riders[0].id;
  const season = await api(club, '/api/desk/settings');
  const offer = await api(club, '/api/desk/offers', {
    ...{ id: 0, kind: 'membership', name: 'Cotisation annuelle', detail: '', season: 0 },
    ...{ priceCents: 4000, parts: [{ label: '', vat: season.vat[0].code, cents: 4000 }] },
    ...{ deposit: { kind: 'all', value: 0 }, ageMin: 0, ageMax: 0, link: 'afterFile' },
    ...{ terms: {}, archived: false, position: 0, version: 0 },
  });
  const cart = await api(club, '/api/desk/carts', { household: made.id });
  const filled = await api(club, `/api/desk/carts/${cart.id}/lines`, {
    ...{ offer: offer.id, rider, quantity: 1 },
  });
  const sale = await api(club, `/api/desk/carts/${cart.id}/checkout`, {
    terms: filled.termsVersion,
    tenders: [{ way: 'link', cents: 4000 }],
  });
  return { household: made.id, rider, invoice: sale.invoice.id };
}

for (const language of ['fr', 'nl', 'en']) {
  test(`a file is filled and its link given out: ${language}`, async (t) => {
    const say = words(language);
    const club = await serve(t);
    await openClub(club, language);
    const { household, invoice, rider } = await enrol(club);
    const page = await open(t, browser, club.url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const visit = (hash) => page.evaluate((to) => (location.hash = to), hash);

    await visit(`#/invoices/${invoice}`);
    await page.getByText(say('invoices.withheld'), { exact: true }).waitFor();
    assert.equal(await page.getByRole('button', { name: say('invoices.unlock') }).count(), 1);
    await accessible(page, 'a withheld link');

    await visit(`#/families/${household}`);
    await page.getByRole('heading', { name: /Manon/ }).first().waitFor();
    await page.keyboard.press('d');
    const file = page.getByRole('dialog');
    await file.getByText(say('file.incomplete'), { exact: true }).waitFor();
    await accessible(page, 'an incomplete file');

    // A scan by its content: a page called .pdf is refused in words, a PDF is kept.
    const row = (code) =>
      file
        .getByRole('listitem')
        .filter({ hasText: say(`starter.paper.${code}`) })
        .first();
    const chooser = row('health').locator('input[type=file]');
    await chooser.setInputFiles({
      name: 'a.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('<html>'),
    });
    await file.getByText(say('error.scanType'), { exact: true }).waitFor();
    await chooser.setInputFiles({ name: '../santé.pdf', mimeType: 'application/pdf', buffer: PDF });
    await file.getByRole('button', { name: 'santé.pdf', exact: true }).waitFor();
    await row('health').getByText(say('file.state.received'), { exact: true }).first().waitFor();

    for (const code of ['health', 'parental', 'licence', 'rules']) {
      await row(code)
        .getByRole('button', { name: say('file.set.accepted'), exact: true })
        .click();
      await row(code).getByText(say('file.through'), { exact: true }).waitFor();
    }
    await file.getByText(say('file.complete'), { exact: true }).waitFor();
    await accessible(page, 'a complete file');
    await page.keyboard.press('Escape');
    await file.waitFor({ state: 'detached' });

    await visit(`#/invoices/${invoice}`);
    await page.getByText(say('invoices.withheld'), { exact: true }).waitFor({ state: 'detached' });
    const codes = await api(club, `/api/desk/invoices/${invoice}/codes`);
    assert.notEqual(codes.link.path, '');
    await visit('#/today?show=released');
    await page.getByRole('dialog').getByText(say('today.releasedTitle'), { exact: true }).waitFor();
    await accessible(page, 'the links that were released');
    const held = await api(club, `/api/desk/riders/${rider}/papers`);
    assert.ok(held.complete);
  });
}

test('a photo that is dropped on a family goes to the paper a person says', async (t) => {
  const say = words('fr');
  const club = await serve(t);
  await openClub(club, 'fr');
  const { id, riders } = await addFamily(club, 'Delcourt', ['Manon', 'Hugo']);
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate((to) => (location.hash = to), `#/families/${id}`);
  await page.getByRole('heading', { name: /Manon/ }).first().waitFor();
  await drop(page, 'regles.pdf', PDF.toString());
  const sheet = page.getByRole('dialog', { name: say('file.dropTitle') });
  await sheet.getByText(say('file.dropHere', { names: 'regles.pdf' })).waitFor();
  await sheet
    .getByRole('option', { name: say('starter.paper.rules') })
    .waitFor({ state: 'attached' });
  await accessible(page, 'a photo that was dropped');
  await drop(page, 'autre.pdf', PDF.toString()); // what is being filled in stays
  await page.getByText(say('papers.closeFirst')).waitFor();
  await sheet.getByText(say('file.dropHere', { names: 'regles.pdf' })).waitFor();
  const keys = page.keyboard;
  await sheet.getByLabel(say('file.dropRider')).focus();
  await keys.press('ArrowDown'); // Hugo
  await keys.press('Tab');
  await keys.type(say('starter.paper.rules').slice(0, 5));
  await keys.press('Control+Enter');
  const file = page.getByRole('dialog', { name: /Hugo/ });
  await file.getByRole('button', { name: 'regles.pdf', exact: true }).waitFor();
  const held = await Promise.all(
    riders.map((one) => api(club, `/api/desk/riders/${one.id}/papers`)),
  );
  assert.deepEqual(
    held.map(({ scans }) => scans.map(({ paper, name }) => `${paper} ${name}`)),
    [[], ['rules regles.pdf']],
  );
});
