import { beforeEach, describe, expect, it } from 'vitest';
import {
  emptyDraft,
  keepDraft,
  loadDraft,
  requestOf,
  seasonName,
  seasonOn,
  stepOf,
  vatNumberOf,
} from './draft';

const TODAY = '2026-10-07';
const draft = () => emptyDraft('fr', TODAY);

beforeEach(() => localStorage.clear());

describe('the season proposed', () => {
  it('runs from September to August around the day', () => {
    expect(seasonOn('2026-08-31').first).toBe('2025-09-01');
    expect(seasonOn('2026-09-01')).toMatchObject({ name: '2026–2027', last: '2027-08-31' });
  });

  it('is called by its years, or its one year', () => {
    expect(seasonName('2026-01-01', '2026-12-31')).toBe('2026');
    expect(seasonName('', '')).toBe('');
  });
});

describe('the VAT number', () => {
  it('follows from the SIREN within the SIRET in France', () => {
    const { identity } = draft().run;
    expect(vatNumberOf({ ...identity, siret: '732 829 320 00074' })).toBe('FR44732829320');
    expect(vatNumberOf({ ...identity, siret: '123 456 782 00010' })).toBe('FR11123456782');
    expect(vatNumberOf({ ...identity, siret: '7328' })).toBe('');
  });

  it('is the enterprise number in Belgium', () => {
    const identity = { ...draft().run.identity, country: 'BE' as const };
    expect(vatNumberOf({ ...identity, enterprise: '0428.759.497' })).toBe('BE0428759497');
    expect(vatNumberOf(identity)).toBe('');
  });
});

describe('what is sent', () => {
  it('leaves out what only the other country asks', () => {
    const made = draft();
    Object.assign(made.run.identity, { siret: '1', rna: 'W1', registry: 'RCS', enterprise: '2' });
    expect(requestOf(made).identity).toMatchObject({
      siret: '1',
      enterprise: '',
      zone: 'Europe/Paris',
    });
    made.run.identity.country = 'BE';
    expect(requestOf(made).identity).toMatchObject({
      siret: '',
      rna: '',
      registry: '',
      enterprise: '2',
      zone: 'Europe/Brussels',
    });
  });

  it('has no VAT number for a club outside VAT', () => {
    const made = draft();
    made.run.identity.vatNumber = 'FR44732829320';
    made.run.vat = false;
    expect(requestOf(made).identity.vatNumber).toBe('');
  });
});

describe('a refused field', () => {
  it('belongs to the step that asks for it', () => {
    expect(['owner', 'identity.name', 'season.last', 'identity.iban'].map(stepOf)).toEqual([
      'club',
      'club',
      'season',
      'bank',
    ]);
    expect(stepOf('link')).toBe('bank');
    expect(stepOf('identity.vatNumber')).toBe('vat');
  });
});

describe('a draft', () => {
  it('is found again where it was left', () => {
    const made = draft();
    made.step = 'bank';
    made.passed = ['club', 'season'];
    made.run.identity.name = 'Écuries de Vaubrun';
    keepDraft(made);
    expect(loadDraft('nl', TODAY)).toEqual(made);
  });

  it('that cannot be read is none', () => {
    localStorage.setItem('paddock.firstRun', '{"step":');
    expect(loadDraft('fr', TODAY)).toEqual(draft());
    localStorage.setItem('paddock.firstRun', '{"step":"horses","run":{}}');
    expect(loadDraft('fr', TODAY)).toEqual(draft());
  });
});
