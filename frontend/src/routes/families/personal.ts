import type { components } from '@/api/schema';
import type { Key } from '@/i18n/text';

export type Erasure = components['schemas']['Erasure'];

/** What an erasure takes away, counted, without what there is none of. */
export function leaves(erasure: Erasure): { key: Key; n: number }[] {
  return [
    { key: 'personal.riders' as const, n: erasure.riders },
    { key: 'personal.contacts' as const, n: erasure.contacts },
    { key: 'personal.addresses' as const, n: erasure.addresses },
    { key: 'personal.reasons' as const, n: erasure.reasons },
  ].filter((one) => one.n > 0);
}

/** A file name that every system takes: donnees-personnelles-delcourt.pdf. */
export function paperFile(title: string, name: string, kind: 'pdf' | 'json'): string {
  const plain = `${title} ${name}`
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${plain}.${kind}`;
}
