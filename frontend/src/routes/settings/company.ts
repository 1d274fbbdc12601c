/** Numbers of a company as papers write them (backend/document/tongue.go). */

const digits = (text: string) => text.replace(/[ .]/g, '');

/** SIREN in threes, SIRET in threes and five, the Belgian number as 0123.456.789. */
export function companyNumber(text: string): string {
  const number = digits(text);
  if (/^\d{10}$/.test(number)) return number.replace(/(\d{4})(\d{3})/, '$1.$2.');
  if (/^(\d{9}|\d{14})$/.test(number)) return number.replace(/(\d{3})(\d{3})(\d+)/, split);
  return text;
}

const split = (_: string, first: string, second: string, rest: string) =>
  [first, second, rest.slice(0, 3), rest.slice(3)].join(' ').trim();

/** FR 11 123 456 782, BE 0123.456.789. */
export function vatNumber(text: string): string {
  const number = digits(text);
  if (/^FR..\d{9}$/.test(number))
    return `FR ${number.slice(2, 4)} ${companyNumber(number.slice(4))}`;
  if (/^BE\d{10}$/.test(number)) return `BE ${companyNumber(number.slice(2))}`;
  return text;
}
