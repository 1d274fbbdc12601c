import { api, call, Refusal, type Answer } from '@/api/client';
import type { Lang } from '@/i18n/index.svelte';
import { Draft, type Versioned } from '@/state/draft.svelte';
import { inForce } from './periods';

export type View = Answer<'/api/desk/settings'>;
export type Identity = View['identity'];
export type Policy = View['policy'];
export type VatRate = View['vat'][number];
export type Mention = View['mentions'][number];
export type Terms = View['terms'][number];
export type AskedPaper = View['papers'][number];
export type Discount = View['discounts'][number];
export type AidKind = View['aids'][number];
export type BookAccount = View['accounts'][number];
export type ReminderLevel = View['reminders'][number];
export type Mail = View['mail'];
export type MailRules = View['mailRules'];
export type MailProvider = MailRules['providers'][number];

/** A section that is a list is saved as a whole. */
export interface Rows<T> {
  rows: T[];
}

/** The sections as the screen edits them, each saved by itself. */
export interface Sections {
  identity: Draft<Identity>;
  policy: Draft<Policy>;
  vat: Draft<Rows<VatRate>>;
  mentions: Draft<Rows<Mention>>;
  terms: Draft<Rows<Terms>>;
  papers: Draft<Rows<AskedPaper>>;
  discounts: Draft<Rows<Discount>>;
  aids: Draft<Rows<AidKind>>;
  accounts: Draft<Rows<BookAccount>>;
  reminders: Draft<Rows<ReminderLevel>>;
  mail: Draft<Mail>;
  mailRules: Draft<MailRules>;
}

const identityOf = (view: View): Versioned<Identity> => ({
  value: view.identity,
  version: view.versions.identity,
});
const policyOf = (view: View): Versioned<Policy> => ({
  value: view.policy,
  version: view.versions.policy,
});
const vatOf = (view: View): Versioned<Rows<VatRate>> => ({
  value: { rows: view.vat },
  version: view.versions.vat,
});
const mentionsOf = (view: View): Versioned<Rows<Mention>> => ({
  value: { rows: view.mentions },
  version: view.versions.mentions,
});
const termsOf = (view: View): Versioned<Rows<Terms>> => ({
  value: { rows: view.terms },
  version: view.versions.terms,
});

const papersOf = (view: View): Versioned<Rows<AskedPaper>> => ({
  value: { rows: view.papers },
  version: view.versions.papers,
});

const discountsOf = (view: View): Versioned<Rows<Discount>> => ({
  value: { rows: view.discounts },
  version: view.versions.discounts,
});

const aidsOf = (view: View): Versioned<Rows<AidKind>> => ({
  value: { rows: view.aids },
  version: view.versions.aids,
});

const accountsOf = (view: View): Versioned<Rows<BookAccount>> => ({
  value: { rows: view.accounts },
  version: view.versions.accounts,
});

const remindersOf = (view: View): Versioned<Rows<ReminderLevel>> => ({
  value: { rows: view.reminders },
  version: view.versions.reminders,
});

const mailOf = (view: View): Versioned<Mail> => ({
  value: view.mail,
  version: view.versions.mail,
});

const mailRulesOf = (view: View): Versioned<MailRules> => ({
  value: view.mailRules,
  version: view.versions.mailRules,
});

/** A list that is stale comes back as the list itself; its draft knows it as rows. */
async function listed<A>(answer: Promise<{ data?: A }>): Promise<A> {
  try {
    return await call(answer);
  } catch (failure) {
    if (!(failure instanceof Refusal) || failure.code !== 'stale') throw failure;
    const params = { ...failure.params, current: { rows: failure.params.current } };
    throw new Refusal(failure.code, failure.field, params, failure.status);
  }
}

