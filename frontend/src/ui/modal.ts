import { onNothing, wayBack } from './focus';

/**
 * Shows a dialog modally while it is in the page and brings the focus back to
 * where it was; for `use:modal` on a <dialog>. What has the focus may leave
 * the dialog: then its title takes it.
 */
export function modal(dialog: HTMLDialogElement): { destroy: () => void } {
  const back = wayBack(document.activeElement);
  const toTitle = () => dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus();
  dialog.showModal();
  toTitle(); // a title is no button: without this the cross would have the focus
  const watch = new MutationObserver(() => {
    if (onNothing()) toTitle();
  });
  watch.observe(dialog, { childList: true, subtree: true });
  return {
    destroy: () => {
      watch.disconnect();
      dialog.close();
      back();
    },
  };
}
