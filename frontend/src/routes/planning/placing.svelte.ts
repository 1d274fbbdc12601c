/** Something of the tray that is being placed, by the keys or the hand, until it is booked. */
import { api, call, type Answer } from '@/api/client';
import { t } from '@/i18n/index.svelte';
import { wayShown, when, type Chance } from '@/places/places';
import type { Shortcut } from '@/state/keys.svelte';
import { Submission } from '@/state/submission.svelte';
import { toast } from '@/state/toast.svelte';
import { undoLast } from '@/state/undo.svelte';
import type { PlanLesson } from './plan';

export type ToPlace = Answer<'/api/desk/to-place'>[number];

/** What is placed, whatever its row: a voucher, a card, somebody who waits. */
export const keyOf = ({ voucher, card, waiting }: ToPlace): string =>
  `${voucher ?? 0} ${card ?? 0} ${waiting ?? 0}`;

/** Reports whether the lesson of a card is made on demand: it has no cell yet. */
const onDemand = ({ by, kind }: ToPlace): boolean =>
  by === 'card' && (kind === 'private' || kind === 'privateForTwo' || kind === 'horseWork');

export class Placing {
  /** The keys are the tray's. */
  choosing = $state(false);
  /** The row they are at; -1 before the first. */
  at = $state(-1);
  list = $state.raw<ToPlace[]>([]);
  item = $state.raw<ToPlace>();
  /** A card whose hour is asked. */
  card = $state.raw<ToPlace>();
  /** The lessons that are shown, as its rider could book them. */
  chances = $state.raw<Chance[]>([]);
  /** The lesson of which a press of the mouse said that its place is final; the next one books. */
  warned = $state.raw<number>();
  readonly submission = new Submission();

  enter(): void {
    this.choosing = true;
    this.at = -1;
  }

  step(by: number): void {
    this.at = Math.min(this.list.length - 1, Math.max(0, this.at + by));
  }

  /** Enter takes the row the keys are at, then the lesson; Escape is one step back. */
  keys(lesson: PlanLesson | undefined, choose: (item: ToPlace) => void): Shortcut[] {
    const row = this.list[this.at];
    const enter = this.item
      ? { label: 'tray.book' as const, run: () => void this.book(lesson) }
      : { label: 'tray.choose' as const, run: () => row && choose(row) };
    return [
      { code: 'Enter', local: true, ...enter },
      { code: 'Escape', label: 'ui.cancel', run: () => this.back(), local: true },
    ];
  }

  choose(item: ToPlace): void {
    this.submission.clear();
    this.warned = undefined;
    this.choosing = true;
    this.at = this.list.findIndex((one) => keyOf(one) === keyOf(item));
    if (onDemand(item)) this.card = item;
    else this.item = item;
  }

  /** One step back: from the lessons to the tray, from the tray to the plan. */
  back(): void {
    this.choosing = this.item !== undefined || this.card !== undefined;
    this.item = this.card = undefined;
  }

  /** What would pay for a place in a lesson. */
  wayTo(lesson: number): Chance['ways'][number] | undefined {
    const { item } = this;
    const ways = this.chances.find((one) => one.lesson.id === lesson)?.ways ?? [];
    return ways.find(
      (way) =>
        !way.closed &&
        (item?.waiting
          ? true
          : (way.voucher ?? 0) === (item?.voucher ?? 0) && (way.card ?? 0) === (item?.card ?? 0)),
    );
  }

  /** The rider's turn on the waiting list of a lesson, which a place in it takes. */
  private turnIn(lesson: number): number {
    return this.chances.find((one) => one.lesson.id === lesson)?.turn ?? 0;
  }

  /**
   * Books the place in a lesson that is lit. The keys come by the tray's sentence; a press of
   * the mouse on a lesson that cannot be cancelled without loss any more says it first.
   */
  async book(lesson: PlanLesson | undefined, byHand = false): Promise<void> {
    const { item } = this;
    const way = lesson && this.wayTo(lesson.id);
    if (!item || !way || !item.fits.includes(lesson.id)) return;
    if (byHand && way.final && this.warned !== lesson.id) {
      this.warned = lesson.id;
      return;
    }
    const body = {
      ...{ lesson: lesson.id, rider: item.rider, waiting: this.turnIn(lesson.id) },
      ...{ by: way.by, card: way.card ?? 0, voucher: way.voucher ?? 0, expected: wayShown(way) },
    };
    const done = await this.submission.run((headers) =>
      call(api.POST('/api/desk/bookings', { body, headers })),
    );
    if (!done) return;
    toast(t('places.booked', { name: item.riderName, when: when(lesson) }), () => void undoLast());
    this.item = this.warned = undefined;
    this.choosing = false;
  }
}
