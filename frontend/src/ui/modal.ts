/**
 * Shows a dialog modally while it is in the page and brings the focus back to
 * where it was; for `use:modal` on a <dialog>.
 */
export function modal(dialog: HTMLDialogElement): { destroy: () => void } {
  const before = document.activeElement;
  dialog.showModal();
  // A title is no button: without this the cross would have the focus.
  dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus();
  return {
    destroy: () => {
      dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    },
  };
}
