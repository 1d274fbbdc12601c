// The rules that mails are read by: tried on a text, changed, refused and restored.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openClub } from './clubs.mjs';
import { accessible, api, launch, open, serve } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test('the rules of the mails are tried on a text before they are saved, and refused where they are none', async (t) => {
  const desk = await serve(t);
  await openClub(desk, 'fr');
  const say = words('fr');
  const page = await open(t, browser, desk.url);
  await page.goto(`${desk.url.split('#')[0]}#/settings/mail-rules`);
  const absent = page.getByLabel(say('settings.says.absent'), { exact: true });
  await absent.waitFor();

  await page
    .getByLabel(say('settings.tryPaste'), { exact: true })
    .fill('Bonjour, Léa est patraque demain.');
  const attempt = page.getByRole('button', { name: say('settings.try'), exact: true });
  await attempt.click();
  await page.getByText(say('settings.tryNothing')).waitFor();

  await absent.fill(`${await absent.inputValue()}\npatraque`);
  await attempt.click();
  await page.locator('mark', { hasText: 'patraque' }).waitFor();
  assert.ok((await api(desk, '/api/desk/settings')).mailRules.absentFr.includes('patraque'));

  await absent.fill('pa*');
  await absent.blur();
  await page.getByText('« pa* »').first().waitFor();
  assert.ok((await api(desk, '/api/desk/settings')).mailRules.absentFr.includes('patraque'));

  await page.getByRole('button', { name: say('settings.restoreMailRules') }).click();
  await page.getByText(say('settings.mailRulesRestored')).waitFor();
  assert.ok((await absent.inputValue()).startsWith('malade*\n'));

  await page.locator('summary', { hasText: 'Stripe' }).click();
  const amount = page.getByLabel(say('settings.provider.amount'), { exact: true }).first();
  await amount.fill('(');
  await amount.blur();
  await page
    .getByText(/Ce motif ne peut pas être lu/)
    .first()
    .waitFor();
  await amount.fill('');
  await amount.blur();
  await accessible(page, 'the rules of the mails');
  if (process.env.PICTURES) {
    await page.evaluate(() => (document.documentElement.dataset.theme = 'dark'));
    await page.screenshot({ path: `${process.env.PICTURES}/dark.png` });
  }
});
