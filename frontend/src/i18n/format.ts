/**
 * Money, rates, days and hours as each language writes them: the twin of
 * backend/locale, compared with it by the tests. Amounts are whole cents, rates
 * hundredths of a per cent, days ISO texts ("2026-10-07", "" for none).
 */
import { textIn, type Lang } from './text';

const NARROW = '\u202f';
const NO_BREAK = '\u00a0';
const MINUS = '\u2212';
const NO_DAY = '—';

const THOUSANDS: Record<Lang, string> = { fr: NARROW, nl: '.', en: ',' };

/** The decimal mark of a language. */
export const DECIMAL_MARK: Record<Lang, string> = { fr: ',', nl: ',', en: '.' };

/** An amount without the euro sign, for columns whose head says it: 1 284,00. */
export function decimal(lang: Lang, cents: number): string {
  const size = Math.abs(cents);
  const euros = String(Math.trunc(size / 100)).replace(/\B(?=(\d{3})+$)/g, THOUSANDS[lang]);
  const rest = String(size % 100).padStart(2, '0');
  return (cents < 0 ? MINUS : '') + euros + DECIMAL_MARK[lang] + rest;
}

/** An amount with its sign: 1 284,00 €, € 1.284,00, €1,284.00. */
export function amount(lang: Lang, cents: number): string {
  const sign = cents < 0 ? MINUS : '';
  const figures = decimal(lang, Math.abs(cents));
  if (lang === 'nl') return `${sign}€${NO_BREAK}${figures}`;
  if (lang === 'en') return `${sign}€${figures}`;
  return `${sign}${figures}${NO_BREAK}€`;
}

/** A VAT rate without needless decimals: 5,5 %, 20 %, 5.5%. */
export function rate(lang: Lang, hundredths: number): string {
  const figures = String(hundredths / 100);
  return lang === 'en' ? `${figures}%` : `${figures.replace('.', ',')}${NO_BREAK}%`;
}

/** The parts of an ISO day; undefined for none or what is not a day. */
export function partsOf(day: string): { year: number; month: number; date: number } | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!found) return undefined;
  return { year: Number(found[1]), month: Number(found[2]), date: Number(found[3]) };
}

/** 1 for Monday to 7 for Sunday. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

const two = (n: number) => String(n).padStart(2, '0');

function dateNumber(lang: Lang, date: number): string {
  return lang === 'fr' && date === 1 ? '1er' : String(date);
}

/** A day as a sentence writes it: 7 octobre 2026. */
export function longDay(lang: Lang, day: string): string {
  const d = partsOf(day);
  if (!d) return NO_DAY;
  return `${dateNumber(lang, d.date)} ${textIn(lang, `month.${d.month}`)} ${d.year}`;
}

/** A day that decides something, with its weekday: mercredi 7 octobre 2026. */
export function fullDay(lang: Lang, day: string): string {
  return partsOf(day)
    ? `${textIn(lang, `weekday.${weekdayOf(day)}`)} ${longDay(lang, day)}`
    : NO_DAY;
}

/** A day near today: mer. 7 oct. */
export function briefDay(lang: Lang, day: string): string {
  const d = partsOf(day);
  if (!d) return NO_DAY;
  const weekday = textIn(lang, `weekdayShort.${weekdayOf(day)}`);
  return `${weekday} ${dateNumber(lang, d.date)} ${textIn(lang, `monthShort.${d.month}`)}`;
}

/** A day in figures: 07/10/2026; 7-10-2026 in Dutch. */
export function shortDay(lang: Lang, day: string): string {
  const d = partsOf(day);
  if (!d) return NO_DAY;
  if (lang === 'nl') return `${d.date}-${d.month}-${d.year}`;
  return `${two(d.date)}/${two(d.month)}/${d.year}`;
}

/** A day of the season in a narrow column: 07/10; 7-10 in Dutch. */
export function tableDay(lang: Lang, day: string): string {
  const d = partsOf(day);
  if (!d) return NO_DAY;
  return lang === 'nl' ? `${d.date}-${d.month}` : `${two(d.date)}/${two(d.month)}`;
}

/** An hour of the day from "14:00": 14:00; 14.00 in Dutch. */
export function hour(lang: Lang, time: string): string {
  return lang === 'nl' ? time.replace(':', '.') : time;
}

/** A size given in bytes: 1.4 MB, in the units of the language. */
export function fileSize(lang: Lang, bytes: number): string {
  const [n, unit] = bytes < 1e6 ? [bytes / 1e3, 'kilobyte'] : [bytes / 1e6, 'megabyte'];
  const style = { style: 'unit', unit, maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(lang, style).format(n);
}

/** The hour of an instant (ISO text or Date) on a zone's clocks: 11:42. */
export function hourOf(lang: Lang, instant: string | Date, timeZone: string): string {
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone });
  return hour(lang, clock.format(new Date(instant)));
}
