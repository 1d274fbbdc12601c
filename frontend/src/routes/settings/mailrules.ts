/** What each list of the rules that mails are read by is called. */
import type { Key } from '@/i18n/index.svelte';
import type { MailRules } from './settings.svelte';

export const MAIL_RULES: Record<keyof MailRules, Key> = {
  absentFr: 'settings.absentFr',
  absentNl: 'settings.absentNl',
  absentEn: 'settings.absentEn',
  presentFr: 'settings.presentFr',
  presentNl: 'settings.presentNl',
  presentEn: 'settings.presentEn',
  doubtfulFr: 'settings.doubtfulFr',
  doubtfulNl: 'settings.doubtfulNl',
  doubtfulEn: 'settings.doubtfulEn',
  enrolFr: 'settings.enrolFr',
  enrolNl: 'settings.enrolNl',
  enrolEn: 'settings.enrolEn',
  unpaidFr: 'settings.unpaidFr',
  unpaidNl: 'settings.unpaidNl',
  unpaidEn: 'settings.unpaidEn',
  papers: 'settings.says.papers',
  plain: 'settings.says.plain',
  providers: 'settings.providers',
};
