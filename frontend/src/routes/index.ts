import type { Component } from 'svelte';

/** What a screen is given: what follows its name in the address, and the query. */
export interface ScreenProps {
  rest: string[];
  query: Record<string, string>;
}

/** A screen, loaded when it is first opened. */
export type Screen = () => Promise<{ default: Component<ScreenProps> }>;

/** The screens by the name in their address: `families: () => import('./families/Families.svelte')`. */
export const screens: Partial<Record<string, Screen>> = {
  today: () => import('./today/Today.svelte'),
  invoices: () => import('./invoices/Invoices.svelte'),
  messages: () => import('./messages/Messages.svelte'),
  settings: () => import('./settings/Settings.svelte'),
  desk: () => import('./desk/Desk.svelte'),
  bank: () => import('./bank/Bank.svelte'),
  close: () => import('./close/Close.svelte'),
  catalogue: () => import('./catalogue/Catalogue.svelte'),
  horses: () => import('./horses/Horses.svelte'),
  planning: () => import('./planning/Planning.svelte'),
  activities: () => import('./activities/Activities.svelte'),
  families: () => import('./families/Families.svelte'),
  accounting: () => import('./accounting/Accounting.svelte'),
  riders: () => import('./riders/Riders.svelte'),
  'first-run': () => import('./firstrun/FirstRun.svelte'),
};

/** The screen of a club that is not there yet, shown without the shell. */
export const FIRST_RUN = 'first-run';
