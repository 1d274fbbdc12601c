import { keyed, newKey } from '@/api/client';
import { print, save, type Paper as Printer } from '@/platform';

/**
 * One paper that leaves the program. Its bytes are asked for once and kept until
 * they are printed or saved: a printer out of paper does not turn the original
 * into a duplicate. The next one is another paper under another key.
 */
export class Paper {
  #ask: (headers: Record<string, string>) => Promise<ArrayBuffer | ArrayLike<number>>;
  #bytes: Uint8Array | undefined;
  #key = newKey();
  #busy = $state(false);
  #failure = $state.raw<unknown>();

  constructor(
    readonly kind: Printer,
    readonly file: string,
    ask: (headers: Record<string, string>) => Promise<ArrayBuffer | ArrayLike<number>>,
  ) {
    this.#ask = ask;
  }

  get busy(): boolean {
    return this.#busy;
  }

  get failure(): unknown {
    return this.#failure;
  }

  /** True when it went to the printer. */
  print(): Promise<boolean> {
    return this.#hand((bytes) => print(bytes, this.kind));
  }

  /** True when it was saved. */
  save(): Promise<boolean> {
    return this.#hand((bytes) => save(this.file, bytes));
  }

  async #hand(to: (bytes: Uint8Array) => Promise<boolean | void>): Promise<boolean> {
    if (this.#busy) return false;
    this.#busy = true;
    this.#failure = undefined;
    try {
      this.#bytes ??= new Uint8Array(await this.#ask(keyed(this.#key)));
      if ((await to(this.#bytes)) === false) return false; // the person gave up
      this.#bytes = undefined;
      this.#key = newKey();
      return true;
    } catch (failure) {
      this.#failure = failure;
      return false;
    } finally {
      this.#busy = false;
    }
  }
}

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
