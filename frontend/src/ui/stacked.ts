import { MediaQuery } from 'svelte/reactivity';

/** A narrow window, in which the panels of a screen stand under each other (reflow.css). */
export const stacked = new MediaQuery('max-width: 1000px');
