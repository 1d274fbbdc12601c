import { Submission } from '@/state/submission.svelte';

type Headers = Parameters<Parameters<Submission['run']>[0]>[0];

/**
 * A secret that is typed, kept on this computer, and tried: a mailbox's password, a
 * payment provider's key. What is kept is never shown again.
 */
export class Secret<Kept> {
  /** What is typed and not kept yet. */
  text = $state('');
  /** It was tried, and works. */
  works = $state(false);
  /** What the program answered when it was kept last. */
  answered = $state.raw<Kept>();
  readonly keeping = new Submission();
  readonly trying = new Submission();
  #under: Promise<void> = Promise.resolve();
  readonly #keep: (secret: string, headers: Headers) => Promise<Kept>;
  readonly #try: (headers: Headers) => Promise<unknown>;

  constructor(
    keep: (secret: string, headers: Headers) => Promise<Kept>,
    tried: (headers: Headers) => Promise<unknown>,
  ) {
    this.#keep = keep;
    this.#try = tried;
  }

  /** Keeps a secret; an empty one forgets what is kept. */
  keep(secret: string): Promise<void> {
    return (this.#under = this.#under.then(() => this.#keepNow(secret)));
  }

  async #keepNow(secret: string): Promise<void> {
    this.works = false;
    this.trying.clear();
    const answer = await this.keeping.run((headers) => this.#keep(secret, headers));
    if (!answer) return;
    this.answered = answer;
    this.text = '';
  }

  /** Tries what is kept, once what is typed is kept too: leaving the field keeps it already. */
  async attempt(): Promise<void> {
    this.works = false;
    await this.#under;
    if (this.text) await this.keep(this.text);
    if (this.keeping.failure) return;
    this.works = Boolean(await this.trying.run((headers) => this.#try(headers)));
  }
}
