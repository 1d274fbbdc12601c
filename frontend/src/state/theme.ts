/** Light or dark: the system's choice, or this person's. */
export type Theme = 'system' | 'light' | 'dark';

let chosen: Theme = 'system';
const dark = window.matchMedia?.('(prefers-color-scheme: dark)');

/** Sets `data-theme`; "system" goes on following the system. */
export function applyTheme(theme: Theme = 'system'): void {
  chosen = theme;
  const isDark = theme === 'dark' || (theme === 'system' && dark?.matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
}

dark?.addEventListener('change', () => applyTheme(chosen));
