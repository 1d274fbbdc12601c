import { keyed, newKey } from '@/api/client';
import { print, save, type Paper as Printer } from '@/platform';

/**
 * One paper that leaves the program. Its bytes are asked for once and kept until
 * they are printed or saved: a printer out of paper does not turn the original
 * into a duplicate. The next one is another paper under another key.
 */
export class Paper {
  #ask: (headers: Record<string, string>) => Promise<ArrayBuffer>;
  #bytes: Uint8Array | undefined;
  #key = newKey();
  #busy = $state(false);
  #failure = $state.raw<unknown>();

  constructor(
    readonly kind: Printer,
    readonly file: string,
    ask: (headers: Record<string, string>) => Promise<ArrayBuffer>,
  ) {
    this.#ask = ask;
  }

  get busy(): boolean {
    return this.#busy;
  }

  get failure(): unknown {
    return this.#failure;
  }

  print(): Promise<void> {
    return this.#hand((bytes) => print(bytes, this.kind));
  }

  save(): Promise<void> {
    return this.#hand((bytes) => save(this.file, bytes));
  }

  async #hand(to: (bytes: Uint8Array) => Promise<boolean | void>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#failure = undefined;
    try {
      this.#bytes ??= new Uint8Array(await this.#ask(keyed(this.#key)));
      if ((await to(this.#bytes)) === false) return; // the person gave up
      this.#bytes = undefined;
      this.#key = newKey();
    } catch (failure) {
      this.#failure = failure;
    } finally {
      this.#busy = false;
    }
  }
}
