import { api, call, keyed, newKey, Refusal } from '@/api/client';
import { failureText, t } from '@/i18n/index.svelte';
import { go } from '@/state/router.svelte';
import { may } from '@/state/session.svelte';
import { toast } from '@/state/toast.svelte';
import { BANK_FILE } from '../bank/bank';
import { showStatement } from '../bank/pending.svelte';
import { isScan } from '../families/papers/papers';
import type { Mend, MemberFile } from './types';

/** How often a list that is being worked on is asked for (ARCHITECTURE, trap 7). */
const ASK_MS = 300;
/** The largest file that is read (exchange.MaxBytes). */
const MOST_BYTES = 32 << 20;

/** How the name of a list ends. */
export const LISTS = ['.csv', '.txt', '.tsv', '.xlsx'];

/** Refuses a file that is no table by its name, or is too large. */
export function checkFile(file: File): void {
  if (!LISTS.some((ending) => file.name.toLowerCase().endsWith(ending)))
    throw new Refusal('fileKind');
  checkSize(file);
}

function checkSize(file: File): void {
  if (file.size > MOST_BYTES) {
    throw new Refusal('fileTooLarge', '', { megabytes: MOST_BYTES >> 20 });
  }
}

/** The file that was sent last, and what it is looked at as: it may turn out to be the bank's. */
let sent: { id: string; file: File } | undefined;

/** Shows a list that is the bank's where statements are read; false when its file is not at hand. */
export function showAsStatement(id: string): boolean {
  if (sent?.id !== id || !may('bank')) return false;
  showStatement(sent.file);
  return true;
}

/** Opens a file that came from outside its screen: there is no field to say what is wrong beside. */
export async function showFile(file: File): Promise<void> {
  if (BANK_FILE.test(file.name)) return showStatement(file);
  if (isScan(file)) return toast(t('file.dropWhere', { name: file.name }));
  try {
    checkFile(file);
    go('families', 'import', await openFile(file));
  } catch (failure) {
    toast(failureText(failure));
  }
}

/**
 * Hands a file over to be looked at; resolves to its id. A file that is too
 * large is refused before it is read into memory.
 */
export async function openFile(
  file: File,
  openings?: { day: string; vat: string },
): Promise<string> {
  checkSize(file);
  // The description says string for bytes; what travels is an ArrayBuffer.
  const body = (await file.arrayBuffer()) as unknown as string;
  const view = await call(
    api.POST('/api/desk/member-files', {
      params: { query: { name: file.name, ...(openings && { openings: true, ...openings }) } },
      body,
      headers: { ...keyed(newKey()), 'Content-Type': 'application/octet-stream' },
    }),
  );
  sent = { id: view.id, file };
  return view.id;
}

/** A list somebody looks at, followed for as long as it is worked on. */
export class Looked {
  view = $state.raw<MemberFile>();
  failure = $state.raw<unknown>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;
  #importKey = newKey();
  #written: Promise<void> = Promise.resolve();
  #waiting = 0; // writes that wait for the one before

  constructor(readonly id: string) {
    void this.#ask(() =>
      call(api.GET('/api/desk/member-files/{id}', { params: { path: { id } } })),
    );
  }

  /** Stops asking. */
  leave(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }

  get #path() {
    return { params: { path: { id: this.id } } };
  }

  /** Why the last thing done to it failed, in words. */
  get trouble(): string | undefined {
    if (this.failure !== undefined) return failureText(this.failure);
    const said = this.view?.failure;
    return said && failureText(new Refusal(said.code, '', said.params));
  }

  /** What the columns become stands at once: the next choice may come before the answer. */
  readAs(
    fields: string[],
    properNames: boolean,
    country = this.view?.country ?? '',
  ): Promise<void> {
    if (this.view) {
      const columns = this.view.columns.map((column, at) =>
        column.field === fields[at] ? column : { ...column, field: fields[at] ?? '', becomes: '' },
      );
      this.view = { ...this.view, columns, properNames, country };
    }
    const body = { fields, properNames, country };
    return this.#write((headers) =>
      call(api.PUT('/api/desk/member-files/{id}/columns', { ...this.#path, body, headers })),
    );
  }

  mend(line: number, body: Mend): Promise<void> {
    const params = { path: { id: this.id, line } };
    return this.#write((headers) =>
      call(api.PUT('/api/desk/member-files/{id}/lines/{line}', { params, body, headers })),
    );
  }

  setAllAside(): Promise<void> {
    return this.#write((headers) =>
      call(api.POST('/api/desk/member-files/{id}/set-aside', { ...this.#path, headers })),
    );
  }

  /** Says of which country those are of whom a line says none; the columns stay. */
  from(country: string): Promise<void> {
    const { columns = [], properNames = true } = this.view ?? {};
    return this.readAs(
      columns.map(({ field }) => field),
      properNames,
      country,
    );
  }

  leaveBrought(): Promise<void> {
    return this.#write((headers) =>
      call(api.POST('/api/desk/member-files/{id}/leave-brought', { ...this.#path, headers })),
    );
  }

  /** Imports it; its key stays until an answer came, so that twice is once. */
  async import(): Promise<void> {
    const headers = keyed(this.#importKey);
    await this.#ask(() =>
      call(api.POST('/api/desk/member-files/{id}/import', { ...this.#path, headers })),
    );
  }

  stop(): Promise<void> {
    return this.#write((headers) =>
      call(api.POST('/api/desk/member-files/{id}/stop', { ...this.#path, headers })),
    );
  }

  async close(): Promise<void> {
    this.leave();
    const headers = keyed(newKey());
    await call(api.DELETE('/api/desk/member-files/{id}', { ...this.#path, headers })).catch(
      () => undefined, // it is gone already
    );
  }

  /** Writes one after the other: the last choice is the last that arrives. */
  #write(send: (headers: Record<string, string>) => Promise<MemberFile>): Promise<void> {
    this.#waiting += 1;
    this.#written = this.#written.then(() => {
      this.#waiting -= 1;
      return this.#ask(() => send(keyed(newKey())));
    });
    return this.#written;
  }

  /** Takes an answer unless a later question has overtaken it, and asks on. */
  async #ask(send: () => Promise<MemberFile>): Promise<void> {
    const turn = ++this.#turn;
    clearTimeout(this.#timer);
    try {
      const view = await send();
      if (turn !== this.#turn || this.#waiting > 0) return; // a choice that waits is not taken back
      if (view.failure) this.#importKey = newKey(); // refused: the next press is another one
      [this.view, this.failure] = [view, undefined];
    } catch (failure) {
      if (turn === this.#turn) this.failure = failure;
    }
    if (turn === this.#turn && this.view?.doing) {
      this.#timer = setTimeout(
        () => void this.#ask(() => call(api.GET('/api/desk/member-files/{id}', this.#path))),
        ASK_MS,
      );
    }
  }
}
