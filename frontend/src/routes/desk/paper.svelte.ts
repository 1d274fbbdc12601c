import { api, bytes, call, keyed, newKey, Refusal } from '@/api/client';
import type { components } from '@/api/schema';
import { isWindow, print, printed, save, type Paper as Printer } from '@/platform';

/** A paper that a printer has not got. */
type Unprinted = components['schemas']['Unprinted'];

/**
 * One paper that leaves the program. Its bytes are asked for once and kept until
 * they are printed or saved: a printer out of paper does not turn the original
 * into a duplicate. The next one is another paper under another key.
 *
 * What goes to a printer of this computer is noted first. What the printer refuses, or
 * what is lost because the program ends or the system drops it later, is then a line of
 * Today that prints the same copy (DESIGN section 1).
 */
export class Paper {
  #bytes: Uint8Array | undefined;
  #key = newKey();
  #noted: number | undefined;
  #busy = $state(false);
  #failure = $state.raw<unknown>();

  /** leaves: asking for it at the path is a write, for it counts as a copy. */
  constructor(
    readonly kind: Printer,
    readonly file: string,
    readonly path: string,
    readonly leaves = false,
  ) {}

  /** One that was noted before: the same copy. */
  static noted({ id, key, kind, file, path }: Unprinted): Paper {
    const paper = new Paper(kind, file, path, key !== '');
    if (key) paper.#key = key;
    paper.#noted = id;
    return paper;
  }

  get busy(): boolean {
    return this.#busy;
  }

  get failure(): unknown {
    return this.#failure;
  }

  /** True when it went to the printer. */
  print(): Promise<boolean> {
    return this.#hand(async (bytes) => ({ job: await print(bytes, this.kind) }), isWindow());
  }

  /** True when it was saved. */
  save(): Promise<boolean> {
    return this.#hand(async (bytes) => (await save(this.file, bytes)) && { job: '' }, false);
  }

  async #hand(
    to: (bytes: Uint8Array) => Promise<{ job: string } | false>,
    notes: boolean,
  ): Promise<boolean> {
    if (this.#busy) return false;
    this.#busy = true;
    this.#failure = undefined;
    try {
      if (notes) await this.#note();
      this.#bytes ??= await bytes(this.path, this.leaves ? this.#key : '');
      const handed = await to(this.#bytes);
      if (!handed) return false; // the person gave up
      if (handed.job) this.#watch(handed.job);
      else await this.#forget();
      this.#bytes = undefined;
      this.#key = newKey();
      return true;
    } catch (failure) {
      this.#failure = failure;
      if (notes) await this.#refused(failure);
      return false;
    } finally {
      this.#busy = false;
    }
  }

  /** Notes it; that this fails is no reason to keep the paper back. */
  async #note(): Promise<void> {
    const { path, kind, file } = this;
    const body = { path, kind, file, key: this.leaves ? this.#key : '' };
    this.#noted ??= await call(api.POST('/api/desk/unprinted', { body, headers: keyed(newKey()) }))
      .then(({ id }) => id)
      .catch(() => undefined);
  }

  /** The printer has it, or there is no such paper. */
  async #forget(id = this.#noted): Promise<void> {
    if (id === this.#noted) this.#noted = undefined;
    if (id) await leave(id).catch(() => undefined); // it stays a line of Today, to be left there
  }

  /** Waits in the background for what becomes of a job; the next paper is another one. */
  #watch(job: string): void {
    const id = this.#noted;
    this.#noted = undefined;
    void printed(job).then(
      () => this.#forget(id),
      (failure: unknown) => this.#refuse(failure, id),
    );
  }

  async #refused(failure: unknown): Promise<void> {
    if (!this.#bytes && failure instanceof Refusal) return this.#forget();
    await this.#refuse(failure, this.#noted);
  }

  async #refuse(failure: unknown, id: number | undefined): Promise<void> {
    if (!id) return;
    const gone = failure instanceof Refusal && failure.code === 'printerGone';
    const body = {
      code: gone ? ('printerGone' as const) : ('printFailed' as const),
      printer: gone ? String(failure.params.printer ?? '') : '',
    };
    const headers = keyed(newKey());
    await call(
      api.POST('/api/desk/unprinted/{id}/refuse', { params: { path: { id } }, body, headers }),
    ).catch(() => undefined); // by then it counts as lost
  }
}

/** Forgets a paper that was noted: a person leaves it. */
export const leave = (id: number) =>
  call(
    api.POST('/api/desk/unprinted/{id}/drop', {
      params: { path: { id } },
      headers: keyed(newKey()),
    }),
  );

/** Papers that go to their printers with one key; those that stayed behind go alone. */
export class Papers {
  constructor(readonly all: Paper[]) {}

  get busy(): boolean {
    return this.all.some((paper) => paper.busy);
  }

  async print(): Promise<void> {
    const stayed = this.all.filter((paper) => paper.failure !== undefined);
    for (const paper of stayed.length > 0 ? stayed : this.all) await paper.print();
  }
}
