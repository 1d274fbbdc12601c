import { api, call } from '@/api/client';
import { t } from '@/i18n/index.svelte';
import { Submission } from '@/state/submission.svelte';
import { toast } from '@/state/toast.svelte';

/** Undoes an import as a whole, and says so. */
export class Undoing {
  readonly #submission = new Submission();
  /** The import whose undoing failed last. */
  of = $state(0);

  get busy(): boolean {
    return this.#submission.busy;
  }

  get failure(): unknown {
    return this.#submission.failure;
  }

  async run(id: number, file: string): Promise<boolean> {
    this.of = id;
    const undone = await this.#submission.run((headers) =>
      call(api.POST('/api/desk/imports/{id}/undo', { params: { path: { id } }, headers })),
    );
    if (undone) toast(t('import.undone', { file, n: undone.riders }));
    return undone !== undefined;
  }
}
