/**
 * Where the screen is: `#/families/12?tab=account`. A hash needs no answer from
 * a server, so a reload on a deep link works in the window as in a browser.
 */

/** One place: the route's name, what follows it, and the query. */
export interface Place {
  name: string;
  rest: string[];
  query: Record<string, string>;
}

type Query = Record<string, string | number>;

/** Reads a hash; '' and '#/' are the home place. */
export function readPlace(hash: string): Place {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?');
  const [name = '', ...rest] = path
    .split('/')
    .filter((part) => part !== '')
    .map(decode);
  return { name, rest, query: Object.fromEntries(new URLSearchParams(search)) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // typed by hand: a lone % is no reason to lose the screen
  }
}

/** The address of a place, for links: `href('families', 12)`, `href('desk', { household: 3 })`. */
export function href(name: string, ...rest: (string | number | Query)[]): string {
  const parts = rest.filter((part) => typeof part !== 'object').map(String);
  const query = Object.assign({}, ...rest.filter((part) => typeof part === 'object')) as Query;
  const search = new URLSearchParams(
    Object.entries(query).map(([key, value]) => [key, String(value)]),
  ).toString();
  return '#/' + [name, ...parts].map(encodeURIComponent).join('/') + (search && `?${search}`);
}

let place = $state.raw(readPlace(window.location.hash));
let steps = 0; // places of ours behind this one
let returning = false;

window.addEventListener('hashchange', () => {
  steps += returning ? -1 : 1;
  returning = false;
  place = readPlace(window.location.hash);
});

/** The place in force. */
export const here = (): Place => place;

/** Goes to a place: `go('families', 12)`. */
export function go(name: string, ...rest: (string | number | Query)[]): void {
  window.location.hash = href(name, ...rest);
  place = readPlace(window.location.hash);
}

/** Changes the address without a step back: the chosen row, a tab. */
export function replace(name: string, ...rest: (string | number | Query)[]): void {
  history.replaceState(null, '', href(name, ...rest));
  place = readPlace(window.location.hash);
}

/** Goes one place back, when there is one in this window. */
export function back(): void {
  if (steps === 0) return;
  returning = true;
  history.back();
}
