/** Puts the cursor into the bad line at a place of a list, or into its last one. */
export function leadTo(list: HTMLElement, at: number): void {
  const lines = list.querySelectorAll('.bad');
  const line = lines[Math.min(at, lines.length - 1)];
  const control = line?.querySelector<HTMLElement>('input, select, button');
  control?.focus();
  if (control instanceof HTMLInputElement) control.select();
}
