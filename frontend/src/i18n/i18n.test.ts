import { describe, expect, it } from 'vitest';
import samples from '@locale/testdata/formats.json';
import { Fault, Refusal } from '@/api/problem';
import * as format from './format';
import { failureText, setLang } from './index.svelte';
import { parseAmount, parseDay } from './parse';
import { textIn, type Lang } from './text';

const LANGS: Lang[] = ['fr', 'nl', 'en'];

describe('formats', () => {
  it.each(LANGS)('are those of Go in %s', (lang) => {
    for (const s of samples.amount) expect(format.amount(lang, s.value)).toBe(s[lang]);
    for (const s of samples.decimal) expect(format.decimal(lang, s.value)).toBe(s[lang]);
    for (const s of samples.rate) expect(format.rate(lang, s.value)).toBe(s[lang]);
    for (const s of samples.longDay) expect(format.longDay(lang, s.value)).toBe(s[lang]);
    for (const s of samples.shortDay) expect(format.shortDay(lang, s.value)).toBe(s[lang]);
  });

  it('write a day near today as DESIGN section 7 says', () => {
    expect(LANGS.map((lang) => format.briefDay(lang, '2026-10-07'))).toEqual([
      'mer. 7 oct.',
      'wo 7 okt.',
      'Wed 7 Oct',
    ]);
  });

  it('write a day that decides something with its weekday and year', () => {
    expect(LANGS.map((lang) => format.fullDay(lang, '2026-10-11'))).toEqual([
      'dimanche 11 octobre 2026',
      'zondag 11 oktober 2026',
      'Sunday 11 October 2026',
    ]);
  });

  it('write hours with a point in Dutch', () => {
    expect(LANGS.map((lang) => format.hour(lang, '14:00'))).toEqual(['14:00', '14.00', '14:00']);
  });
});

describe('texts', () => {
  it('count nothing as one in French and as several in Dutch and English', () => {
    const none = LANGS.map((lang) => textIn(lang, 'palette.count', { n: 0 }));
    expect(none).toEqual(['0 résultat', '0 resultaten', '0 results']);
  });

  it('leave a hole that was given no value as it is', () => {
    expect(textIn('en', 'shell.season')).toBe('Season {season}');
  });

  it('say a refusal by its code and a fault by its id', () => {
    setLang('en');
    expect(failureText(new Refusal('notFound'))).toBe(textIn('en', 'error.notFound'));
    expect(failureText(new Fault('k7f3'))).toContain('k7f3');
    expect(failureText(new Fault(''))).toBe(textIn('en', 'fault.noAnswer'));
    expect(failureText(new Refusal('nobodyKnows'))).toBe(textIn('en', 'fault.unknown'));
  });
});

describe('an amount', () => {
  it.each([
    ['12', 1200],
    ['12,5', 1250],
    ['12.50', 1250],
    ['12,', 1200],
    [',5', 50],
    ['1 284,00 €', 128400],
    ['1\u202f284,00\u00a0€', 128400],
    ['€ 1.284,00', 128400],
    ['€1,284.00', 128400],
    ['1.284', 128400],
    ['12345', 1234500],
    ['−7,05', -705],
    ['-0', 0],
  ])('typed as %j is %i cents', (text, cents) => {
    expect(parseAmount(text)).toBe(cents);
  });

  it.each(['', ' ', '€', ',', 'douze', '1,2,3', '12,345,6', '1..5', '1e3', '12,3456'])(
    'is not read from %j',
    (text) => {
      expect(parseAmount(text)).toBeUndefined();
    },
  );

  it('read back is what was written, in each language', () => {
    for (const cents of [0, 1, 99, 100, 128400, 123456789, -7000]) {
      for (const lang of LANGS) {
        expect(parseAmount(format.amount(lang, cents))).toBe(cents);
        expect(parseAmount(format.decimal(lang, cents))).toBe(cents);
      }
    }
  });
});

describe('a day', () => {
  const TODAY = '2026-10-07';

  it.each([
    ['14/3/17', '2017-03-14'],
    ['14/03/2017', '2017-03-14'],
    ['14-3-2017', '2017-03-14'],
    ['14.3.17', '2017-03-14'],
    ['140317', '2017-03-14'],
    ['14032017', '2017-03-14'],
    ['2017-03-14', '2017-03-14'],
    ['14 mars 2017', '2017-03-14'],
    ['1er août 2026', '2026-08-01'],
    ['2 fevr. 2027', '2027-02-02'],
    ['demain', '2026-10-08'],
    ['Aujourd’hui', '2026-10-07'],
    ["aujourd'hui", '2026-10-07'],
    ['hier', '2026-10-06'],
    ['3/5/85', '1985-05-03'],
    ['3/5/36', '2036-05-03'],
    ['29/2/2028', '2028-02-29'],
  ])('typed as %j is %s', (text, day) => {
    expect(parseDay('fr', text, TODAY)).toBe(day);
  });

  it('without a year is the nearest one', () => {
    expect(parseDay('fr', '14 mars', TODAY)).toBe('2027-03-14');
    expect(parseDay('fr', '5/9', TODAY)).toBe('2026-09-05');
    expect(parseDay('fr', '2 janvier', '2026-12-30')).toBe('2027-01-02');
  });

  it('is read in the words of the screen’s language', () => {
    expect(parseDay('nl', '14 maart 2017', TODAY)).toBe('2017-03-14');
    expect(parseDay('nl', 'morgen', TODAY)).toBe('2026-10-08');
    expect(parseDay('en', '14 Mar 2017', TODAY)).toBe('2017-03-14');
  });

  it.each(['', '31/2/2015', '29/2/2027', '32/1/26', '14/13/17', 'jeudi', '14 jui', '14', 'x'])(
    'is not read from %j',
    (text) => {
      expect(parseDay('fr', text, TODAY)).toBeUndefined();
    },
  );
});
