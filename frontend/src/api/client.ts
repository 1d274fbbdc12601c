import createClient from 'openapi-fetch';
import { Fault, problemOf } from './problem';
import type { paths } from './schema';

export { Fault, Refusal } from './problem';

/** The paths without their header parameters: this file writes those. */
type Headerless<P> = {
  [Path in keyof P]: {
    [Method in keyof P[Path]]: P[Path][Method] extends { parameters: infer Q }
      ? Omit<P[Path][Method], 'parameters'> & { parameters: Omit<Q, 'header'> }
      : P[Path][Method];
  };
};

/** What a path answers to a GET: `Answer<'/api/desk/session'>`. */
export type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer T } } } };
}
  ? T
  : never;

/** The lists whose columns search, sort and export them: each path has its file beside it. */
export type ListPath = {
  [Path in keyof paths]: `${Path}/export` extends keyof paths
    ? paths[Path] extends { get: { parameters: { query?: { of?: number; sort?: string } } } }
      ? Path
      : never
    : never;
}[keyof paths];

/** A row of such a list. */
export type RowOf<Path extends ListPath> = Answer<Path> extends (infer Row)[] ? Row : never;

const KEY_HEADER = 'Idempotency-Key';
const SIGN_IN = 'paddock.key';

/** A new idempotency key. Made when a form opens and kept until its write is answered. */
export const newKey = (): string => crypto.randomUUID();

/** The headers of a write: `api.POST(path, { body, headers: keyed(key) })`. */
export const keyed = (key: string): Record<string, string> => ({ [KEY_HEADER]: key });

/**
 * Moves the one-time key of `paddock serve --desk` from the address into the
 * session, so that it stays neither in the history nor in a shared link.
 */
export function takeSignInKey(): void {
  const { hash, search, pathname } = window.location;
  const query = new URLSearchParams(search);
  const key = new URLSearchParams(hash.slice(1)).get('key') ?? query.get('key');
  if (!key) return;
  sessionStorage.setItem(SIGN_IN, key);
  query.delete('key');
  const rest = query.toString();
  const place = hash.startsWith('#/') ? hash : '';
  history.replaceState(null, '', pathname + (rest && `?${rest}`) + place);
}

/** Where a write is: on its way, done, or come to nothing. */
export type Writing = 'begun' | 'done' | 'failed';

const writeListeners = new Set<(writing: Writing) => void>();

/** Calls `run` as each write begins and ends; returns the way to stop. */
export function onWrite(run: (writing: Writing) => void): () => void {
  writeListeners.add(run);
  return () => writeListeners.delete(run);
}

const lockListeners = new Set<() => void>();

/** Calls `run` whenever an answer says that the desk is locked; returns the way to stop. */
export function onLocked(run: () => void): () => void {
  lockListeners.add(run);
  return () => lockListeners.delete(run);
}

const LOCKED = 423;

const isRead = (method: string) => method === 'GET' || method === 'HEAD';

async function send(request: Request): Promise<Response> {
  const reads = isRead(request.method);
  if (!reads && !request.headers.has(KEY_HEADER)) {
    throw new TypeError(`${request.method} ${request.url} without an idempotency key`);
  }
  const signIn = sessionStorage.getItem(SIGN_IN);
  if (signIn) request.headers.set('Authorization', `Bearer ${signIn}`);
  if (reads) return answer(request);
  tell('begun');
  try {
    const response = await answer(request);
    tell('done');
    return response;
  } catch (failure) {
    tell('failed');
    throw failure;
  }
}

function tell(writing: Writing): void {
  for (const run of writeListeners) run(writing);
}

async function answer(request: Request): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(request);
  } catch (cause) {
    throw new Fault('', { cause });
  }
  if (response.status === LOCKED) for (const run of lockListeners) run();
  if (!response.ok) throw await problemOf(response);
  return response;
}

/**
 * Writes a body. A Blob, or a FormData that holds a File, ends the WebKit
 * process of the window before any handler of ours runs (wailsapp/wails issue
 * 6068), so neither leaves this file: send `await file.arrayBuffer()`.
 */
export function serialize(body: unknown): BodyInit | undefined {
  if (body === undefined) return undefined;
  if (body instanceof Blob || body instanceof FormData) {
    throw new TypeError('a Blob or FormData body ends the window: send an ArrayBuffer');
  }
  if (body instanceof ArrayBuffer || body instanceof Uint8Array) return body as BodyInit;
  return JSON.stringify(body);
}

/** The typed calls; each rejects with a Refusal or a Fault. Unwrap them with `call`. */
export const api = createClient<Headerless<paths>>({
  baseUrl: '',
  fetch: send,
  bodySerializer: serialize,
});

/** The data of an answer: `const { seq } = await call(api.GET('/api/changes'))`. */
export async function call<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

/** The bytes at a path: papers and exports; under a key where asking is a write. */
export async function bytes(path: string, key = ''): Promise<Uint8Array> {
  const asked = key ? new Request(path, { method: 'POST', headers: keyed(key) }) : undefined;
  const response = await send(asked ?? new Request(path));
  return new Uint8Array(await response.arrayBuffer());
}
