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
      siren: '',
      siret: '',
      rna: '',
      enterprise: '',
      vatNumber: '',
      iban: 'FR7630006000011234567890189',
      bic: 'AGRIFRPPXXX',
      language,
      zone: 'Europe/Paris',
    },
  });
}
