import { api, call } from '@/api/client';
import { useQuery } from '@/state/query.svelte';
import { grouped, type Row } from './bank';

/** The lines that are looked for, in the order that is asked for. Made with the screen. */
export class Found {
  text = $state('');
  sort = $state('');
  #all: () => Row[];
  #q = $derived(this.text.trim());
  #asked = useQuery(() =>
    this.#q || this.sort
      ? call(
          api.GET('/api/desk/bank/lines', { params: { query: { q: this.#q, sort: this.sort } } }),
        )
      : undefined,
  );
  readonly groups = $derived.by(() =>
    grouped(((this.#q || this.sort) && this.#asked.data) || this.#all()),
  );

  constructor(all: () => Row[]) {
    this.#all = all;
  }

  /** Reports whether the lines are some of them. */
  get some(): boolean {
    return this.#q !== '' && this.#asked.data !== undefined;
  }

  get failure(): unknown {
    return this.#asked.error;
  }
}
