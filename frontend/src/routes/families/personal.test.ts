import { expect, it } from 'vitest';
import { leaves, paperFile } from './personal';

it('names a file after its household in letters every system takes', () => {
  expect(paperFile('Données personnelles', 'Lefèvre – d’Août', 'pdf')).toBe(
    'donnees-personnelles-lefevre-d-aout.pdf',
  );
});

it('counts what goes and leaves out what there is none of', () => {
  const erasure = { riders: 2, contacts: 1, addresses: 0, reasons: 0 };
  expect(leaves(erasure as Parameters<typeof leaves>[0])).toEqual([
    { key: 'personal.riders', n: 2 },
    { key: 'personal.contacts', n: 1 },
  ]);
});
