/** What the catalogue says of an offer, and how a price is spread over VAT rates. */
import type { Answer } from '@/api/client';
import type { components } from '@/api/schema';
import { amount, decimal, lang, longDay, rate, t, type Key } from '@/i18n/index.svelte';
import type { Versioned } from '@/state/draft.svelte';

type Schemas = components['schemas'];
export type OfferView = Schemas['OfferView'];
export type StockMovement = Schemas['StockMovement'];
export type Part = Schemas['OfferPart'];
export type Deposit = Schemas['OfferDeposit'];
export type Kind = OfferView['kind'];
export type Rate = Schemas['VATRate'];
export type Level = Answer<'/api/desk/levels'>[number];
export type Settings = Answer<'/api/desk/settings'>;
/** An offer as it is written: without its figures, and its version beside it. */
export type Offer = Omit<Schemas['Offer'], 'version'>;

/** The kinds in the order of the list, with the names of their groups. */
export const KINDS: Record<Kind, Key> = {
  package: 'catalogue.kind.package',
  card: 'catalogue.kind.card',
  activity: 'catalogue.kind.activity',
  licence: 'catalogue.kind.licence',
  membership: 'catalogue.kind.membership',
  goods: 'catalogue.kind.goods',
  giftCard: 'catalogue.kind.giftCard',
};

export const kinds = Object.keys(KINDS) as Kind[];

/** How many lessons a week a package has. */
export const WEEKLY = () =>
  ([1, 2] as const).map((value) => ({ value, label: t('catalogue.weekly', { n: value }) }));

/** The lessons a card opens. */
export const LESSONS: Record<NonNullable<Offer['terms']['lessonKind']>, Key> = {
  '': 'catalogue.lesson.any',
  group: 'catalogue.lesson.group',
  private: 'catalogue.lesson.private',
  privateForTwo: 'catalogue.lesson.privateForTwo',
  horseWork: 'catalogue.lesson.horseWork',
};

/** What may be written of an offer, out of what is shown of it. */
export function writable(view: Schemas['Offer']): Versioned<Offer> {
  const { id, kind, name, detail, season, priceCents, parts, salesAccount, deposit } = view;
  const { ageMin, ageMax, levelMin, levelMax, audience, needsFile, needsPackage } = view;
  const { link, contact, pay } = view;
  const { terms, enrolling, keepsStock, lowStock, archived, position, version } = view;
  return {
    version,
    value: {
      ...{ id, kind, name, detail, season, priceCents, parts, salesAccount, deposit },
      ...{ ageMin, ageMax, levelMin, levelMax, audience, needsFile, needsPackage },
      ...{ link, contact, pay },
      ...{ terms, enrolling, keepsStock, lowStock, archived, position },
    },
  };
}

/** Who an offer is for, by age: "7 à 18 ans". */
export function ageText({ ageMin: min, ageMax: max, kind }: Offer): string {
  if (min && max) return t('catalogue.age.between', { min, max });
  if (min) return t('catalogue.age.from', { n: min });
  if (max) return t('catalogue.age.upTo', { n: max });
  return kind === 'goods' || kind === 'giftCard'
    ? t('catalogue.age.everybody')
    : t('catalogue.age.any');
}

/** Whom an offer can be offered to, the widest first. */
export const AUDIENCES = {
  guest: 'catalogue.audience.guest',
  family: 'catalogue.audience.family',
  desk: 'catalogue.audience.desk',
} satisfies Record<string, Key>;

function levelText({ levelMinCode: min, levelMaxCode: max }: OfferView): string {
  if (min && max) return t('catalogue.level.between', { min, max });
  if (min) return t('catalogue.level.from', { level: min });
  return max ? t('catalogue.level.upTo', { level: max }) : '';
}

/** The second column of the list: age, levels, and how long a card is good. */
export function forWhom(offer: OfferView): string {
  const { months, weekly } = offer.terms;
  const terms = [
    months && t('catalogue.months', { n: months }),
    weekly && t('catalogue.weekly', { n: weekly }),
  ];
  return [ageText(offer), levelText(offer), ...terms].filter(Boolean).join(', ');
}

/** The VAT of an offer in a column headed "TVA %". */
export function vatText(offer: OfferView): string {
  const rates = new Set(offer.vat.map((part) => `${part.kind} ${part.rate}`));
  const [part] = offer.vat;
  if (rates.size > 1) return t('catalogue.vat.mixed');
  if (!part || part.vat === OUTSIDE || part.kind === 'voucher') return '—';
  if (part.kind === 'vat') return rate(part.rate).replace(/[\s\u00a0]?%$/, '');
  return t(part.kind === 'exempt' ? 'catalogue.vat.exempt' : 'catalogue.vat.thirdParty');
}

