/**
 * The check of the books, as a screen that asked for it shows it: how far it is, its
 * stop, its result. Whoever comes to such a screen while one is in the status bar sees it there.
 */
import { onDestroy } from 'svelte';
import { api, call } from '@/api/client';
import { Submission } from './submission.svelte';
import { allWorks, follow, stopWork, type Work } from './works.svelte';

export class Proving {
  /** While it is under way. */
  work = $state.raw<Work>();
  proof = $state.raw<Work['proof']>();
  readonly #asking = new Submission();
  readonly #left = new AbortController();

  constructor() {
    onDestroy(() => this.#left.abort()); // it goes on in the status bar
    const there = allWorks().find(({ what }) => what === 'verify');
    if (there) void this.#follow(() => Promise.resolve(there));
  }

  get busy(): boolean {
    return this.#asking.busy;
  }

  get failure(): unknown {
    return this.#asking.failure;
  }

  async run(): Promise<void> {
    await this.#follow((headers) => call(api.POST('/api/desk/verify', { headers })));
  }

  async #follow(begin: (headers: Record<string, string>) => Promise<Work>): Promise<void> {
    this.proof = undefined;
    const seen = (now: Work) => (this.work = now);
    const done = await this.#asking.run(async (headers) =>
      follow(await begin(headers), seen, this.#left.signal, 'goesOn'),
    );
    [this.work, this.proof] = [undefined, done?.proof];
  }

  stop(): void {
    if (this.work) void stopWork(this.work.id);
  }
}
