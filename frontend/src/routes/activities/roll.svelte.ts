/** The roll of an activity's days: who is there, and the closing of a day. */
import { api, call, keyed, newKey } from '@/api/client';
import { briefDay, t } from '@/i18n/index.svelte';
import { minutesNow } from '@/places/places';
import { session } from '@/state/session.svelte';
import type { Day, Place } from './activity';

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

export class Roll {
  busy = $state(false);
  failure = $state.raw<unknown>();

  constructor(private readonly changed: () => void) {}

  stands({ day, state, start, unticked, present, absent }: Day): Stands {
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

  /** Ticks a place; the same once more takes it back. */
  tick(place: Place | undefined, day: Day, state: 'attended' | 'absent'): void {
    if (!place || place.state === 'held' || !this.stands(day).open) return;
    void this.write(() =>
      call(
        api.POST('/api/desk/bookings/{id}/tick', {
          params: { path: { id: place.booking } },
          body: { state: place.state === state ? 'booked' : state },
          headers: keyed(newKey()),
        }),
      ),
    );
  }

  /** Ticks whom nobody ticked, or closes the day; what was done, in words. */
  async call(day: Day, close: boolean): Promise<string | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    const called = await this.write(() =>
      call(
        api.POST('/api/desk/lessons/{id}/roll', {
          params: { path: { id: day.id } },
          body: { allPresent: true, close },
          headers: keyed(newKey()),
        }),
      ),
    );
    this.busy = false;
    if (!called) return undefined;
    return close
      ? t('roster.closedDone', { n: called.attended, absent: called.absent })
      : t('roster.allPresent');
  }

  private async write<T>(work: () => Promise<T>): Promise<T | undefined> {
    this.failure = undefined;
    try {
      const done = await work();
      this.changed();
      return done;
    } catch (refused) {
      this.failure = refused;
      return undefined;
    }
  }
}
