import { shortDay, tableDay } from '@/i18n/index.svelte';
import { session } from './session.svelte';

/** A day in a table: one of this season is short, any other says its year. */
export function seasonDay(day: string): string {
  const { first, last } = session().season;
  return first && day >= first && day <= last ? tableDay(day) : shortDay(day);
}
