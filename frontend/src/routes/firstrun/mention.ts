import { t } from '@/i18n/index.svelte';
import type { Identity } from './draft';

/** The sentence a club outside VAT begins with, as the backend chooses it (startSettings). */
export function outsideMention({ country, rna }: Identity): string {
  if (country === 'BE') return t('starter.mention.outsideBe');
  return t(rna.trim() ? 'starter.mention.exemptFr' : 'starter.mention.outsideFr');
}
