// Mollie as its API v2 answers, for links: the program reaches it at its own address, through a proxy and
// a certificate that its environment names. Nothing of the program knows that it is not Mollie.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer as plain } from 'node:http';
import { createServer as secure } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const HOST = 'api.mollie.com';

const listening = (server) =>
  new Promise((done) => server.listen(0, '127.0.0.1', () => done(server.address().port)));

/**
 * A Mollie that knows these keys, each of an account of its own, and the environment a program finds it by.
 * `links` are those it made, by id; a payment that is put on one is what it says was paid.
 */
export async function mollie(t, ...keys) {
  const dir = await mkdtemp(join(tmpdir(), 'paddock-mollie-'));
  const file = (name) => join(dir, name);
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${HOST}`],
    ...['-addext', `subjectAltName=DNS:${HOST}`, '-keyout', file('key'), '-out', file('cert')],
  ]);
  const links = new Map();
  const answers = async (request, answer) => {
    let body = '';
    for await (const part of request) body += part;
    const say = (status, said) => {
      answer.writeHead(status, { 'Content-Type': 'application/hal+json' });
      answer.end(JSON.stringify(said));
    };
    const refuse = (status, title, detail) => say(status, { status, title, detail });
    const key = request.headers.authorization?.replace('Bearer ', '');
    if (!keys.includes(key))
      return refuse(
        401,
        'Unauthorized Request',
        'Missing authentication, or failed to authenticate',
      );
    const [, , , id, payments] = new URL(request.url, `https://${HOST}`).pathname.split('/');
    if (!id) {
      const link = { id: `pl_${links.size + 1}`, archived: false, expiresAt: null, payments: [] };
      const { amount, expiresAt = null } = JSON.parse(body);
      links.set(link.id, { ...link, key, amount, expiresAt });
      return say(201, told(links.get(link.id)));
    }
    const link = links.get(id);
    if (link?.key !== key)
      return refuse(404, 'Not Found', 'No payment link exists with this token.');
    if (payments)
      return say(200, { _embedded: { payments: link.payments }, _links: { next: null } });
    if (request.method === 'PATCH') link.archived = JSON.parse(body).archived;
    return say(200, told(link));
  };
  const certificate = { key: await readFile(file('key')), cert: await readFile(file('cert')) };
  const provider = secure(certificate, (request, answer) => void answers(request, answer));
  const port = await listening(provider);
  const proxy = plain().on('connect', (request, socket) => {
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [onward, socket]) end.on('error', () => socket.destroy());
  });
  const way = `http://127.0.0.1:${await listening(proxy)}`;
  t.after(async () => {
    for (const server of [proxy, provider]) {
      server.closeAllConnections();
      server.close();
    }
    await rm(dir, { recursive: true, force: true });
  });
  return { links, env: { HTTPS_PROXY: way, SSL_CERT_FILE: file('cert') } };
}

const told = ({ id, archived, expiresAt, amount }) => ({
  resource: 'payment-link',
  ...{ id, archived, expiresAt, amount },
  _links: { paymentLink: { href: `https://paymentlink.mollie.com/payment/${id}` } },
});

/** One payment of a link, whole. */
export const payment = ({ amount }) => ({
  ...{ resource: 'payment', id: 'tr_1', status: 'paid', amount },
  amountRefunded: { currency: 'EUR', value: '0.00' },
  paidAt: new Date().toISOString(),
});
