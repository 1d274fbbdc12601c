import { briefDay, t } from '@/i18n/index.svelte';
import { minutesNow } from '@/places/places';
import { session } from '@/state/session.svelte';
import type { Day } from './activity';

/** What can be done with the roll of a day. */
export interface Stands {
  /** Riders are ticked. */
  open: boolean;
  unticked: number;
  /** Everybody is ticked and the day has begun. */
  closable: boolean;
  /** Why nothing is ticked. */
  why: string;
}

export function standsOf({ day, state, start, unticked, present, absent }: Day): Stands {
  const { today } = session();
  const begun = day < today || (day === today && minutesNow() >= start);
  const open = state === 'planned' && day <= today;
  return {
    open,
    unticked,
    closable: open && begun && unticked === 0 && present + absent > 0,
    why: state === 'closed' ? t('roster.closed') : t('activity.ahead', { day: briefDay(day) }),
  };
}
