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

describe('a form over what somebody else saved meanwhile', () => {
  it('shows only what differs, with both values', () => {
    const edit = new Edit<Form>(start(), words);
    edit.form.name = 'Delcourt-Roy';
    edit.meet(stale({ ...start(), note: 'Vient à vélo.', version: 5 }));
    expect(edit.clash).toEqual([
      { field: 'name', mine: 'Delcourt-Roy', stored: 'Delcourt' },
      { field: 'note', mine: '', stored: 'Vient à vélo.' },
    ]);
  });

  it('proposes mine where I wrote and theirs where I did not', () => {
    const edit = new Edit<Form>(start(), words);
    edit.form.riders.push('Hugo');
    edit.meet(stale({ ...start(), note: 'Vient à vélo.', version: 5 }));
    edit.settle();
    expect(edit.form).toEqual({
      name: 'Delcourt',
      note: 'Vient à vélo.',
      riders: ['Manon', 'Hugo'],
    });
    expect(edit.version).toBe(5);
    expect(edit.clash).toBeUndefined();
  });

  it('takes the choice of the person', () => {
    const edit = new Edit<Form>(start(), words);
    edit.form.name = 'Delcourt-Roy';
    edit.meet(stale({ ...start(), name: 'Delcour', version: 5 }));
    edit.kept.delete('name');
    edit.settle();
    expect(edit.form.name).toBe('Delcour');
  });

  it('meets a second one after the first', () => {
    const edit = new Edit<Form>(start(), words);
    edit.form.name = 'Delcourt-Roy';
    edit.meet(stale({ ...start(), note: 'a', version: 5 }));
    edit.settle();
    edit.meet(stale({ ...start(), note: 'b', version: 6 }));
    expect([...edit.kept]).toEqual(['name']);
    edit.settle();
    expect([edit.form.name, edit.form.note, edit.version]).toEqual(['Delcourt-Roy', 'b', 6]);
  });

  it('leaves every other failure alone', () => {
    const edit = new Edit<Form>(start(), words);
    edit.meet(new Fault(''));
    edit.meet(new Refusal('required', 'name'));
    expect(edit.clash).toBeUndefined();
    expect(edit.version).toBe(4);
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
