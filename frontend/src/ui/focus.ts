/** Whether no key has anything to act on. */
export const onNothing = (): boolean => document.activeElement === document.body;

function takes(element: HTMLElement | null): boolean {
  element?.focus(); // what is hidden does not take it
  return element !== null && document.activeElement === element;
}

/**
 * Remembers what has the keyboard and gives the way back there. When that has left the page, the
 * way leads near: to the current row of its list, to the search of a list that is empty now, to
 * the title of the sheet around it, else to the screen. Lists and sheets both go by it, so that
 * it leads to the same place whichever of them changes first.
 */
export function wayBack(from: Element | null): () => void {
  const around: Element[] = [];
  for (let one = from?.parentElement; one; one = one.parentElement) around.push(one);
  if (from === document.body) around.length = 0; // on nothing: the keys of the screen act again
  return () => {
    if (from instanceof HTMLElement && from !== document.body && takes(from)) return;
    for (const place of around.filter(({ isConnected }) => isConnected)) {
      if (takes(place.querySelector('tr[tabindex="0"]'))) return;
      if (takes(place.querySelector('input[type="search"]'))) return;
      if (place instanceof HTMLDialogElement && takes(place.querySelector('[data-autofocus]')))
        return;
      if (place.matches('main, dialog')) break;
    }
    document.querySelector('main')?.focus();
  };
}