/** Drafts over what the server says; each write answers with all sections. */
export function sectionsOf(view: View): Sections {
  return {
    identity: new Draft(identityOf(view), async (value, version, headers) =>
      identityOf(
        await call(api.PUT('/api/desk/settings/identity', { body: { value, version }, headers })),
      ),
    ),
    policy: new Draft(policyOf(view), async (value, version, headers) =>
      policyOf(
        await call(api.PUT('/api/desk/settings/policy', { body: { value, version }, headers })),
      ),
    ),
    mail: new Draft(mailOf(view), async (value, version, headers) =>
      mailOf(await call(api.PUT('/api/desk/settings/mail', { body: { value, version }, headers }))),
    ),
    mailRules: new Draft(mailRulesOf(view), async (value, version, headers) =>
      mailRulesOf(
        await call(api.PUT('/api/desk/settings/mail-rules', { body: { value, version }, headers })),
      ),
    ),
    vat: new Draft(vatOf(view), async ({ rows }, version, headers) =>
      vatOf(
        await listed(
          api.PUT('/api/desk/settings/vat', { body: { value: rows, version }, headers }),
        ),
      ),
    ),
    mentions: new Draft(mentionsOf(view), async ({ rows }, version, headers) =>
      mentionsOf(
        await listed(
          api.PUT('/api/desk/settings/mentions', { body: { value: rows, version }, headers }),
        ),
      ),
    ),
    terms: new Draft(termsOf(view), async ({ rows }, version, headers) =>
      termsOf(
        await listed(
          api.PUT('/api/desk/settings/terms', { body: { value: rows, version }, headers }),
        ),
      ),
    ),
    papers: new Draft(papersOf(view), async ({ rows }, version, headers) =>
      papersOf(
        await listed(
          api.PUT('/api/desk/settings/papers', { body: { value: rows, version }, headers }),
        ),
      ),
    ),
    aids: new Draft(aidsOf(view), async ({ rows }, version, headers) =>
      aidsOf(
        await listed(
          api.PUT('/api/desk/settings/aids', { body: { value: rows, version }, headers }),
        ),
      ),
    ),
    accounts: new Draft(accountsOf(view), async ({ rows }, version, headers) =>
      accountsOf(
        await listed(
          api.PUT('/api/desk/settings/accounts', { body: { value: rows, version }, headers }),
        ),
      ),
    ),
    reminders: new Draft(remindersOf(view), async ({ rows }, version, headers) =>
      remindersOf(
        await listed(
          api.PUT('/api/desk/settings/reminders', { body: { value: rows, version }, headers }),
        ),
      ),
    ),
    discounts: new Draft(discountsOf(view), async ({ rows }, version, headers) =>
      discountsOf(
        await listed(
          api.PUT('/api/desk/settings/discounts', { body: { value: rows, version }, headers }),
        ),
      ),
    ),
  };
}

/** Takes over what was saved elsewhere. */
export function adopt(sections: Sections, view: View): void {
  sections.identity.adopt(identityOf(view));
  sections.policy.adopt(policyOf(view));
  sections.vat.adopt(vatOf(view));
  sections.mentions.adopt(mentionsOf(view));
  sections.terms.adopt(termsOf(view));
  sections.papers.adopt(papersOf(view));
  sections.discounts.adopt(discountsOf(view));
  sections.aids.adopt(aidsOf(view));
  sections.accounts.adopt(accountsOf(view));
  sections.reminders.adopt(remindersOf(view));
  sections.mail.adopt(mailOf(view));
  sections.mailRules.adopt(mailRulesOf(view));
}

/** The sentences every invoice of a day carries; “note” stands on notes alone. */
export const mentionsOn = (rows: Mention[], day: string, policy: Policy, lang: Lang): string[] =>
  rows
    .filter((row) => inForce(row, day) && row.code !== 'note')
    .filter((row) => row.code !== 'outside' || policy.outsideVat)
    .map((row) => row.text[lang] || row.text.fr);

/** Prints a number in the club's form, as the server will: F{year}-{n:4}. */
export function numberIn(form: string, year: number, n: number): string {
  return form.replace(/\{(year|n)(?::(\d+))?\}/g, (_, name: string, width?: string) =>
    String(name === 'year' ? year : n).padStart(Number(width ?? 0), '0'),
  );
}

/** The address a family would get for 100 €, as package payment writes it. */
export function linkFor(template: string, language: string): string {
  const values: Record<string, string> = {
    ...{ amount: '100.00', cents: '10000', reference: 'RF18539007547034', language },
  };
  return template.replace(/\{(\w+)\}/g, (hole, name: string) => values[name] ?? hole);
}
