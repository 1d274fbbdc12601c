// The mailbox: a mail comes over IMAP, and one key makes the voucher and the answer.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { userInfo, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { addFamily, cardOffer, onAccount, openClub, sell } from './clubs.mjs';
import { counting } from './counted.mjs';
import { accessible, api, launch, open, paddock, serve, until } from './harness.mjs';
import { words } from './words.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const say = words('fr');
const later = (day, n) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);

const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

/** A Dovecot on loopback with one mailbox; `deliver` puts a mail into it. */
async function dovecot(t) {
  const dir = await mkdtemp(join(tmpdir(), 'paddock-imap-'));
  const port = await freePort();
  const root = process.getuid() === 0;
  const me = userInfo();
  const [uid, gid] = root ? [8, 8] : [me.uid, me.gid]; // Debian's user and group mail
  await chmod(dir, 0o755);
  await mkdir(join(dir, 'mail'));
  if (root) await chown(join(dir, 'mail'), uid, gid);
  const as = root
    ? ''
    : `default_internal_user = ${me.username}\ndefault_login_user = ${me.username}\ndefault_internal_group = ${me.username}\n`;
  await writeFile(
    join(dir, 'dovecot.conf'),
    `${as}auth_failure_delay = 0
base_dir = ${dir}/run
state_dir = ${dir}/state
protocols = imap
listen = 127.0.0.1
log_path = ${dir}/log
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${dir}/mail/%u
mailbox_idle_check_interval = 1 s
first_valid_uid = 0
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${dir}/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
}
service anvil {
  chroot =
}
`,
  );
  const child = spawn('/usr/sbin/dovecot', ['-F', '-c', join(dir, 'dovecot.conf')]);
  const ended = new Promise((done) => child.once('exit', done));
  t.after(async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(dir, { recursive: true, force: true });
  });
  let n = 0;
  const deliver = async (source) => {
    const box = join(dir, 'mail', 'club');
    for (const sub of ['', 'tmp', 'cur', 'new']) {
      await mkdir(join(box, sub), { recursive: true });
      if (root) await chown(join(box, sub), uid, gid);
    }
    const name = `${Math.floor(Date.now() / 1000)}.M${n++}.test`;
    await writeFile(join(box, 'tmp', name), source.replaceAll('\n', '\r\n'));
    if (root) await chown(join(box, 'tmp', name), uid, gid);
    await rename(join(box, 'tmp', name), join(box, 'new', name));
  };
  return { port, deliver };
}

const letter = (from, subject, text) =>
  `From: ${from}\nTo: accueil@vaubrun.example\nSubject: ${subject}\nMessage-ID: <${crypto.randomUUID()}@x.example>\nDate: ${new Date().toUTCString()}\nContent-Type: text/plain; charset=utf-8\n\n${text}\n`;

