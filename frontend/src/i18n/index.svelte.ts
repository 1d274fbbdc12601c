/** The language of this screen and everything written in it. */
import { Fault, Refusal } from '@/api/problem';
import * as format from './format';
import * as parse from './parse';
import { hasText, textIn, type Key, type Lang, type Params } from './text';

export type { Key, Lang, Params };

let current = $state<Lang>('fr');

/** The language in force. It comes from the session, never from the browser ("C" in some windows). */
export const lang = (): Lang => current;

/** Sets the language; `<html lang>` follows for screen readers and hyphenation. */
export function setLang(next: Lang): void {
  current = next;
  document.documentElement.lang = next;
}

let zone = $state('UTC');

/** Sets the zone whose hours are said: the club's, once it has one; this computer's may be another. */
export function setZone(next: string): void {
  if (next) zone = next;
}

/** The text of a key: `t('cart.lines', { n: 3 })`. */
export const t = (key: Key, params?: Params): string => textIn(current, key, params);

/** What to say of a failed call: a refusal by its code, a fault by its id. */
export function failureText(failure: unknown): string {
  if (failure instanceof Refusal) {
    const key = `error.${failure.code}`;
    if (hasText(key)) return textIn(current, key, failure.params);
  }
  if (failure instanceof Fault && failure.id) return t('fault.withId', { id: failure.id });
  return failure instanceof Fault ? t('fault.noAnswer') : t('fault.unknown');
}

export const amount = (cents: number): string => format.amount(current, cents);
export const decimal = (cents: number): string => format.decimal(current, cents);
export const rate = (hundredths: number): string => format.rate(current, hundredths);
export const longDay = (day: string): string => format.longDay(current, day);
export const fullDay = (day: string): string => format.fullDay(current, day);
export const briefDay = (day: string): string => format.briefDay(current, day);
export const shortDay = (day: string): string => format.shortDay(current, day);
export const tableDay = (day: string): string => format.tableDay(current, day);
export const hour = (time: string): string => format.hour(current, time);
/** 1,4 Mo, in the units of the language. */
export const fileSize = (bytes: number): string => format.fileSize(current, bytes);
export const hourOf = (instant: string | Date, at = zone): string =>
  format.hourOf(current, instant, at);
export const parseDay = (text: string, today: string): string | undefined =>
  parse.parseDay(current, text, today);
export { fold, parseAmount } from './parse';
