import { t } from '@/i18n/index.svelte';
import { session } from '@/state/session.svelte';
import { Paper } from '../desk/paper.svelte';
import { paperFile } from './personal';

/** Club-local days, both included. */
export interface Days {
  from: string;
  to: string;
}

/** The season so far; from the first day there was anything when no season says otherwise. */
export const seasonSoFar = (firstDay = ''): Days => ({
  from: session().season.first || firstDay || session().today,
  to: session().today,
});

/** The certificate of what a family paid for a rider, in the household's language. */
export function certificatePaper(
  home: { household: number; name: string },
  { rider, ...days }: Days & { rider: number },
): Paper {
  const path = `/api/desk/households/${home.household}/certificate/pdf`;
  const query = new URLSearchParams({ rider: String(rider), ...days });
  return new Paper(
    'a4',
    paperFile(`${t('certificate.title')} ${days.to}`, home.name, 'pdf'),
    `${path}?${query}`,
  );
}

/** The A4 statement of account of a household, in its language. */
export function statementPaper(home: { household: number; name: string }, days: Days): Paper {
  const path = `/api/desk/households/${home.household}/statement/pdf`;
  return new Paper(
    'a4',
    paperFile(`${t('statement.title')} ${days.to}`, home.name, 'pdf'),
    `${path}?${new URLSearchParams({ ...days })}`,
  );
}
