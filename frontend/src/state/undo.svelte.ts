/** Ctrl Z: what one did last is taken back, unless it is money or something depends on it. */
import { api, call, keyed, newKey, Refusal, type Answer } from '@/api/client';
import { t } from '@/i18n/index.svelte';
import { hasText } from '@/i18n/text';
import { go, here } from './router.svelte';
import { toast } from './toast.svelte';

export type Action = Answer<'/api/desk/actions'>[number];

/** Why an action was not taken back, beside it in the list. */
interface Refused {
  id: number;
  failure: unknown;
}

let open = $state(false);
let refused = $state.raw<Refused>();

/** Reports whether the list of one's last actions is open. */
export const areActionsOpen = (): boolean => open;

/** The action that could not be taken back, and why. */
export const undoRefused = (): Refused | undefined => refused;

/** Opens the list of one's last actions. */
export function openActions(): void {
  refused = undefined;
  open = true;
}

/** Closes it. */
export function closeActions(): void {
  open = false;
}

/** What was done, in words: "Fiche du cavalier modifiée, Manon Delcourt". */
export function actionText({ what, about }: Pick<Action, 'what' | 'about'>): string {
  const key = `action.${what}`;
  const done = hasText(key) ? t(key) : t('action.other');
  return about ? t('undo.about', { what: done, about }) : done;
}

/** One's last actions, the latest first. */
export const lastActions = (): Promise<Action[]> => call(api.GET('/api/desk/actions'));

/** Takes the latest action back that stands; where it cannot be, the list says why. */
export async function undoLast(): Promise<void> {
  const last = (await lastActions()).find((action) => !action.undoneAt);
  if (last) await undo(last);
  else openActions();
}

/** Takes an action back and says so, or says in the list why not. */
export const undo = (action: Action): Promise<void> =>
  turn(action, async (params, headers) => {
    await call(api.POST('/api/desk/actions/{id}/undo', { params, headers }));
    if (action.what === 'addHousehold' && here().name === 'families') go('families');
    toast(t('undo.done', { what: actionText(action) }));
  });

/**
 * Does again what was undone last. Once something else was done since, there is
 * nothing to do again.
 */
export async function redoLast(): Promise<void> {
  const actions = await lastActions();
  const undone = actions
    .filter((action) => action.again)
    .toSorted((a, b) => (a.undoneAt < b.undoneAt ? 1 : -1))[0];
  if (undone && !actions.some((one) => !one.undoneAt && one.doneAt > undone.undoneAt))
    await redo(undone);
  else toast(t('undo.nothingToRedo'));
}

/** Does an action again and says so, or says in the list why not. */
export const redo = (action: Action): Promise<void> =>
  turn(action, async (params, headers) => {
    await call(api.POST('/api/desk/actions/{id}/redo', { params, headers }));
    toast(t('undo.redone', { what: actionText(action) }));
  });

async function turn(
  { id }: Action,
  run: (params: { path: { id: number } }, headers: Record<string, string>) => Promise<void>,
): Promise<void> {
  refused = undefined;
  try {
    await run({ path: { id } }, keyed(newKey()));
  } catch (failure) {
    if (!(failure instanceof Refusal)) throw failure;
    refused = { id, failure };
    open = true;
  }
}

/** Says for eight seconds what was done just now, with the way back. */
export const toastDone = (text: string): void => toast(text, () => void undoLast());
