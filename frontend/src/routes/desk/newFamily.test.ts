import { expect, it } from 'vitest';
import { emptyRider, householdOf, namesIn, type Payer } from './newFamily';

const payer: Payer = {
  civility: 'Mme',
  firstName: 'Sophie',
  surname: 'Delcourt',
  mobile: '06 39 98 14 02',
  email: '',
  street: '',
  postalCode: '',
  town: '',
  language: 'fr',
};

it('takes the name from what was typed to find the family', () => {
  expect(namesIn('delcourt')).toEqual({ firstName: '', surname: 'Delcourt' });
  expect(namesIn(' sophie van den berg ')).toEqual({
    firstName: 'Sophie',
    surname: 'Van Den Berg',
  });
});

it('gives riders the surname of the payer and leaves empty rows out', () => {
  const rows = [
    { ...emptyRider(), firstName: 'Manon', sex: 'F' as const },
    emptyRider(),
    { ...emptyRider(), firstName: 'Hugo', surname: 'Roux', sex: 'M' as const },
  ];
  const { riders } = householdOf(payer, rows, 'FR', false);
  expect(riders.map(({ firstName, surname, civility }) => [firstName, surname, civility])).toEqual([
    ['Manon', 'Delcourt', 'Mme'],
    ['Hugo', 'Roux', 'M'],
  ]);
});
