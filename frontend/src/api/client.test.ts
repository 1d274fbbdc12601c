import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  api,
  call,
  Fault,
  keyed,
  newKey,
  onWrite,
  Refusal,
  serialize,
  takeSignInKey,
} from './client';

const answer = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });

let asked: Request[] = [];
let reply: () => Response | Promise<Response>;

beforeEach(() => {
  asked = [];
  reply = () => answer({ revision: 3, changed: true });
  vi.stubGlobal('fetch', (request: Request) => {
    asked.push(request);
    return Promise.resolve(reply());
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
  history.replaceState(null, '', '/');
});

const changes = () => call(api.GET('/api/changes', { params: { query: { since: 2 } } }));
const prefer = (headers: Record<string, string>) =>
  call(api.POST('/api/desk/preferences', { body: { name: 'theme', value: 'dark' }, headers }));

describe('a question', () => {
  it('gives the answer’s data', async () => {
    expect(await changes()).toEqual({ revision: 3, changed: true });
    expect(new URL(asked[0]?.url ?? '').pathname).toBe('/api/changes');
  });

  it('rejects with a Refusal that names the field and its values', async () => {
    reply = () =>
      answer({ status: 422, code: 'tooYoung', field: 'rider', params: { min: 6 } }, 422);
    await expect(changes()).rejects.toEqual(new Refusal('tooYoung', 'rider', { min: 6 }, 422));
    await expect(changes()).rejects.toMatchObject({ field: 'rider', params: { min: 6 } });
  });

  it('rejects with a Fault that carries the id in the log', async () => {
    reply = () => answer({ status: 500, code: 'internal', id: 'k7f3' }, 500);
    await expect(changes()).rejects.toMatchObject({ name: 'Fault', id: 'k7f3' });
  });

  it('rejects with a Fault without id when nothing answers, or not our API', async () => {
    reply = () => Promise.reject(new TypeError('network'));
    await expect(changes()).rejects.toBeInstanceOf(Fault);
    reply = () => new Response('<html>', { status: 502 });
    await expect(changes()).rejects.toMatchObject({ name: 'Fault', id: '' });
  });
});

describe('a write', () => {
  it('carries the key it was given', async () => {
    const key = newKey();
    await prefer(keyed(key));
    expect(asked[0]?.headers.get('Idempotency-Key')).toBe(key);
    expect(await asked[0]?.json()).toEqual({ name: 'theme', value: 'dark' });
  });

  it('without a key never leaves', async () => {
    await expect(prefer({})).rejects.toBeInstanceOf(TypeError);
    expect(asked).toEqual([]);
  });

  it('tells those who wait for writes how each goes', async () => {
    const told = vi.fn();
    const stop = onWrite(told);
    await changes();
    reply = () => answer({ code: 'ownerOnly' }, 403);
    await expect(prefer(keyed(newKey()))).rejects.toBeInstanceOf(Refusal);
    reply = () => answer({});
    await prefer(keyed(newKey()));
    expect(told.mock.calls.flat()).toEqual(['begun', 'failed', 'begun', 'done']);
    stop();
  });
});

describe('a body', () => {
  it('is never a Blob, a File or a FormData, which end the window', () => {
    const form = new FormData();
    form.set('file', new File(['x'], 'members.csv'));
    for (const body of [new Blob(['x']), new File(['x'], 'x.csv'), form]) {
      expect(() => serialize(body)).toThrow(TypeError);
    }
  });

  it('is JSON, or bytes as they are', () => {
    const bytes = new Uint8Array([1, 2]);
    expect(serialize({ a: 1 })).toBe('{"a":1}');
    expect(serialize(bytes)).toBe(bytes);
    expect(serialize(undefined)).toBeUndefined();
  });
});

describe('the one-time key', () => {
  it.each(['/#key=s3cret', '/?key=s3cret', '/?key=s3cret#/families/12'])(
    'of %s leaves the address and goes with every call',
    async (address) => {
      history.replaceState(null, '', address);
      takeSignInKey();
      expect(window.location.href).not.toContain('s3cret');
      await changes();
      expect(asked[0]?.headers.get('Authorization')).toBe('Bearer s3cret');
    },
  );

  it('does not touch the place on the way', () => {
    history.replaceState(null, '', '/?key=s3cret#/families/12');
    takeSignInKey();
    expect(window.location.hash).toBe('#/families/12');
  });

  it('is not sent when there is none, as in the window', async () => {
    takeSignInKey();
    await changes();
    expect(asked[0]?.headers.has('Authorization')).toBe(false);
  });
});
