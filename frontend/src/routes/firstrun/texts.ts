import type { Key } from '@/i18n/index.svelte';
import type { Step } from './draft';

/** What each step is called, its title, and what it is for. */
export const STEP_TEXTS: Record<Step, { name: Key; title: Key; text: Key }> = {
  club: { name: 'firstRun.club', title: 'firstRun.clubTitle', text: 'firstRun.clubText' },
  season: { name: 'firstRun.season', title: 'firstRun.seasonTitle', text: 'firstRun.seasonText' },
  vat: { name: 'firstRun.vat', title: 'firstRun.vatTitle', text: 'firstRun.vatText' },
  bank: { name: 'firstRun.bank', title: 'firstRun.bankTitle', text: 'firstRun.bankText' },
  catalogue: {
    name: 'firstRun.catalogue',
    title: 'firstRun.catalogueTitle',
    text: 'firstRun.catalogueText',
  },
  families: {
    name: 'firstRun.families',
    title: 'firstRun.familiesTitle',
    text: 'firstRun.familiesText',
  },
  open: { name: 'firstRun.open', title: 'firstRun.openTitle', text: 'firstRun.openText' },
};
