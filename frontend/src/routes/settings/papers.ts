/** The season's list of papers, in words. */
import { lang, t } from '@/i18n/index.svelte';
import type { AskedPaper } from './settings.svelte';

/** The kinds of offers a rider can have. */
export const KINDS = ['card', 'package', 'activity', 'licence', 'membership'] as const;

const KIND_TEXTS = {
  card: 'settings.kind.card',
  package: 'settings.kind.package',
  activity: 'settings.kind.activity',
  licence: 'settings.kind.licence',
  membership: 'settings.kind.membership',
} as const;
const isKind = (kind: string): kind is keyof typeof KIND_TEXTS => kind in KIND_TEXTS;

/** Several of a kind of offer: forfaits. */
export const kindText = (kind: string): string => (isKind(kind) ? t(KIND_TEXTS[kind]) : kind);

/** A row of the list in one line: asked of whom, in place of what, for how long. */
export function summary(paper: AskedPaper, papers: AskedPaper[]): string {
  const main = papers.find((other) => other.code === paper.instead);
  const whom = {
    all: t('settings.paperFor.all'),
    minors: t('settings.paperFor.minors'),
    offer: t('settings.paperFor.offer', { kind: kindText(paper.offerKind) }),
  }[paper.for];
  const validity = {
    season: t('settings.validity.season'),
    months: t('settings.validity.for', { n: paper.months }),
    always: t('settings.validity.always'),
  }[paper.validity];
  const asked = main
    ? t('settings.paperDoesFor', { name: main.name[lang()] || main.name.fr })
    : t(paper.required ? 'settings.paperIsRequired' : 'settings.paperIsOptional');
  return [whom, asked, validity].join(' · ');
}