/** The code of what a club outside VAT sells for itself. */
const OUTSIDE = 'outside';

/** Reports whether an offer is bought for one rider. */
export const forRider = ({ kind }: Pick<Offer, 'kind'>): boolean =>
  kind !== 'goods' && kind !== 'giftCard';

/** What must be paid at once, in words. */
export function depositText({ kind, value }: Deposit): string {
  if (kind === 'all') return t('catalogue.deposit.all');
  if (kind === 'none') return t('catalogue.deposit.none');
  return kind === 'amount' ? amount(value) : rate(value * 100);
}

function termsText(terms: Offer['terms']): string {
  const { units, months, weekly, lessonKind, licenceKind, validFrom, validThrough } = terms;
  const texts = [
    units && t('catalogue.units', { n: units }),
    lessonKind && t(LESSONS[lessonKind]),
    months && t('catalogue.months', { n: months }),
    weekly && t('catalogue.weekly', { n: weekly }),
    licenceKind,
    validFrom && longDay(validFrom),
    validThrough && longDay(validThrough),
  ];
  return texts.filter(Boolean).join(', ');
}

function enrollingText({ closesDay, questions, cancelling }: NonNullable<Offer['enrolling']> = {}) {
  const asked = questions?.map(({ text }) => text[lang()] || text.fr) ?? [];
  const texts = [closesDay && longDay(closesDay), cancelling?.[lang()], ...asked];
  return texts.filter(Boolean).join('\n');
}

/** The value of a field in words, where two people changed it. */
export function fieldText(name: keyof Offer, offer: Partial<Offer>): string {
  const value = offer[name];
  switch (name) {
    case 'priceCents':
      return amount(Number(value));
    case 'deposit':
      return depositText(value as Deposit);
    case 'parts':
      return (value as Part[]).map((part) => `${part.vat} ${decimal(part.cents)}`).join('\n');
    case 'contact':
    case 'pay':
      return (value as Offer['contact'])?.[lang()] ?? '';
    case 'audience':
      return t(AUDIENCES[(value as Offer['audience']) || 'guest']);
    case 'enrolling':
      return enrollingText(value as Offer['enrolling']);
    case 'terms':
      return termsText(value as Offer['terms']);
    default:
      return String(value);
  }
}

/** A number of pieces as it is typed: 12, -2, −2; undefined while it is none. */
export function stockUnits(typed: string): number | undefined {
  const text = typed.trim().replace('−', '-');
  return /^[-+]?\d{1,5}$/.test(text) ? Number(text) : undefined;
}

/** What is in stock once this was said of it. */
export const stockAfter = (why: StockMovement['why'], units: number, left: number): number =>
  why === 'counted' ? units : left + units;

/** The rates that may be sold at on a day. */
export const ratesOn = (rates: Rate[], day: string): Rate[] =>
  rates.filter((one) => one.from <= day && (one.through === '' || day <= one.through));

/** A rate as a choice: "5,5 %, Enseignement et pratique de l’équitation". */
export function rateText(one: Rate): string {
  const label = one.label[lang()] || one.label.fr;
  return one.kind === 'vat' ? `${rate(one.rate)}, ${label}` : label;
}

/** The rate most offers of a kind have: what a new one begins with. */
export function usualRate(offers: OfferView[], kind: Kind, rates: Rate[]): string {
  const codes = offers.filter((o) => o.kind === kind).flatMap((o) => o.parts.map((p) => p.vat));
  const times = (code: string) => codes.filter((other) => other === code).length;
  const [most] = [...rates].sort((a, b) => times(b.code) - times(a.code));
  return most?.code ?? '';
}

/**
 * Spreads a new price over the parts in the shares they had. Cents that do not
 * come out even go to the largest remainders, so that the parts add up.
 */
export function spread(parts: Part[], price: number): Part[] {
  const before = parts.reduce((sum, part) => sum + part.cents, 0);
  if (before === 0) return parts.map((part, i) => ({ ...part, cents: i === 0 ? price : 0 }));
  const shares = parts.map((part, at) => {
    const exact = BigInt(part.cents) * BigInt(price);
    return { at, cents: Number(exact / BigInt(before)), rest: exact % BigInt(before) };
  });
  let left = price - shares.reduce((sum, share) => sum + share.cents, 0);
  for (const share of [...shares].sort((a, b) => Number(b.rest - a.rest) || a.at - b.at)) {
    if (left-- > 0) share.cents += 1;
  }
  return parts.map((part, i) => ({ ...part, cents: shares[i]?.cents ?? 0 }));
}

/** The share of a part in whole per cent, when there are several. */
export const shareText = (cents: number, price: number): string =>
  price > 0 ? rate(Math.round((100 * cents) / price) * 100) : '';
