/**
 * Shows a dialog modally while it is in the page and brings the focus back to
 * where it was; for `use:modal` on a <dialog>. The focus is never left on
 * nothing: it stays on the title when what had it leaves the dialog, and goes
 * near to where it was when that has left the page.
 */
export function modal(dialog: HTMLDialogElement): { destroy: () => void } {
  const before = document.activeElement;
  const grid = before?.closest('[role="grid"]');
  const outer = before?.closest('dialog');
  const title = (of: Element | null | undefined) =>
    of?.querySelector<HTMLElement>('[data-autofocus]');
  dialog.showModal();
  // A title is no button: without this the cross would have the focus.
  title(dialog)?.focus();
  const watch = new MutationObserver(() => {
    if (document.activeElement === document.body) title(dialog)?.focus();
  });
  watch.observe(dialog, { childList: true, subtree: true });
  return {
    destroy: () => {
      watch.disconnect();
      dialog.close();
      const near = [
        before instanceof HTMLElement && before !== document.body && before,
        grid?.querySelector<HTMLElement>('tr[tabindex="0"]'),
        title(outer),
        document.querySelector('main'),
      ];
      for (const element of near) if (element && element.isConnected) return element.focus();
    },
  };
}
