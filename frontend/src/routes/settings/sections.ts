/** The sections of the settings, and the settings each holds: what the search looks through. */
import BellRing from '@lucide/svelte/icons/bell-ring';
import BookOpen from '@lucide/svelte/icons/book-open';
import Building2 from '@lucide/svelte/icons/building-2';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import CalendarDays from '@lucide/svelte/icons/calendar-days';
import CalendarX from '@lucide/svelte/icons/calendar-x-2';
import Database from '@lucide/svelte/icons/database';
import FolderCheck from '@lucide/svelte/icons/folder-check';
import FileBadge from '@lucide/svelte/icons/file-badge';
import FileText from '@lucide/svelte/icons/file-text';
import HandCoins from '@lucide/svelte/icons/hand-coins';
import Landmark from '@lucide/svelte/icons/landmark';
import ListOrdered from '@lucide/svelte/icons/list-ordered';
import Link from '@lucide/svelte/icons/link';
import Mail from '@lucide/svelte/icons/mail';
import Moon from '@lucide/svelte/icons/moon';
import Percent from '@lucide/svelte/icons/percent';
import Printer from '@lucide/svelte/icons/printer';
import ReceiptText from '@lucide/svelte/icons/receipt-text';
import Scale from '@lucide/svelte/icons/scale';
import ScrollText from '@lucide/svelte/icons/scroll-text';
import ShieldAlert from '@lucide/svelte/icons/shield-alert';
import Tag from '@lucide/svelte/icons/tag';
import Stamp from '@lucide/svelte/icons/stamp';
import MailSearch from '@lucide/svelte/icons/mail-search';
import MapPin from '@lucide/svelte/icons/map-pin';
import GraduationCap from '@lucide/svelte/icons/graduation-cap';
import Users from '@lucide/svelte/icons/users';
import WalletCards from '@lucide/svelte/icons/wallet-cards';
import { t, type Key, fold } from '@/i18n/index.svelte';
import type { IconSource } from '@/ui';
import type { Identity, Mail as MailSettings, Policy } from './settings.svelte';

/** A section: its name in the address, and the labels of its settings. */
export interface Section {
  name: string;
  title: Key;
  /** What it holds, beside the title. */
  words: Key;
  icon: IconSource;
  settings: Key[];
}

/** The label of each setting that is saved by itself. */
export const IDENTITY: Record<keyof Identity, Key> = {
  name: 'settings.clubName',
  tagline: 'settings.tagline',
  street: 'settings.street',
  postalCode: 'settings.postalCode',
  town: 'settings.town',
  phone: 'settings.phone',
  email: 'settings.email',
  website: 'settings.website',
  legalForm: 'settings.legalForm',
  registry: 'settings.registry',
  enterprise: 'settings.enterprise',
  siren: 'settings.siren',
  siret: 'settings.siret',
  rna: 'settings.rna',
  vatNumber: 'settings.vatNumber',
  country: 'settings.country',
  language: 'settings.clubLanguage',
  zone: 'settings.zone',
  iban: 'settings.iban',
  bic: 'settings.bic',
};
export const POLICY: Record<keyof Policy, Key> = {
  cartMinutes: 'settings.cartMinutes',
  cartMaxMinutes: 'settings.cartMaxMinutes',
  termDays: 'settings.termDays',
  promiseDays: 'settings.promiseDays',
  cardMonths: 'settings.cardMonths',
  noteFromCents: 'settings.noteFrom',
  numberForm: 'settings.numberForm',
  ownCreditSeries: 'settings.ownCreditSeries',
  creditForm: 'settings.creditForm',
  aidNames: 'settings.aids',
  paperNote: 'settings.paperNote',
  mediator: 'settings.mediator',
  till: 'settings.till',
  linkProvider: 'settings.linkProvider',
  linkShop: 'settings.linkShop',
  linkOnAsk: 'settings.linkOnAsk',
  linkTemplate: 'settings.linkTemplate',
  fileBeforeLink: 'settings.fileBeforeLink',
  epcText: 'settings.epcText',
  outsideVat: 'settings.outsideVat',
  vatOnCollection: 'settings.onCollection',
  deskOverrides: 'settings.deskOverrides',
  deskCreditCents: 'settings.deskCredit',
  lockMinutes: 'settings.lockMinutes',
  waysRefused: 'settings.ways',
  refuseBelowStock: 'settings.refuseBelowStock',
  cutOffMinutes: 'settings.cutOff',
  voucherHours: 'settings.voucherHours',
  voucherMonths: 'settings.voucherMonths',
  vouchersASeason: 'settings.vouchersASeason',
  voucherPeriod: 'settings.voucherPeriod',
  smallGroupDays: 'settings.smallGroupDays',
  waitingHours: 'settings.waitingHours',
  horseHabit: 'settings.horseHabit',
  yearMonth: 'settings.yearMonth',
};

