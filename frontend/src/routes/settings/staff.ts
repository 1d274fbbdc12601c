/** The people who work here, as the settings show them. */
import type { Answer } from '@/api/client';
import type { Key } from '@/i18n/index.svelte';

export type Staff = Answer<'/api/desk/staff'>[number];
export type Role = Staff['role'];

/** What a role may do, in a line. */
export const MAY: Record<Role, Key> = {
  owner: 'settings.roleOwnerMay',
  desk: 'settings.roleDeskMay',
  instructor: 'settings.roleInstructorMay',
};

/** Somebody who begins to work here. */
export const newcomer = (): Staff => ({
  ...{ id: 0, name: '', role: 'desk', active: true, hasPin: false, language: '', version: 0 },
});
