/** One short message at the foot of the window: something was done. Errors are never toasts. */
export interface Toast {
  text: string;
  undo?: () => void;
}

const SHOWN_MS = 8000;

let current = $state.raw<Toast>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** The message shown now. */
export const currentToast = (): Toast | undefined => current;

/** Shows a message for eight seconds, with "Undo" when it can be undone. */
export function toast(text: string, undo?: () => void): void {
  clearTimeout(timer);
  current = { text, undo };
  timer = setTimeout(() => (current = undefined), SHOWN_MS);
}

/** Takes the message away. */
export function dropToast(): void {
  clearTimeout(timer);
  current = undefined;
}
