import { describe, expect, it } from 'vitest';
import { phrases, readAbsence, readSale, readSentence } from './sentence';

const FRANCE = ['cash', 'cheque', 'card', 'holidayVoucher', 'transfer'].map((way) => ({
  way,
  phrases: phrases(`palette.words.${way}`),
}));
const BELGIUM = [
  { way: 'cash', phrases: phrases('palette.words.cash') },
  { way: 'card', phrases: phrases('palette.words.card') },
  { way: 'bancontact', phrases: phrases('palette.words.bancontact') },
  { way: 'payconiq', phrases: phrases('palette.words.payconiq') },
];

describe('a sentence of money', () => {
  it.each([
    ['70 chèque delcourt', 7000, 'cheque', 'delcourt'],
    ['delcourt 70 chq', 7000, 'cheque', 'delcourt'],
    ['ESPÈCES 20 marchal', 2000, 'cash', 'marchal'],
    ['12,5 cb el amrani', 1250, 'card', 'el amrani'],
    ['12.50 card smith', 1250, 'card', 'smith'],
    ['1 284,00 € virement delcourt', 128400, 'transfer', 'delcourt'],
    ['€20 cash marchal', 2000, 'cash', 'marchal'],
    ['40 chèques vacances nguyen', 4000, 'holidayVoucher', 'nguyen'],
    ['40 chèques-vacances nguyen', 4000, 'holidayVoucher', 'nguyen'],
    ['70 overschrijving van den broeck', 7000, 'transfer', 'van den broeck'],
    ['70 chq saint-cyr', 7000, 'cheque', 'saint-cyr'],
    ['encaisser 70 par chèque famille delcourt', 7000, 'cheque', 'delcourt'],
    ['70 carte bancaire delcourt', 7000, 'card', 'delcourt'],
  ])('%s', (text, cents, way, who) => {
    expect(readSentence(text, FRANCE)).toEqual({ says: 'pay', cents, way, who });
  });

  it('knows Bancontact in Belgium and no cheque there', () => {
    expect(readSentence('70 bancontact peeters', BELGIUM)).toMatchObject({ way: 'bancontact' });
    expect(readSentence('70 payconiq peeters', BELGIUM)).toMatchObject({ way: 'payconiq' });
    expect(readSentence('70 bancontact peeters', FRANCE)).toBeUndefined();
    expect(readSentence('70 chèque peeters', BELGIUM)).toBeUndefined();
  });

  it.each([
    'delcourt',
    'f2026-0431',
    '70 chèque',
    '70 delcourt',
    'chèque delcourt',
    '0 cb delcourt',
    '-5 cb x',
    '',
  ])('is not “%s”, which is searched', (text) => {
    expect(readSentence(text, FRANCE)).toBeUndefined();
  });
});

describe('a sentence of a sale', () => {
  const offers = ['Carte 1 leçon', 'Carte 10 leçons', 'Carte 100 leçons', 'Cravache'].map(
    (said) => ({ said }),
  );

  it('says what is sold and to whom, in either order', () => {
    const said = readSentence('vendre carte 10 delcourt', FRANCE);
    if (said?.says !== 'sell') throw new Error('no sale');
    expect(readSale(said.words, offers)).toEqual({ offers: [offers[1]], who: 'delcourt' });
    expect(readSale(['el', 'amrani', 'cravache'], offers)).toEqual({
      offers: [offers[3]],
      who: 'el amrani',
    });
  });

  it('names nothing where no offer begins so, or nobody', () => {
    expect(readSale(['selle', 'delcourt'], offers)).toBeUndefined();
    expect(readSale(['cravache'], offers)).toBeUndefined();
  });
});

describe('an absence', () => {
  it.each([
    ['man abs', 'man'],
    ['man afw', 'man'],
    ['delcourt malade', 'delcourt'],
    ['Zieke', undefined],
    ['abs', undefined],
  ])('%s', (text, who) => expect(readAbsence(text)).toBe(who));
});
