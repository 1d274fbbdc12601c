import type { Key } from '@/i18n/index.svelte';
import type { Session } from '@/state/session.svelte';

/** What each role is called. */
export const ROLE: Record<Session['people'][number]['role'], Key> = {
  owner: 'settings.roleOwner',
  desk: 'settings.roleDesk',
  instructor: 'settings.roleInstructor',
};
