// A payment provider is set, tried and followed: the settings, and what an invoice says of its link.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addFamily, onAccount, openClub } from './clubs.mjs';
import { accessible, api, launch, open, serve, settled, until } from './harness.mjs';
import { mollie, payment } from './mollie.mjs';
import { words as inLanguage } from './words.mjs';

const say = inLanguage('fr');

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test('a provider is chosen and its key tried in words, and an invoice says what became of its link', async (t) => {
  const provider = await mollie(t, 'live_right');
  const club = await serve(t, { env: provider.env });
  await openClub(club, 'fr');
  const page = await open(t, browser, club.url);
  await page.evaluate(() => (location.hash = '#/settings/links'));
  const section = page.getByRole('region', { name: say('settings.linkProvider') });
  await section.getByLabel(say('settings.linkProvider')).selectOption('mollie');
  const key = section.getByLabel(say('settings.linkKey'));
  const tries = section.getByRole('button', { name: say('settings.linkCheck') });

  await key.fill('live_wrong');
  await tries.click();
  await section.getByText('failed to authenticate').waitFor();
  await accessible(page, 'a key that is refused');
  await key.fill('live_right');
  await tries.click();
  await section.getByText(say('settings.linkWorks')).waitFor();
  await section.getByText(say('settings.linkKeyKept')).waitFor();
  assert.equal(await key.inputValue(), '', 'a key that is kept is not shown');
  await accessible(page, 'a key that works');
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/provider.png` });

  const family = await addFamily(club, 'Delcourt', ['Manon'], 'sophie@courriel.example');
  const offers = await api(club, '/api/desk/offers');
  const goods = offers.find(({ kind, priceCents }) => kind === 'goods' && priceCents > 0);
  const invoice = await onAccount(club, family.id, goods.id);
  await until(
    () => Promise.resolve(provider.links.size),
    (made) => made > 0,
  );
  await page.evaluate((id) => (location.hash = `#/invoices/${id}`), invoice.id);
  await page
    .getByText(say('invoices.linkState.open', { provider: say('settings.provider.mollie') }))
    .waitFor();
  await accessible(page, 'an invoice with a link of a provider');
  if (process.env.PICTURES)
    await page.screenshot({ path: `${process.env.PICTURES}/link-state.png` });

  const [link] = provider.links.values();
  assert.deepEqual(link.amount, {
    currency: 'EUR',
    value: (invoice.totalCents / 100).toFixed(2),
  });
  link.payments.push(payment(link));
  await settled(page);
  await page.getByRole('button', { name: say('invoices.look') }).click();
  const paid = await until(
    () => api(club, `/api/desk/invoices/${invoice.id}`),
    ({ remainingCents }) => remainingCents === 0,
  );
  assert.equal(paid.state, 'paid');
  await page
    .getByText(say('invoices.linkState.open', { provider: say('settings.provider.mollie') }))
    .waitFor({ state: 'detached' });
});

test('money in another amount than was asked is decided by keys', async (t) => {
  for (const [language, theme] of [
    ['fr', 'light'],
    ['nl', 'dark'],
  ]) {
    const provider = await mollie(t, 'live_right');
    const club = await serve(t, { env: provider.env });
    await openClub(club, language);
    const { policy, versions } = await api(club, '/api/desk/settings');
    const value = { ...policy, linkProvider: 'mollie' };
    await api(club, '/api/desk/settings/policy', { version: versions.policy, value }, 'PUT');
    await api(club, '/api/desk/settings/links/key', { key: 'live_right' }, 'PUT');
    const offers = await api(club, '/api/desk/offers');
    const goods = offers.find(({ kind, priceCents }) => kind === 'goods' && priceCents > 0);
    const invoices = [];
    for (const name of ['Delcourt', 'Van den Bossche-Vanderstraeten']) {
      const family = await addFamily(club, name, [`Manon ${name[0]}`]);
      invoices.push((await onAccount(club, family.id, goods.id)).id);
    }
    await until(
      () => Promise.resolve(provider.links.size),
      (made) => made === 2,
    );
    const [first, second] = provider.links.values();
    first.payments.push({
      ...payment(first),
      amount: { currency: 'EUR', value: '5.00' },
    });
    second.payments.push({
      ...payment(second),
      ...{ id: 'tr_2', amount: { currency: 'GBP', value: '12.50' } },
    });
    for (const id of invoices) await api(club, `/api/desk/invoices/${id}/links/look`, {});
    const waits = () => api(club, '/api/desk/link-payments');
    await until(waits, ({ length }) => length === 2);

    const words = inLanguage(language);
    const page = await open(t, browser, club.url);
    await page.evaluate(() => (location.hash = '#/today?show=linkPayments'));
    const sheet = page.getByRole('dialog', { name: words('linkPayments.title') });
    await sheet.getByText('Delcourt').first().waitFor();
    await page.evaluate((theme) => (document.documentElement.dataset.theme = theme), theme);
    await accessible(page, `money by links, ${language}, ${theme}`);
    if (process.env.PICTURES)
      await page.screenshot({ path: `${process.env.PICTURES}/link-payments-${language}.png` });
    await page.keyboard.press('e');
    const left = await until(waits, ({ length }) => length === 1);
    assert.equal(left[0].currency, 'GBP');
  }
});

