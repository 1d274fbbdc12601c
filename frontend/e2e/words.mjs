// The words on the screen, from the same catalogues, so that a test reads alike
// in every language.
import { readFileSync } from 'node:fs';

/** Gives t(key, params) for one language; a plural takes its "other" form unless n is 1. */
export function words(language) {
  const texts = JSON.parse(
    readFileSync(new URL(`../../backend/locale/${language}.json`, import.meta.url), 'utf8'),
  );
  return (key, params = {}) => {
    const text = texts[key];
    if (text === undefined) throw new Error(`no text ${key}`);
    const form = typeof text === 'string' ? text : params.n === 1 ? text.one : text.other;
    return form.replace(/\{(\w+)\}/g, (hole, name) => params[name] ?? hole);
  };
}

/** An amount as each language writes it, for figures below a thousand. */
export function euros(language, cents) {
  const [whole, fraction] = (cents / 100).toFixed(2).split('.');
  if (language === 'nl') return `€\u00a0${whole},${fraction}`;
  if (language === 'en') return `€${whole}.${fraction}`;
  return `${whole},${fraction}\u00a0€`;
}
