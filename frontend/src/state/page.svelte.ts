/** What the open screen says of itself in the top bar. */
export interface Page {
  title: string;
  /** Beside the title, smaller: a count, a season. */
  note?: string;
  /** The screen has a primary button of its own, so "Sale" is not one. */
  ownPrimary?: boolean;
}

let current = $state.raw<Page>({ title: '' });

/** The page in force. */
export const page = (): Page => current;

/** Names the screen, called as it is made: `usePage(() => ({ title: t('area.families') }))`. */
export function usePage(describe: () => Page): void {
  $effect.pre(() => {
    const next = describe();
    current = next;
    document.title = `${next.title} · Paddock`;
  });
}