test('a key of another account asks what becomes of the open links, and loses none', async (t) => {
  for (const [language, theme] of [
    ['fr', 'light'],
    ['nl', 'dark'],
  ]) {
    const provider = await mollie(t, 'live_right', 'test_other');
    const club = await serve(t, { env: provider.env });
    await openClub(club, language);
    const { policy, versions } = await api(club, '/api/desk/settings');
    const value = { ...policy, linkProvider: 'mollie' };
    await api(club, '/api/desk/settings/policy', { version: versions.policy, value }, 'PUT');
    await api(club, '/api/desk/settings/links/key', { key: 'live_right' }, 'PUT');
    const family = await addFamily(club, 'Delcourt', ['Manon']);
    const offers = await api(club, '/api/desk/offers');
    const goods = offers.find(({ kind, priceCents }) => kind === 'goods' && priceCents > 0);
    const ids = [];
    for (let n = 0; n < 2; n++) ids.push((await onAccount(club, family.id, goods.id)).id);
    await until(
      () => Promise.resolve(provider.links.size),
      (made) => made === 2,
    );

    const words = inLanguage(language);
    const page = await open(t, browser, club.url);
    await page.evaluate(() => (location.hash = '#/settings/links'));
    const section = page.getByRole('region', { name: words('settings.linkProvider') });
    await section.getByText(words('settings.linkKeyOpen', { n: 2 })).waitFor();
    await page.evaluate((theme) => (document.documentElement.dataset.theme = theme), theme);
    const key = section.getByLabel(words('settings.linkKey'));
    await key.fill('test_other');
    await key.press('Enter');
    const hasText = words('error.linkKeyOther', { n: 2 });
    const asks = section.getByRole('alert').filter({ hasText });
    await asks.waitFor();
    await accessible(page, `a key of another account, ${language}, ${theme}`);
    const picture = async (name) => {
      if (process.env.PICTURES)
        await page.screenshot({ path: `${process.env.PICTURES}/${name}-${language}.png` });
    };
    await picture('key-other');
    await asks.getByRole('button', { name: words('ui.cancel') }).click();
    await asks.waitFor({ state: 'detached' });
    assert.equal(await key.inputValue(), '');
    await key.fill('test_other');
    await key.press('Enter');
    await asks.getByRole('button', { name: words('settings.linkKeyFollow') }).press('Enter');
    await section.getByText(words('settings.linkKeyOlder', { n: 2 })).waitFor();
    await section.getByText(words('settings.linkKeyTest')).waitFor();
    await accessible(page, `a key of the test mode, ${language}, ${theme}`);
    await picture('key-test');

    const [link] = provider.links.values();
    link.payments.push(payment(link));
    for (const id of ids) await api(club, `/api/desk/invoices/${id}/links/look`, {});
    await until(
      () => Promise.all(ids.map((id) => api(club, `/api/desk/invoices/${id}`))),
      (all) => all.some(({ state }) => state === 'paid'),
    );
  }
});
