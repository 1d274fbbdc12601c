import { beforeEach, describe, expect, it } from 'vitest';
import { Fault, Refusal } from '@/api/problem';
import { setLang } from '@/i18n/index.svelte';
import { Edit } from './edit.svelte';
import { relationCode, relationText } from './people';

interface Form {
  name: string;
  note: string;
  riders: string[];
}
const words = {
  name: (text: string) => text,
  note: (text: string) => text,
  riders: (list: string[]) => list.join(', '),
};
const start = () => ({ name: 'Delcourt', note: '', riders: ['Manon'], version: 4 });
const stale = (stored: object) => new Refusal('stale', '', { version: 5, stored }, 409);

const labels = {
  name: 'families.name',
  note: 'families.note',
  riders: 'families.members',
} as const;

/** The form with what I wrote. */
function edited(form: Partial<Form>): Edit<Form> {
  const edit = new Edit<Form>(start(), words, labels);
  Object.assign(edit.form, form);
  return edit;
}

describe('a form over what somebody else saved meanwhile', () => {
  beforeEach(() => setLang('fr'));

  it('keeps what only I changed, takes what only they did, and asks nothing', () => {
    const edit = edited({ riders: ['Manon', 'Hugo'] });
    expect(edit.meet(stale({ ...start(), note: 'Vient à vélo.', version: 5 }))).toBe(true);
    expect(edit.form).toEqual({
      name: 'Delcourt',
      note: 'Vient à vélo.',
      riders: ['Manon', 'Hugo'],
    });
    expect(edit.version).toBe(5);
    expect(edit.clash).toBeUndefined();
  });

  it('shows only what both changed, with both values', () => {
    const edit = edited({ name: 'Delcourt-Roy', note: 'À pied.' });
    expect(edit.meet(stale({ ...start(), name: 'Delcour', version: 5 }))).toBe(false);
    expect(edit.clash).toEqual([
      { label: 'Nom de la famille', mine: 'Delcourt-Roy', theirs: 'Delcour' },
    ]);
  });

  it('takes the choice of the person', () => {
    for (const [mine, name] of [
      [true, 'Delcourt-Roy'],
      [false, 'Delcour'],
    ] as const) {
      const edit = edited({ name: 'Delcourt-Roy', note: 'À pied.' });
      edit.meet(stale({ ...start(), name: 'Delcour', version: 5 }));
      edit.settle(mine);
      expect([edit.form.name, edit.form.note, edit.clash]).toEqual([name, 'À pied.', undefined]);
    }
  });

  it('asks nothing when both wrote the same', () => {
    const edit = edited({ name: 'Delcourt-Roy' });
    expect(edit.meet(stale({ ...start(), name: 'Delcourt-Roy', version: 5 }))).toBe(true);
  });

  it('meets a second one after the first', () => {
    const edit = edited({ name: 'Delcourt-Roy' });
    edit.meet(stale({ ...start(), name: 'Delcour', version: 5 }));
    edit.settle(true);
    expect(edit.meet(stale({ ...start(), name: 'Delcour', note: 'b', version: 6 }))).toBe(true);
    expect([edit.form.name, edit.form.note, edit.version]).toEqual(['Delcourt-Roy', 'b', 6]);
  });

  it('leaves every other failure alone', () => {
    const edit = edited({});
    expect(edit.meet(new Fault(''))).toBe(false);
    expect(edit.meet(new Refusal('required', 'name'))).toBe(false);
    expect([edit.clash, edit.version]).toEqual([undefined, 4]);
  });
});

describe('what a contact is to the riders', () => {
  beforeEach(() => setLang('fr'));

  it('is kept as a code when it is one of our words, so that it follows the language', () => {
    expect(relationCode(' Mère ')).toBe('mother');
    setLang('nl');
    expect(relationText('mother')).toBe('moeder');
  });

  it('is kept as typed otherwise', () => {
    expect(relationText(relationCode('grand-tante'))).toBe('grand-tante');
  });
});
