import type { components } from '@/api/schema';
import type { Lang } from '@/i18n/index.svelte';
import type { Address, Contact, Rider } from './types';

type SaveHousehold = components['schemas']['SaveHousehold'];

const capital = (word: string) => word.charAt(0).toLocaleUpperCase() + word.slice(1);

/** What was typed to find the family: "delcourt", or "sophie delcourt". */
export function namesIn(typed: string): { firstName: string; surname: string } {
  const words = typed.trim().split(/\s+/).filter(Boolean).map(capital);
  if (words.length < 2) return { firstName: '', surname: words[0] ?? '' };
  return { firstName: words[0] ?? '', surname: words.slice(1).join(' ') };
}

/** The rows somebody filled in, with their place on the sheet. */
export const filledRows = (rows: Rider[]): { row: Rider; at: number }[] =>
  rows.map((row, at) => ({ row, at })).filter(({ row }) => row.firstName.trim() !== '');

/** What is filled in of a new household. Of a guest only name, e-mail and language count. */
export interface NewFamily {
  kind: 'family' | 'guest';
  payer: Contact;
  address: Address;
  language: Lang;
}

/** The household as the API takes it; riders bear the payer's surname unless they have their own. */
export function householdOf(
  { kind, payer, address, language }: NewFamily,
  rows: Rider[],
  confirmed: boolean,
): SaveHousehold {
  if (kind === 'guest') {
    rows = [];
    payer = { ...payer, civility: '', mobile: '' };
  }
  return {
    id: 0,
    kind,
    name: payer.surname,
    language,
    email: payer.email,
    note: '',
    noNotices: false,
    version: 0,
    confirmed,
    contacts: [payer],
    addresses: kind === 'guest' ? [] : [address],
    riders: filledRows(rows).map(({ row }) => ({
      ...row,
      surname: row.surname.trim() || payer.surname,
      civility: row.sex === 'F' ? 'Mme' : row.sex,
    })),
  };
}