/** Those of the mails that no person writes. */
export const NOTICES = {
  noticeMinutes: 'settings.noticeMinutes',
  lessonNotice: 'settings.lessonNotice',
  lessonSubject: 'settings.lessonSubject',
  lessonText: 'settings.lessonText',
  endingNotice: 'settings.endingNotice',
  endingDays: 'settings.endingDays',
  endingSubject: 'settings.endingSubject',
  endingText: 'settings.endingText',
  paperNotice: 'settings.paperNotice',
  paperDays: 'settings.paperDays',
  paperSubject: 'settings.paperSubject',
  paperText: 'settings.paperText',
  bookedNotice: 'settings.bookedNotice',
  bookedSubject: 'settings.bookedSubject',
  bookedText: 'settings.bookedText',
} as const satisfies Partial<Record<keyof MailSettings, Key>>;

const SERVERS: Record<Exclude<keyof MailSettings, keyof typeof NOTICES>, Key> = {
  sending: 'settings.sending',
  senderName: 'settings.senderName',
  senderAddress: 'settings.senderAddress',
  replyTo: 'settings.replyTo',
  sealsTo: 'settings.sealsTo',
  smtpHost: 'settings.smtpHost',
  smtpPort: 'settings.smtpPort',
  smtpSecurity: 'settings.smtpSecurity',
  smtpUser: 'settings.smtpUser',
  watching: 'settings.watching',
  imapHost: 'settings.imapHost',
  imapPort: 'settings.imapPort',
  imapSecurity: 'settings.imapSecurity',
  imapUser: 'settings.imapUser',
  folder: 'settings.folder',
  copySent: 'settings.copySent',
  sentFolder: 'settings.sentFolder',
  keepMonths: 'settings.keepMonths',
  trustedServers: 'settings.trustedServers',
  addresses: 'settings.mailAddresses',
};
export const MAIL: Record<keyof MailSettings, Key> = { ...SERVERS, ...NOTICES };

const { iban, bic, ...club } = IDENTITY;
const { cartMinutes, cartMaxMinutes, termDays, promiseDays, cardMonths, noteFromCents } = POLICY;
const { refuseBelowStock, cutOffMinutes, voucherHours, voucherMonths } = POLICY;
const { vouchersASeason, voucherPeriod, smallGroupDays, waitingHours, horseHabit, yearMonth } =
  POLICY;
const { numberForm, ownCreditSeries, aidNames, paperNote, mediator, till } = POLICY;
const { linkProvider, linkShop, linkOnAsk, linkTemplate, epcText, outsideVat, vatOnCollection } =
  POLICY;
const { deskOverrides, deskCreditCents, lockMinutes } = POLICY;

