import { untrack } from 'svelte';
import { onChange } from './changes.svelte';

/** An answer that stays right: asked again when its inputs change or anything is written. */
export interface Query<T> {
  /** The last answer; it stays while the next one is on its way. */
  readonly data: T | undefined;
  readonly error: unknown;
  /** True until the first answer for these inputs. */
  readonly loading: boolean;
  /** Asks again, until the answer, or one that overtook it, is in `data`. */
  reload(): Promise<void>;
  /** Until what was asked last has come. */
  settled(): Promise<void>;
}

/**
 * Asks the API for as long as the component is there:
 * `const list = useQuery(() => call(api.GET('/api/desk/offers')))`.
 * Reactive values read before the first await are its inputs. A function that
 * returns undefined asks nothing. An answer that was overtaken is dropped.
 */
export function useQuery<T>(ask: () => Promise<T> | undefined): Query<T> {
  let data = $state.raw<T>();
  let error = $state.raw<unknown>();
  let loading = $state(true);
  let turn = 0;
  let latest: Promise<void> = Promise.resolve();

  const take = (answer: Promise<T> | undefined): void => void (latest = settle(answer));

  async function settle(answer: Promise<T> | undefined): Promise<void> {
    const mine = ++turn;
    try {
      const next = await answer;
      if (mine === turn) [data, error] = [next, undefined];
    } catch (failure) {
      if (mine === turn) error = failure;
    } finally {
      if (mine === turn) loading = false;
    }
  }

  async function settled(): Promise<void> {
    for (let awaited; awaited !== latest;) await (awaited = latest);
  }

  function reload(): Promise<void> {
    take(untrack(ask));
    return settled();
  }

  $effect(() => {
    const answer = ask();
    untrack(() => {
      loading = answer !== undefined;
      take(answer);
    });
    return () => {
      turn += 1;
    };
  });
  $effect(() => onChange(() => void reload()));

  return {
    get data() {
      return data;
    },
    get error() {
      return error;
    },
    get loading() {
      return loading;
    },
    reload,
    settled,
  };
}
