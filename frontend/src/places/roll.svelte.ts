/** The roll of a lesson, in a series or as a day of an activity: its ticks and its closing. */
import { api, call, keyed, newKey } from '@/api/client';
import { t } from '@/i18n/index.svelte';
import type { RosterRow } from './places';

export type Presence = 'attended' | 'absent';

export class Roll {
  busy = $state(false);
  failure = $state.raw<unknown>();

  constructor(private readonly changed: () => void) {}

  /** Ticks a booking; the same once more takes it back. */
  tick(booking: number, now: RosterRow['state'], state: Presence): void {
    void this.write(() =>
      call(
        api.POST('/api/desk/bookings/{id}/tick', {
          params: { path: { id: booking } },
          body: { state: now === state ? 'booked' : state },
          headers: keyed(newKey()),
        }),
      ),
    );
  }

  /** Ticks whom nobody ticked, and closes the lesson if asked to; what was done, in words. */
  async call(lesson: number, close: boolean): Promise<string | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    const called = await this.write(() =>
      call(
        api.POST('/api/desk/lessons/{id}/roll', {
          params: { path: { id: lesson } },
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

  async write<T>(work: () => Promise<T>): Promise<T | undefined> {
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
