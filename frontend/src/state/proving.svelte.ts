/** The check of the books, as a screen that asked for it shows it: how far it is, its stop, its result. */
import { onDestroy } from 'svelte';
import { api, call } from '@/api/client';
import { Submission } from './submission.svelte';
import { follow, stopWork, type Work } from './works.svelte';

export class Proving {
  /** While it is under way. */
  work = $state.raw<Work>();
  proof = $state.raw<Work['proof']>();
  readonly #asking = new Submission();
  readonly #left = new AbortController();

  constructor() {
    onDestroy(() => this.#left.abort()); // whoever leaves the screen stops it
  }

  get busy(): boolean {
    return this.#asking.busy;
  }

  get failure(): unknown {
    return this.#asking.failure;
  }

  async run(): Promise<void> {
    this.proof = undefined;
    const seen = (now: Work) => (this.work = now);
    const done = await this.#asking.run(async (headers) => {
      const begun = await call(api.POST('/api/desk/verify', { headers }));
      return follow(begun, seen, this.#left.signal);
    });
    [this.work, this.proof] = [undefined, done?.proof];
  }

  stop(): void {
    if (this.work) void stopWork(this.work.id);
  }
}