test('a mail "malade" becomes a voucher and an answer by one key', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const imap = await dovecot(t);
  const { mail, versions } = await api(club, '/api/desk/settings');
  const password = (password) =>
    api(club, '/api/desk/settings/mail/password', { half: 'imap', password }, 'PUT');
  await password('wrong');
  const watched = {
    ...mail,
    watching: true,
    imapHost: '127.0.0.1',
    imapPort: imap.port,
    imapSecurity: 'none',
    imapUser: 'club',
  };
  await api(club, '/api/desk/settings/mail', { version: versions.mail, value: watched }, 'PUT');
  await imap.deliver(letter('Inconnu <x@ailleurs.example>', 'Bonjour', 'Quels sont vos tarifs ?'));

  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Control+Digit6');
  await page.getByRole('link', { name: say('messages.mend') }).waitFor({ timeout: 30_000 });
  await accessible(page, 'a wrong password');
  await password('secret');
  await page.getByRole('heading', { name: 'Bonjour' }).waitFor({ timeout: 30_000 });

  const { today } = await api(club, '/api/desk/session');
  const day = later(today, 9);
  const family = await addFamily(club, 'Delcourt', ['Manon'], 'sophie@courriel.example');
  const shape = {
    kind: 'group',
    name: 'Galop 2',
    start: 840,
    minutes: 60,
    arena: 0,
    instructor: 0,
  };
  const limits = { levelMin: 0, levelMax: 0, ageMin: 0, ageMax: 0, capacity: 8, minGroup: 0 };
  const lesson = await api(club, '/api/desk/lessons', { day, ...shape, ...limits });
  await api(club, `/api/desk/bookings`, {
    lesson: lesson.id,
    rider: family.riders[0].id,
    by: 'given',
    reason: 'essai',
  });
  const [, month, date] = day.split('-');
  await imap.deliver(
    letter(
      `Sophie Delcourt <sophie@courriel.example>`,
      'Absence',
      `Bonjour,\n\nManon est malade le ${date}/${month}.\n\nSophie`,
    ),
  );
  await page.getByRole('button', { name: /Sophie Delcourt/ }).click({ timeout: 30_000 });
  const found = page.getByRole('region', { name: say('messages.recognised') });
  await found.getByRole('checkbox').waitFor();
  await page.locator('mark.as-rider').filter({ hasText: 'Manon' }).waitFor();
  await accessible(page, 'a mail with a proposal');
  await page.keyboard.press('Control+Enter');
  await found
    .getByText(say('messages.doneBy', { name: 'Laure Caron' }))
    .or(page.getByRole('heading', { name: 'Bonjour' }))
    .waitFor();
  const mails = await api(club, '/api/desk/mails');
  assert.equal(mails.find(({ subject }) => subject === 'Absence').state, 'done');
  const rides = JSON.parse(await paddock(club.dir, '--json', 'list', 'bookings'));
  assert.equal(rides[0].state, 'cancelledInTime');

  await page.getByRole('heading', { name: 'Bonjour' }).waitFor();
  await page.keyboard.press('e');
  await page.getByText(say('messages.filedBy', { name: '' }).trim()).waitFor();
  await accessible(page, 'the mailbox with nothing to do');
});

test('an adult is enrolled by e-mail alone, answering what the activity asks, by keys', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const imap = await dovecot(t);
  const { mail, versions, vat } = await api(club, '/api/desk/settings');
  await api(club, '/api/desk/settings/mail/password', { half: 'imap', password: 'secret' }, 'PUT');
  const watched = {
    ...{ ...mail, watching: true, imapHost: '127.0.0.1', imapPort: imap.port },
    ...{ imapSecurity: 'none', imapUser: 'club' },
  };
  await api(club, '/api/desk/settings/mail', { version: versions.mail, value: watched }, 'PUT');
  const { today } = await api(club, '/api/desk/session');
  const day = { start: 600, minutes: 360, arena: 0, instructor: 0, day: later(today, 20) };
  /** An activity for adults that asks this at enrolment. */
  const activity = async (name, questions = []) => {
    const offer = await api(club, '/api/desk/offers', {
      ...{ id: 0, kind: 'activity', name, detail: '', season: 0 },
      ...{ priceCents: 4000, parts: [{ label: '', vat: vat[0].code, cents: 4000 }] },
      ...{ deposit: { kind: 'all', value: 0 }, ageMin: 18, ageMax: 0 },
      ...{ terms: {}, archived: false, position: 0, version: 0, enrolling: { questions } },
    });
    const days = { kind: 'event', capacity: 8, version: offer.version, days: [day] };
    await api(club, `/api/desk/activities/${offer.id}/days`, days, 'PUT');
    return offer;
  };
  const offer = await activity('Rando Vercors', [
    { id: 0, text: { fr: 'Votre cheval', nl: '', en: '' }, required: true },
  ]);
  await imap.deliver(
    letter(
      'Julie Roussel <julie@courriel.example>',
      'Rando',
      'Une place pour la rando Vercors svp.',
    ),
  );
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Control+Digit6');
  const birth = page.getByLabel(say('families.birthDate'));
  await birth.waitFor({ timeout: 30_000 });
  await accessible(page, 'a mail of a guest');
  // Two keys beside what is typed (DESIGN section 3, e): the first field has the cursor.
  const keys = counting(page);
  await keys.type('02/05/1990');
  await keys.press('Tab');
  await keys.type('Ouragan');
  await keys.press('Control+Enter');
  await page.getByText(say('messages.doneBy', { name: 'Laure Chevrier' })).waitFor();
  const families = JSON.parse(await paddock(club.dir, '--json', 'list', 'households'));
  assert.ok(JSON.stringify(families).includes('Roussel'));
  const [done] = await api(club, '/api/desk/mails');
  assert.equal(done.state, 'done');
  assert.ok(done.household > 0);
  const { enrolled } = await api(club, `/api/desk/activities/${offer.id}`);
  assert.deepEqual(
    enrolled.map(({ answers }) => answers.map(({ answer }) => answer)),
    [['Ouragan']],
  );
  assert.ok(keys.pressed.length <= 2, keys.pressed.join(' '));

  // One that asks nothing, from another screen: the mailbox and the main button.
  const talk = await activity('Veillée contes');
  await page.evaluate(() => (location.hash = '#/today'));
  await page.getByRole('heading', { level: 1, name: say('area.messages') }).waitFor({
    state: 'detached',
  });
  await imap.deliver(
    letter('Paul Verdier <paul@courriel.example>', 'Veillée', 'Une place pour la Veillée contes.'),
  );
  await until(
    () => api(club, '/api/desk/mails'),
    (mails) => mails.some(({ state }) => state === 'new'),
  );
  const again = counting(page);
  await again.press('Control+Digit6');
  await page.getByLabel(say('families.birthDate')).and(page.locator(':focus')).waitFor();
  await again.type('02/05/1990');
  await again.press('Control+Enter');
  const { enrolled: guests } = await until(
    () => api(club, `/api/desk/activities/${talk.id}`),
    (now) => now.enrolled.length === 1,
  );
  const [{ payment }] = guests;
  assert.ok(payment.invoice > 0, 'it is invoiced');
  assert.ok(again.pressed.length <= 2, again.pressed.join(' '));
});

