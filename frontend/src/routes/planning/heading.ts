/** What the plan shows, as its heading says it. */
import { partsOf } from '@/i18n/format';
import { fullDay, longDay, t } from '@/i18n/index.svelte';
import type { View } from './plan';

/** "mercredi 7 octobre 2026", "5 – 11 octobre 2026", "octobre 2026" */
export function headingOf(view: View, day: string, period: { first: string; last: string }) {
  if (view === 'day') return fullDay(day);
  const parts = partsOf(day);
  if (view === 'month') return `${t(`month.${parts?.month as 1}`)} ${parts?.year}`;
  const first = partsOf(period.first);
  const last = partsOf(period.last);
  if (first?.month === last?.month) return `${first?.date} – ${longDay(period.last)}`;
  const short = (d: typeof first) => `${d?.date} ${t(`monthShort.${d?.month as 1}`)}`;
  const year = first?.year === last?.year ? '' : ` ${first?.year}`;
  return `${short(first)}${year} – ${short(last)} ${last?.year}`;
}
