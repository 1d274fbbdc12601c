import { keyed, newKey } from '@/api/client';
import { Refusal } from '@/api/problem';
import { failureText } from '@/i18n/index.svelte';

/**
 * One write of a form. Its idempotency key is made with the form and kept while
 * no answer came, so that a second press after a lost answer does nothing twice;
 * it is renewed once the write was done or refused.
 */
export class Submission {
  #key = newKey();
  #busy = $state(false);
  #sent = $state(false);
  #failure = $state.raw<unknown>();

  /** True while the answer is awaited. */
  get busy(): boolean {
    return this.#busy;
  }

  /** True once a write was done. */
  get sent(): boolean {
    return this.#sent;
  }

  /** What went wrong the last time. */
  get failure(): unknown {
    return this.#failure;
  }

  /** The words for a field the refusal names. */
  on(field: string): string | undefined {
    return this.#failure instanceof Refusal && this.#failure.field === field
      ? failureText(this.#failure)
      : undefined;
  }

  /** The failure, when no field of these shows it. */
  besides(...fields: string[]): unknown {
    return this.#failure instanceof Refusal && fields.includes(this.#failure.field)
      ? undefined
      : this.#failure;
  }

  /** Forgets what went wrong, when the form is changed. */
  clear(): void {
    this.#failure = undefined;
  }

  /**
   * Writes; resolves to the answer, or to undefined when it failed or one is on
   * its way already: `await save.run((headers) => call(api.POST(path, { body, headers })))`.
   */
  async run<T>(write: (headers: Record<string, string>) => Promise<T>): Promise<T | undefined> {
    if (this.#busy) return undefined;
    this.#busy = true;
    this.#failure = undefined;
    try {
      const answer = await write(keyed(this.#key));
      this.#key = newKey();
      this.#sent = true;
      return answer;
    } catch (failure) {
      if (failure instanceof Refusal) this.#key = newKey();
      this.#failure = failure;
      return undefined;
    } finally {
      this.#busy = false;
    }
  }
}