test('a table of a bank by mail whose columns nobody knows leads to where they are said', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const imap = await dovecot(t);
  const { mail, versions } = await api(club, '/api/desk/settings');
  await api(club, '/api/desk/settings/mail/password', { half: 'imap', password: 'secret' }, 'PUT');
  const watched = {
    ...{ ...mail, watching: true, imapHost: '127.0.0.1', imapPort: imap.port },
    ...{ imapSecurity: 'none', imapUser: 'club' },
  };
  await api(club, '/api/desk/settings/mail', { version: versions.mail, value: watched }, 'PUT');
  await imap.deliver(
    `From: Banque <releves@banque.example>
To: club@vaubrun.example
Subject: Releve
Message-ID: <${crypto.randomUUID()}@x.example>
Date: ${new Date().toUTCString()}
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

Votre releve.
--b
Content-Type: text/csv; name=releve.csv
Content-Disposition: attachment; filename=releve.csv

Wann;Was;Wieviel
05/10/2026;VIR DELCOURT;96,00
--b--
`,
  );
  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Control+Digit6');
  await page.getByLabel(say('messages.imports')).check({ timeout: 30_000 });
  await page.keyboard.press('Control+Enter');
  const sheet = page.getByRole('dialog', { name: say('bank.look') });
  for (const [heading, column] of [
    ['Wann', 'date'],
    ['Was', 'text'],
    ['Wieviel', 'amount'],
  ])
    await sheet.getByLabel(heading).selectOption(column);
  await sheet.getByText(say('bank.new')).waitFor();
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  await page.keyboard.press('Control+Digit6');
  await page.getByLabel(say('messages.imports')).check();
  await page.keyboard.press('Control+Enter');
  await page.getByText(say('messages.importedNothing', { n: 1 })).waitFor();
  const [done] = await api(club, '/api/desk/mails');
  assert.equal(done.state, 'done');
});

