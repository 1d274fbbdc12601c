/** The riders of an activity as their list is searched and sorted: by the API, as its file is. */
import { api, call } from '@/api/client';
import { keepSetup, setupOf } from '@/state/lists.svelte';
import { useQuery } from '@/state/query.svelte';
import type { Activity, Enrolled } from './activity';

const LIST = 'enrolled';

/** Made with the component. */
export class EnrolledList {
  words = $state('');
  #sort = $state(setupOf(LIST).sort ?? '');
  readonly #activity: () => Activity;
  readonly #asked;

  constructor(activity: () => Activity) {
    this.#activity = activity;
    this.#asked = useQuery(() =>
      this.query.q || this.query.sort
        ? call(api.GET('/api/desk/enrolled', { params: { query: this.query } }))
        : undefined,
    );
  }

  readonly query = $derived.by(() => ({
    ...{ of: this.#activity().offer.id, q: this.words.trim(), sort: this.#sort },
  }));

  get sort(): string {
    return this.#sort;
  }

  set sort(next: string) {
    this.#sort = next;
    keepSetup(LIST, { sort: next });
  }

  /** Those found, in their order. */
  readonly rows = $derived.by((): Enrolled[] => {
    const all = this.#activity().enrolled;
    const found = this.query.q || this.query.sort ? this.#asked.data : undefined;
    return found?.flatMap(({ rider }) => all.find((one) => one.rider === rider) ?? []) ?? all;
  });
}
