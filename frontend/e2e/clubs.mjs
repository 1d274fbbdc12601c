// A club of one's own, made through the API where the first run is not the test.
import { api } from './harness.mjs';

/** A French club with the starter catalogue, whose screens and first family speak a language. */
export async function openClub(club, language) {
  return api(club, '/api/desk/first-run', {
    owner: 'Laure Chevrier',
    vat: true,
    starter: true,
    training: false,
    link: 'https://pay.vaubrun.example/f/{reference}?amount={amount}&lang={language}',
    season: { id: 0, name: '2026–2027', first: '2026-09-01', last: '2099-08-31' },
    identity: {
      name: 'Écuries de Vaubrun',
      tagline: 'Centre équestre',
      legalForm: '',
      registry: '',
      street: '14 chemin des Saules',
      postalCode: '26999',
      town: 'Vaubrun-sur-Lierne',
      country: 'FR',
      phone: '',
      email: '',
      website: '',
      siren: '123456782',
      siret: '12345678200010',
      rna: '',
      enterprise: '',
      vatNumber: 'FR11123456782',
      iban: 'FR7630006000011234567890189',
      bic: 'AGRIFRPPXXX',
      language,
      zone: 'Europe/Paris',
    },
  });
}

/** A family with riders born in 2014, who may take what the starter catalogue has. */
export function addFamily(club, name, riders, email = '') {
  return api(club, '/api/desk/households', {
    id: 0,
    version: 0,
    kind: 'family',
    name,
    language: 'fr',
    email,
    note: '',
    noNotices: false,
    confirmed: false,
    contacts: [],
    addresses: [],
    riders: riders.map((firstName) => ({
      id: 0,
      household: 0,
      version: 0,
      firstName,
      surname: name,
      civility: '',
      sex: '',
      birthDate: '2014-05-02',
      birthPlace: '',
      nationality: '',
      mobile: '',
      phone: '',
      address: '',
      email: '',
      level: 0,
      levelCode: '',
      levelLabel: '',
      heightCm: 0,
      weightKg: 0,
      medical: '',
      photoConsent: false,
      emergencyName: '',
      emergencyPhone: '',
      note: '',
      licences: [],
    })),
  });
}

/** Invoices one thing to a household, to be paid later. */
export async function onAccount(club, household, offer) {
  const cart = await api(club, '/api/desk/carts', { household });
  const path = `/api/desk/carts/${cart.id}`;
  const { termsVersion } = await api(club, `${path}/lines`, { offer, rider: 0, quantity: 1 });
  const body = { tenders: [], onAccount: true, terms: termsVersion };
  return (await api(club, `${path}/checkout`, body)).invoice;
}

/** The day that is n days later. */
export const later = (day, n) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
const limits = { levelMin: 0, levelMax: 0, ageMin: 0, ageMax: 0, minGroup: 0 };

/** The first Tuesday after a day. */
export const tuesdayAfter = (day) =>
  later(day, ((2 - new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1);

/** A weekly series of twelve lessons from next week on. */
export async function series(club, first, name, start, capacity) {
  const weekday = new Date(`${first}T00:00:00Z`).getUTCDay() || 7;
  const shape = { kind: 'group', name, start, minutes: 60, arena: 0, instructor: 0, capacity };
  const days = { weekday, everyWeeks: 1, first, last: later(first, 77), inHolidays: true };
  const rest = { id: 0, season: 1, version: 0, onPublic: true };
  return api(club, '/api/desk/series', { ...rest, ...shape, ...days, ...limits });
}

/** A package of the first season with this many weekly places. */
export const offer = (name, priceCents, weekly) => ({
  ...{ id: 0, version: 0, position: 0, archived: false, detail: '', season: 1, kind: 'package' },
  ...{ name, priceCents, parts: [{ label: '', vat: 'riding', cents: priceCents }] },
  ...{ deposit: { kind: 'all', value: 0 }, ageMin: 0, ageMax: 0, terms: { weekly } },
});

/** A card on sale for ten euros: so many lessons of a kind, good for two months. */
export const cardOffer = (club, name, lessonKind, units) =>
  api(club, '/api/desk/offers', {
    ...{ id: 0, version: 0, position: 0, archived: false, detail: '', season: 0, kind: 'card' },
    ...{ name, priceCents: 1000, parts: [{ label: '', vat: 'riding', cents: 1000 }] },
    ...{ deposit: { kind: 'all', value: 0 }, ageMin: 0, ageMax: 0 },
    terms: { units, months: 2, lessonKind },
  });

/** Sells one thing of ten euros to a household, paid in cash. */
export async function sell(club, household, line) {
  const lines = [{ quantity: 1, ...line }];
  const cart = await api(club, '/api/desk/carts', { household, lines });
  const terms = { terms: cart.termsVersion, licenceTerms: cart.licenceTermsVersion };
  const tenders = [{ way: 'cash', cents: cart.totalCents, detail: {} }];
  return api(club, `/api/desk/carts/${cart.id}/checkout`, { tenders, ...terms });
}
