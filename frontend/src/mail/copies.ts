import { Refusal, type Answer } from '@/api/client';
import { failureText, hourOf, t } from '@/i18n/index.svelte';

type State = Answer<'/api/desk/outbox/state'>;

/** Why the mailbox did not take the copy of a mail that left, and when it is tried again. */
export const noCopy = ({ fault, params, againAt }: NonNullable<State['noCopy']>): string =>
  `${failureText(new Refusal(fault, '', params))} ${t('outbox.tryAgain', { time: hourOf(againAt) })}`;

/** That mails are not among the sent ones of the mailbox; nothing when all are. */
export const copiesMissing = ({ missing, noCopy: why }: State): string =>
  why ? `${t('outbox.missing', { n: missing })} ${noCopy(why)}` : '';
