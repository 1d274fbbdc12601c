import { go } from '@/state/router.svelte';

/** A bank's file that was dropped elsewhere and waits for its screen. */
let waiting = $state.raw<File>();

export function showStatement(file: File): void {
  waiting = file;
  go('bank');
}

/** Takes the file that waits, once. */
export function takePending(): File | undefined {
  const file = waiting;
  waiting = undefined;
  return file;
}
