/** A lesson that is being moved, by the keys or the hand, until it is placed. */
import { api, call } from '@/api/client';
import { Submission } from '@/state/submission.svelte';
import { toast } from '@/state/toast.svelte';
import { t } from '@/i18n/index.svelte';
import { draftOf, shapeOf } from './draft';
import { addDays, STEP, type Move, type PlanLesson } from './plan';

export class Moving {
  now = $state.raw<Move>();
  readonly submission = new Submission();

  begin(lesson: PlanLesson): void {
    this.submission.clear();
    this.now = { lesson, day: lesson.day, start: lesson.start };
  }

  /** Days to the right, quarters of an hour down; never off the days that are shown. */
  by(days: number, steps: number, first: string, last: string): void {
    const move = this.now;
    if (!move) return;
    const day = addDays(move.day, days);
    const start = Math.min(1440 - STEP, Math.max(0, move.start + steps * STEP));
    this.now = { ...move, day: day < first || day > last ? move.day : day, start };
  }

  /** The hand lets go: one of a series asks first, as the keys do. Tells whether it may be placed at once. */
  drop(): boolean {
    const move = this.now;
    if (!move) return false;
    const { lesson, day, start } = move;
    const stayed = day === lesson.day && start === lesson.start;
    if (lesson.series === 0 || stayed) return true;
    this.now = { ...move, asking: true };
    return false;
  }

  stop(): void {
    this.now = undefined;
  }

  /** Places it; a lesson that did not move stays. Resolves to false when it is refused. */
  async place(following: boolean): Promise<boolean> {
    const move = this.now;
    if (!move) return true;
    const { lesson, day, start } = move;
    if (day === lesson.day && start === lesson.start) {
      this.stop();
      return true;
    }
    const { id, version } = lesson;
    const body = { ...shapeOf(draftOf(lesson, day, start)), day, version, following };
    const saved = await this.submission.run((headers) =>
      call(api.PUT('/api/desk/lessons/{id}', { params: { path: { id } }, body, headers })),
    );
    if (saved)
      toast(t('planning.lessonMoved', { name: saved.name, onDay: saved.day, n: saved.changed }));
    this.stop();
    return saved !== undefined;
  }
}
