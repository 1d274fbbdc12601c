/** What a club says of itself while it is set up, kept on this computer until the club is open. */
import type { components } from '@/api/schema';
import type { Lang } from '@/i18n/index.svelte';
import { partsOf } from '@/i18n/format';

export type FirstRun = components['schemas']['FirstRun'];
export type Identity = FirstRun['identity'];

/** The steps in their order. */
export const STEPS = ['club', 'season', 'vat', 'bank', 'catalogue', 'families', 'open'] as const;
export type Step = (typeof STEPS)[number];

export interface Draft {
  step: Step;
  /** The steps somebody went through. */
  passed: Step[];
  run: FirstRun;
}

/** What the API can check of one field before the whole is sent. */
export type Kind = 'iban' | 'bic' | 'siret' | 'rna' | 'enterprise' | 'vat' | 'email' | 'link';

/** The fields that are checked when their step is left, in JSON spelling. */
export const RULES: Record<string, { kind?: Kind; required?: true }> = {
  owner: { required: true },
  'identity.name': { required: true },
  'identity.email': { kind: 'email' },
  'identity.siret': { kind: 'siret' },
  'identity.rna': { kind: 'rna' },
  'identity.enterprise': { kind: 'enterprise' },
  'season.name': { required: true },
  'season.first': { required: true },
  'season.last': { required: true },
  'identity.vatNumber': { kind: 'vat' },
  'identity.iban': { kind: 'iban' },
  'identity.bic': { kind: 'bic' },
  link: { kind: 'link' },
};

/** The step that asks for a field. */
export function stepOf(field: string): Step {
  if (field.startsWith('season.')) return 'season';
  if (field === 'identity.vatNumber') return 'vat';
  if (/^(identity\.(iban|bic)|link)$/.test(field)) return 'bank';
  return 'club';
}

/** The season a day lies in, from September to August, as people say it: 2026–2027. */
export function seasonOn(today: string): FirstRun['season'] {
  const { year, month } = partsOf(today) ?? { year: 2026, month: 9 };
  const begin = month < 9 ? year - 1 : year;
  const [first, last] = [`${begin}-09-01`, `${begin + 1}-08-31`];
  return { id: 0, name: seasonName(first, last), first, last };
}

/** 2026–2027, or 2026 for a season within one year. */
export function seasonName(first: string, last: string): string {
  const years = [...new Set([partsOf(first)?.year, partsOf(last)?.year])];
  return years.filter((year) => year !== undefined).join('–');
}

/** A club nothing is known of yet. */
export const emptyDraft = (language: Lang, today: string): Draft => ({
  step: 'club',
  passed: [],
  run: {
    owner: '',
    season: seasonOn(today),
    vat: true,
    link: '',
    starter: true,
    training: false,
    identity: {
      name: '',
      tagline: '',
      legalForm: '',
      registry: '',
      street: '',
      postalCode: '',
      town: '',
      country: language === 'nl' ? 'BE' : 'FR',
      phone: '',
      email: '',
      website: '',
      siren: '',
      siret: '',
      rna: '',
      enterprise: '',
      vatNumber: '',
      iban: '',
      bic: '',
      language,
      zone: '',
    },
  },
});

const ZONES = { FR: 'Europe/Paris', BE: 'Europe/Brussels' };

/** What is sent: without what only the other country, or a club with VAT, is asked. */
export function requestOf({ run }: Draft): FirstRun {
  const french = run.identity.country === 'FR';
  const { siret, rna, registry, enterprise, vatNumber } = run.identity;
  return {
    ...run,
    identity: {
      ...run.identity,
      siret: french ? siret : '',
      rna: french ? rna : '',
      registry: french ? registry : '',
      enterprise: french ? '' : enterprise,
      vatNumber: run.vat ? vatNumber || vatNumberOf(run.identity) : '', // its step may have been passed over
      zone: ZONES[run.identity.country],
    },
  };
}

/**
 * The VAT number that follows from the number of the company: in France FR, a
 * key of two figures (12 + 3 × SIREN mod 97, mod 97) and the SIREN; in Belgium BE
 * and the enterprise number. Empty when that is not known.
 */
export function vatNumberOf({ country, siret, enterprise }: Identity): string {
  const figures = (text: string) => text.replace(/\D/g, '');
  if (country === 'BE') return enterprise && `BE${figures(enterprise)}`;
  const siren = figures(siret).slice(0, 9);
  if (siren.length < 9) return '';
  const key = (12 + 3 * (Number(siren) % 97)) % 97;
  return `FR${String(key).padStart(2, '0')}${siren}`;
}

const STORED = 'paddock.firstRun';

/** Reads the draft of an earlier day; one that cannot be read is none. */
export function loadDraft(language: Lang, today: string): Draft {
  const empty = emptyDraft(language, today);
  try {
    const kept = JSON.parse(localStorage.getItem(STORED) ?? '{}') as Partial<Draft>;
    if (!kept.run || !STEPS.includes(kept.step as Step)) return empty;
    return {
      step: kept.step as Step,
      passed: kept.passed ?? [],
      run: {
        ...empty.run,
        ...kept.run,
        identity: { ...empty.run.identity, ...kept.run.identity },
      },
    };
  } catch {
    return empty;
  }
}

export const keepDraft = (draft: Draft): void =>
  localStorage.setItem(STORED, JSON.stringify(draft));

export const dropDraft = (): void => localStorage.removeItem(STORED);
