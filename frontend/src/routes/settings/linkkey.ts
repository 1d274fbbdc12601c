import { Refusal } from '@/api/problem';
import { failureText } from '@/i18n/index.svelte';

/** What becomes of open links that a new key does not know. */
export type Links = '' | 'follow' | 'renew' | 'leave';

export interface LinkChoice {
  text: string;
  /** Another account's, one whose links' key is not here, or none at all. */
  about: 'other' | 'lost' | 'forget';
}

const ABOUT: Record<string, LinkChoice['about']> = {
  linkKeyOther: 'other',
  linkKeyLost: 'lost',
  linkKeyNeeded: 'forget',
};

/** What the owner decides before a key takes the place of another; undefined where nothing is to be. */
export function linkChoice(failure: unknown): LinkChoice | undefined {
  const about = failure instanceof Refusal ? ABOUT[failure.code] : undefined;
  return about && { text: failureText(failure), about };
}
