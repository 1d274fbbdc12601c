/** Files that are dropped anywhere on a screen which knows what to do with them. */
type Take = (files: File[]) => boolean;

let own: Take | undefined;

/** Offers what is dropped to the screen while it is shown; it says whether it takes it. */
export function useTaking(take: Take): void {
  $effect(() => {
    own = take;
    return () => {
      if (own === take) own = undefined;
    };
  });
}

/** Whether the screen that is shown takes them. */
export const screenTakes = (files: File[]): boolean => own?.(files) ?? false;
