import { expect, it } from 'vitest';
import { householdOf, namesIn } from './newFamily';
import { emptyAddress, emptyContact, emptyRider } from './records';

const payer = { ...emptyContact(true), firstName: 'Sophie', surname: 'Delcourt' };

const entered = (kind: 'family' | 'guest') => ({
  kind,
  payer: { ...payer, email: 'sophie@delcourt.example', mobile: '0612345678' },
  address: { ...emptyAddress('FR', true), town: 'Vaubrun' },
  language: 'fr' as const,
});

it('takes the name from what was typed to find the family', () => {
  expect(namesIn('delcourt')).toEqual({ firstName: '', surname: 'Delcourt' });
  expect(namesIn(' sophie van den berg ')).toEqual({
    firstName: 'Sophie',
    surname: 'Van Den Berg',
  });
});

it('gives riders the surname of the payer and leaves empty rows out', () => {
  const rows = [
    { ...emptyRider(0, ''), firstName: 'Manon', sex: 'F' as const },
    emptyRider(0, ''),
    { ...emptyRider(0, ''), firstName: 'Hugo', surname: 'Roux', sex: 'M' as const },
  ];
  const { riders } = householdOf(entered('family'), rows, false);
  expect(riders.map(({ firstName, surname, civility }) => [firstName, surname, civility])).toEqual([
    ['Manon', 'Delcourt', 'Mme'],
    ['Hugo', 'Roux', 'M'],
  ]);
});

it('sends of a guest no more than who they are and how they are written to', () => {
  const rows = [{ ...emptyRider(0, ''), firstName: 'Manon', sex: 'F' as const }];
  const guest = householdOf(entered('guest'), rows, false);
  expect(guest).toMatchObject({ kind: 'guest', name: 'Delcourt', addresses: [], riders: [] });
  expect(guest.email).toBe('sophie@delcourt.example');
  expect(guest.contacts).toMatchObject([{ firstName: 'Sophie', mobile: '' }]);
});