test('the outbox is opened from anywhere, and a mail that cannot leave is let go', async (t) => {
  const club = await serve(t);
  await openClub(club, 'fr');
  const { mail, versions } = await api(club, '/api/desk/settings');
  const out = { smtpHost: '127.0.0.1', smtpPort: await freePort(), smtpSecurity: 'none' };
  const value = { ...mail, ...out, sending: true, senderAddress: 'club@vaubrun.example' };
  await api(club, '/api/desk/settings/mail', { version: versions.mail, value }, 'PUT');
  const family = await addFamily(club, 'Delcourt', ['Manon'], 'sophie@courriel.example');
  const goods = (await api(club, '/api/desk/offers')).find(({ kind }) => kind === 'goods');
  const invoice = await onAccount(club, family.id, goods.id);
  await api(club, '/api/desk/invoices/mail', { invoices: [invoice.id] });

  const page = await open(t, browser, club.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Control+6');
  await page.keyboard.press('Control+k');
  await page.locator('[role="combobox"]:focus').waitFor();
  await page.keyboard.type(say('outbox.title').slice(0, 12));
  const choice = page.locator('[role="option"][aria-selected="true"]');
  await choice.filter({ hasText: say('outbox.title') }).waitFor();
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog');
  await sheet.getByText('sophie@courriel.example').first().waitFor();
  await accessible(page, 'the outbox');
  await sheet.getByRole('button', { name: say('outbox.drop') }).press('Enter');
  await sheet.getByText(say('outbox.is.dropped')).first().waitFor();
  const [row] = await api(club, '/api/desk/outbox');
  assert.equal(row.state, 'dropped');
});

test('a telephone’s picture goes into the file, a workbook says that it does not', async (t) => {
  for (const [language, theme] of [
    ['fr', 'light'],
    ['nl', 'dark'],
  ]) {
    const club = await serve(t);
    await openClub(club, language);
    const imap = await dovecot(t);
    const { mail, versions } = await api(club, '/api/desk/settings');
    await api(
      club,
      '/api/desk/settings/mail/password',
      { half: 'imap', password: 'secret' },
      'PUT',
    );
    const watched = {
      ...{ ...mail, watching: true, imapHost: '127.0.0.1', imapPort: imap.port },
      ...{ imapSecurity: 'none', imapUser: 'club' },
    };
    await api(club, '/api/desk/settings/mail', { version: versions.mail, value: watched }, 'PUT');
    const family = await addFamily(club, 'Delcourt', ['Manon'], 'sophie@courriel.example');
    const heic = Buffer.concat([
      Buffer.from('00000018667479706865696300000000', 'hex'),
      Buffer.from('mif1heic'),
      Buffer.alloc(200_000),
    ]);
    const part = (name, content) =>
      `--b\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="${name}"\n\n${content.toString('base64').replace(/.{76}/g, '$&\n')}\n`;
    await imap.deliver(
      letter('Sophie Delcourt <sophie@courriel.example>', 'Certificat de Manon', '').replace(
        'Content-Type: text/plain; charset=utf-8\n\n\n',
        'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nBonjour,\n\nvoici le certificat médical de Manon. Bonne journée !\n\nSophie\n' +
          part('IMG_4711.HEIC', heic) +
          part('inscriptions 2026.xlsx', Buffer.from('PK\x03\x04')) +
          '--b--\n',
      ),
    );
    const inWords = words(language);
    const page = await open(t, browser, club.url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate(() => (location.hash = '#/messages'));
    await page.getByText(inWords('messages.noPaper')).waitFor({ timeout: 30_000 });
    const found = page.getByRole('region', { name: inWords('messages.recognised') });
    await found.getByRole('checkbox').waitFor();
    await page.evaluate((theme) => (document.documentElement.dataset.theme = theme), theme);
    await accessible(page, `a mail with files, ${language}, ${theme}`);
    if (process.env.PICTURES)
      await page.screenshot({ path: `${process.env.PICTURES}/mail-files-${language}.png` });
    await found.getByRole('checkbox').check();
    await page.keyboard.press('Control+Enter');
    await until(
      () => api(club, '/api/desk/mails'),
      ([one]) => one.state === 'done',
    );
    const { scans } = await api(club, `/api/desk/riders/${family.riders[0].id}/papers`);
    assert.deepEqual(
      scans.map(({ name, type }) => [name, type]),
      [['IMG_4711.heic', 'image/heic']],
    );
  }
});

test('a place asked by mail is booked by one key, and a full lesson answered', async (t) => {
  for (const [language, theme] of [
    ['fr', 'light'],
    ['nl', 'dark'],
  ]) {
    const club = await serve(t);
    await openClub(club, language);
    const imap = await dovecot(t);
    const { mail, versions } = await api(club, '/api/desk/settings');
    const password = { half: 'imap', password: 'secret' };
    await api(club, '/api/desk/settings/mail/password', password, 'PUT');
    const value = {
      ...{ ...mail, watching: true, imapHost: '127.0.0.1', imapPort: imap.port },
      ...{ imapSecurity: 'none', imapUser: 'club', sending: true, smtpHost: '127.0.0.1' },
      ...{ smtpPort: await freePort(), smtpSecurity: 'none', senderAddress: 'a@vaubrun.example' },
    };
    await api(club, '/api/desk/settings/mail', { version: versions.mail, value }, 'PUT');
    const family = await addFamily(club, 'Delcourt', ['Manon', 'Hugo'], 'sophie@courriel.example');
    const [manon, hugo] = family.riders;
    const card = await cardOffer(club, 'Carte 10', 'group', 10);
    await sell(club, family.id, { offer: card.id, rider: manon.id });
    const { today } = await api(club, '/api/desk/session');
    const day = later(today, 9);
    const lesson = await api(club, '/api/desk/lessons', {
      ...{ day, kind: 'group', name: 'Galop 2', start: 840, minutes: 60, arena: 0, instructor: 0 },
      ...{ levelMin: 0, levelMax: 0, ageMin: 0, ageMax: 0, capacity: 1, minGroup: 0 },
    });
    const [, month, date] = day.split('-');
    const asked = {
      fr: (name) => `Bonjour,\n\nUne place pour ${name} le ${date}/${month} à 14h ?\n\nSophie`,
      nl: (name) => `Hallo,\n\nIs er een plaats voor ${name} op ${date}/${month} om 14u?\n\nSophie`,
    }[language];
    const arrives = (name) =>
      imap.deliver(letter('Sophie Delcourt <sophie@courriel.example>', name, asked(name)));
    const state = (name) =>
      until(
        () => api(club, '/api/desk/mails'),
        (mails) => mails.find(({ subject }) => subject === name)?.state === 'done',
      );
    const inWords = words(language);
    await arrives('Manon');
    const page = await open(t, browser, club.url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate(() => (location.hash = '#/messages'));
    const found = page.getByRole('region', { name: inWords('messages.recognised') });
    await found
      .getByRole('checkbox', { name: /Galop 2/, checked: true })
      .waitFor({ timeout: 30_000 });
    await found.getByText('Carte 10').waitFor();
    await page.locator('mark.as-rider').filter({ hasText: 'Manon' }).waitFor();
    await page.locator('mark.as-enrolment').waitFor();
    const picture = async (name) => {
      await page.evaluate((theme) => (document.documentElement.dataset.theme = theme), theme);
      await accessible(page, `${name}, ${language}, ${theme}`);
      if (process.env.PICTURES)
        await page.screenshot({ path: `${process.env.PICTURES}/${name}-${language}.png` });
    };
    await picture('mail-booking');
    const keys = counting(page);
    await keys.press('Control+Enter');
    await state('Manon');
    assert.equal(keys.pressed.length, 1);
    const [place] = JSON.parse(await paddock(club.dir, '--json', 'list', 'bookings'));
    assert.deepEqual([place.state, place.by], ['booked', 'card']);

    // It is full now: the answer says so, and nobody is put on a list.
    await arrives('Hugo');
    await page.getByRole('button', { name: /Hugo/ }).click({ timeout: 30_000 });
    await found.getByText(inWords('messages.saysFull')).waitFor();
    await picture('mail-booking-full');
    await page.keyboard.press('Control+Enter');
    await state('Hugo');
    assert.equal((await api(club, '/api/desk/outbox')).length, 2);
    const days = `from=${day}&to=${day}`;
    const [full] = await api(club, `/api/desk/riders/${hugo.id}/lessons?${days}`);
    assert.deepEqual([full.lesson.id, full.taken, full.turn ?? 0], [lesson.id, 1, 0]);
  }
});
