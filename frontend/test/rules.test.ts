/** Rules of the frontend that no compiler knows. */
import { describe, expect, it } from 'vitest';
import { screenSources } from './sources';

const code = screenSources('.ts', '.svelte');

/** Paths of the sources, but for the allowed one, in which a pattern stands. */
const offenders = (pattern: RegExp, allowed = '') =>
  code.filter(({ path, text }) => path !== allowed && pattern.test(text)).map(({ path }) => path);

describe('what the window cannot bear', () => {
  it('only the client calls fetch, because a Blob body ends the window', () => {
    const calls = /\b(fetch\s*\(|XMLHttpRequest|sendBeacon|new WebSocket|new EventSource)/;
    expect(offenders(calls, 'frontend/src/api/client.ts')).toEqual([]);
  });

  it('only the platform saves, prints and opens, because links do nothing there', () => {
    const does = /target="_blank"|\sdownload[=\s>]|window\.(open|print)\(/;
    expect(offenders(does, 'frontend/src/platform.ts')).toEqual([]);
  });

  it('nobody asks the browser for its language, which is "C" in some windows', () => {
    expect(
      offenders(/navigator\.languages?\b|toLocaleString\(|toLocale(Date|Time)String\(/),
    ).toEqual([]);
  });

  it('no address of another machine is in the code', () => {
    expect(offenders(/https?:\/\/(?!127\.0\.0\.1)/)).toEqual([]);
  });
});

describe('what themes need', () => {
  it('colours are tokens', () => {
    const raw = /#[0-9a-f]{3,8}\b(?![^<{]*\{\/)|\b(rgb|hsl|oklch)a?\((?!255 255 255 \/|0 0 0 \/)/i;
    const styles = screenSources('.svelte', '.css').flatMap(({ path, text }) => {
      if (path.endsWith('tokens.css')) return [];
      const css = path.endsWith('.css')
        ? text
        : (/<style>([\s\S]*?)<\/style>/.exec(text)?.[1] ?? '');
      return raw.test(css) ? [path] : [];
    });
    expect(styles).toEqual([]);
  });

  it('raw scales are only used by the semantic names', () => {
    const scale = /var\(--(green|leather|sky|brick|straw|heather|fog)-/;
    const users = screenSources('.svelte', '.css').filter(
      ({ path, text }) => !path.endsWith('tokens.css') && scale.test(text),
    );
    expect(users.map(({ path }) => path)).toEqual([]);
  });
});
