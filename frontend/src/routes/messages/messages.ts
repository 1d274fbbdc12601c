/** What mails say and ask, in the words of the screen. */
import CalendarPlus from '@lucide/svelte/icons/calendar-plus';
import CalendarX from '@lucide/svelte/icons/calendar-x';
import FileText from '@lucide/svelte/icons/file-text';
import Landmark from '@lucide/svelte/icons/landmark';
import ReceiptEuro from '@lucide/svelte/icons/receipt-euro';
import TentTree from '@lucide/svelte/icons/tent-tree';
import type { Answer } from '@/api/client';
import { briefDay, hourOf, t, type Key } from '@/i18n/index.svelte';
import { dayOf } from '@/places/places';
import { session } from '@/state/session.svelte';
import type { IconSource } from '@/ui';
import { answersOf } from '../activities/enrolment';

export type MailRow = Answer<'/api/desk/mails'>[number];
export type Mail = Answer<'/api/desk/mails/{id}'>;
export type Proposal = Mail['proposals'][number];
export type Mailbox = Answer<'/api/desk/mailbox'>;

const ICONS: Record<Proposal['kind'], IconSource> = {
  absence: CalendarX,
  enrolment: TentTree,
  booking: CalendarPlus,
  notice: Landmark,
  invoice: ReceiptEuro,
  paper: FileText,
  statement: Landmark,
};
export const iconOf = (kind: Proposal['kind']): IconSource => ICONS[kind];

/** Who wrote, as they call themselves. */
export const sender = (mail: MailRow): string =>
  mail.senderName || mail.sender || t('messages.nobody');

/** When it was written: the time today, else the day. */
export const written = (mail: MailRow): string =>
  dayOf(mail.writtenAt) === session().today
    ? hourOf(mail.writtenAt)
    : briefDay(dayOf(mail.writtenAt));

/** What a finding is called in a list. */
export const foundText = (found: MailRow['found'][number]): string =>
  found.about
    ? `${t(`messages.kind.${found.kind}`)}, ${found.about}`
    : t(`messages.kind.${found.kind}`);

/** What a person says of a proposal: whose paper it is and which, who takes the place. */
export interface Chosen {
  rider: number;
  paper: string;
  surname: string;
  firstName: string;
  birthDate: string;
  /** To what the activity asks, by its questions. */
  answers: Record<number, string>;
}

/** What is known of it before anybody chose: a guest is called as they call themselves. */
export function chosenFor(mail: Mail, p: Proposal): Chosen {
  const [firstName = '', ...surname] = p.guest ? mail.senderName.split(' ') : [];
  return {
    rider: p.rider || (mail.riders[0]?.rider ?? 0),
    paper: p.paper,
    ...{ firstName, surname: surname.join(' '), birthDate: '', answers: {} },
  };
}

/** Whether all is said that accepting it needs. */
export const complete = (p: Proposal, chosen: Chosen | undefined): boolean =>
  p.kind === 'paper'
    ? !!chosen?.paper
    : p.kind !== 'enrolment' ||
      (p.questions.every(({ id, required }) => !required || chosen?.answers[id]?.trim()) &&
        (p.guest
          ? !!(chosen?.birthDate && chosen.surname && chosen.firstName)
          : (chosen?.rider ?? 0) > 0));

/** What accepting it sends. */
export const itemOf = (p: Proposal, chosen: Chosen | undefined) => ({
  key: p.key,
  ...(p.kind === 'paper' && { rider: chosen?.rider, paper: chosen?.paper }),
  ...(p.kind === 'enrolment' &&
    (p.guest
      ? {
          surname: chosen?.surname,
          firstName: chosen?.firstName,
          birthDate: chosen?.birthDate,
        }
      : { rider: chosen?.rider })),
  ...(p.kind === 'enrolment' && { answers: answersOf(chosen?.answers ?? {}) }),
});

/** Why something is proposed, and what is to be checked. */
export const whyText = (why: string[]): string =>
  [...new Set(why)].map((w) => t(`mailbox.why.${w}` as Key)).join(', ');

/** Whether a full lesson is what it is about: nothing is done, and the answer says so. */
export const onlySaid = (p: Proposal): boolean => p.kind === 'booking' && !p.can && p.says !== '';

/** The answer that the ticked proposals make. */
export function answerText(mail: Mail, ticked: Record<string, boolean>): string {
  if (!mail.answer || mail.answer.off) return '';
  const says = mail.proposals
    .filter((p) => (ticked[p.ref] || onlySaid(p)) && p.says)
    .map((p) => p.says);
  return [mail.answer.begins, ...says, mail.answer.ends].join('\n\n');
}

/** What is ticked before anybody says: what is sure, and a guest's place, which needs their birth date. */
export const tickedFor = (mail: Mail): Record<string, boolean> =>
  Object.fromEntries(
    mail.proposals.filter(({ can }) => can).map(({ ref, sure, guest }) => [ref, sure || guest]),
  );

/** The absences that are not ticked, by their refs in one piece: the others do something else without them. */
export const leftOut = (mail: Mail | undefined, ticked: Record<string, boolean>): string =>
  (mail?.proposals ?? [])
    .filter((p) => p.kind === 'absence' && p.can && ticked[p.ref] === false)
    .map(({ ref }) => ref)
    .join(' ');
