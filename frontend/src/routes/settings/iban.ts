/**
 * What can be said of an IBAN while it is typed. The server decides, with the
 * length of each country; this only spares a walk back to the field.
 */

const SHORTEST = 15; // Norway
const LONGEST = 34; // ISO 13616

const compact = (text: string) => text.replace(/[\s\u00a0\u202f.-]/g, '').toUpperCase();

/** In groups of four, as on paper. */
export const grouped = (text: string): string => compact(text).replace(/(.{4})(?=.)/g, '$1 ');

/** Too short to tell, or whether the check digits fit the rest (ISO 7064, mod 97-10). */
export function ibanState(text: string): 'short' | 'right' | 'wrong' {
  const iban = compact(text);
  if (iban.length < SHORTEST) return 'short';
  if (iban.length > LONGEST || !/^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(iban)) return 'wrong';
  let rest = 0;
  for (const sign of iban.slice(4) + iban.slice(0, 4)) {
    const value = parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1 ? 'right' : 'wrong';
}

/** Eight or eleven signs in the places of ISO 9362. */
export const bicFits = (text: string): boolean =>
  /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(compact(text));