/** In the order of the list. */
export const SECTIONS: Section[] = [
  {
    ...{ name: 'club', title: 'settings.club', words: 'settings.clubWords', icon: Building2 },
    settings: Object.values(club),
  },
  {
    ...{ name: 'season', title: 'settings.season', words: 'settings.seasonWords' },
    icon: CalendarDays,
    settings: ['settings.addSeason'],
  },
  {
    ...{ name: 'closed', title: 'settings.closed', words: 'settings.closedWords' },
    icon: CalendarX,
    settings: ['settings.addClosed', 'settings.readClosed'],
  },
  {
    ...{ name: 'arenas', title: 'settings.arenas', words: 'settings.arenasWords', icon: MapPin },
    settings: ['settings.addArena'],
  },
  {
    ...{ name: 'instructors', title: 'settings.instructors', words: 'settings.instructorsWords' },
    icon: GraduationCap,
    settings: [],
  },
  {
    ...{ name: 'levels', title: 'settings.levels', words: 'settings.levelsWords' },
    icon: ListOrdered,
    settings: ['settings.addLevel', 'settings.levelAliases'],
  },
  {
    ...{ name: 'rules', title: 'settings.rules', words: 'settings.rulesWords', icon: Stamp },
    settings: [
      cartMinutes,
      cartMaxMinutes,
      termDays,
      promiseDays,
      cardMonths,
      yearMonth,
      noteFromCents,
      refuseBelowStock,
      cutOffMinutes,
      voucherHours,
      voucherMonths,
      vouchersASeason,
      voucherPeriod,
      smallGroupDays,
      waitingHours,
      horseHabit,
    ],
  },
  {
    ...{ name: 'files', title: 'settings.files', words: 'settings.filesWords', icon: FolderCheck },
    settings: [POLICY.fileBeforeLink, 'settings.addPaper'],
  },
  {
    ...{ name: 'invoices', title: 'settings.invoices', words: 'settings.invoicesWords' },
    icon: ReceiptText,
    settings: [numberForm, ownCreditSeries, aidNames, paperNote, mediator, till],
  },
  {
    ...{ name: 'reminders', title: 'settings.reminders', words: 'settings.remindersWords' },
    icon: BellRing,
    settings: ['settings.addReminder', 'settings.remindersDays'],
  },
  {
    ...{ name: 'mail', title: 'settings.mail', words: 'settings.mailWords', icon: Mail },
    settings: [...Object.values(SERVERS), 'settings.smtpPassword', 'settings.imapPassword'],
  },
  {
    ...{ name: 'notices', title: 'settings.notices', words: 'settings.noticesWords' },
    icon: CalendarClock,
    settings: [
      NOTICES.noticeMinutes,
      NOTICES.lessonNotice,
      NOTICES.endingNotice,
      NOTICES.paperNotice,
      NOTICES.bookedNotice,
    ],
  },
  {
    ...{ name: 'mail-rules', title: 'settings.mailRules', words: 'settings.mailRulesWords' },
    icon: MailSearch,
    settings: ['settings.tryMail', 'settings.providers'],
  },
  {
    ...{ name: 'links', title: 'settings.links', words: 'settings.linksWords', icon: Link },
    settings: [linkProvider, linkShop, linkOnAsk, linkTemplate, epcText],
  },
  {
    ...{ name: 'bank', title: 'settings.bank', words: 'settings.bankWords', icon: Landmark },
    settings: [iban, bic],
  },
  {
    ...{ name: 'ways', title: 'settings.ways', words: 'settings.waysWords', icon: WalletCards },
    settings: [POLICY.waysRefused],
  },
  {
    ...{ name: 'discounts', title: 'settings.discounts', words: 'settings.discountsWords' },
    icon: Tag,
    settings: ['settings.addDiscount'],
  },
  {
    ...{ name: 'aids', title: 'settings.aidKinds', words: 'settings.aidKindsWords' },
    icon: HandCoins,
    settings: ['settings.addAidKind'],
  },
  {
    ...{ name: 'vat', title: 'settings.vat', words: 'settings.vatWords', icon: Percent },
    settings: [outsideVat, vatOnCollection],
  },
  {
    ...{ name: 'accounts', title: 'settings.accounts', words: 'settings.accountsWords' },
    icon: BookOpen,
    settings: [],
  },
  {
    ...{ name: 'mentions', title: 'settings.mentions', words: 'settings.mentionsWords' },
    icon: Scale,
    settings: [],
  },
  {
    ...{ name: 'terms', title: 'settings.terms', words: 'settings.termsWords', icon: FileText },
    settings: ['settings.addTerms', 'settings.addLicenceTerms'],
  },
  {
    ...{ name: 'people', title: 'settings.people', words: 'settings.peopleWords', icon: Users },
    settings: [deskOverrides, deskCreditCents, lockMinutes],
  },
  {
    ...{ name: 'printers', title: 'settings.printers', words: 'settings.printersWords' },
    icon: Printer,
    settings: ['settings.printerA4', 'settings.printerReceipt'],
  },
  {
    ...{ name: 'overrides', title: 'settings.overrides', words: 'settings.overridesWords' },
    icon: ShieldAlert,
    settings: [],
  },
  {
    ...{
      name: 'events',
      title: 'settings.events',
      words: 'settings.eventsWords',
      icon: ScrollText,
    },
    settings: [],
  },
  {
    ...{ name: 'attestation', title: 'settings.attestation', words: 'settings.attestationWords' },
    icon: FileBadge,
    settings: ['attestation.make'],
  },
  {
    ...{ name: 'safety', title: 'settings.safety', words: 'settings.safetyWords' },
    icon: Database,
    settings: ['settings.backupFolder', 'settings.restoreNow', 'settings.verifyNow'],
  },
  {
    ...{ name: 'look', title: 'settings.look', words: 'settings.lookWords', icon: Moon },
    settings: ['settings.language', 'settings.theme'],
  },
];

/** What the journal says of sections that hold no setting of the club's identity or policy. */
const SEALED: Record<string, string> = {
  ...{ season: 'season', levels: 'levels', vat: 'vat', mentions: 'mentions', terms: 'terms' },
  ...{
    discounts: 'discounts',
    aids: 'aids',
    files: 'papers',
    reminders: 'reminders',
    mail: 'mail',
    'mail-rules': 'mailRules',
  },
};

/** The part of the settings' history that is a section's; empty where it has none. */
export function partOf({ name, settings }: Section): string {
  if (name === 'notices')
    return Object.keys(NOTICES)
      .map((field) => `mail.${field}`)
      .join();
  const fields = [
    ...Object.entries(IDENTITY).map(([field, label]) => [`identity.${field}`, label] as const),
    ...Object.entries(POLICY).map(([field, label]) => [`policy.${field}`, label] as const),
  ].flatMap(([path, label]) => (settings.includes(label) ? [path] : []));
  return [SEALED[name] ?? [], fields].flat().join();
}

/** The sections that answer what was typed, with the settings that do. */
export function find(text: string): { section: Section; settings: Key[] }[] {
  const wanted = fold(text);
  if (!wanted) return SECTIONS.map((section) => ({ section, settings: [] }));
  return SECTIONS.map((section) => ({
    section,
    settings: section.settings.filter((label) => fold(t(label)).includes(wanted)),
  })).filter(
    ({ section, settings }) =>
      settings.length > 0 || fold(`${t(section.title)} ${t(section.words)}`).includes(wanted),
  );
}
