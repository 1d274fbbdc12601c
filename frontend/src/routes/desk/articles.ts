import { fold, t } from '@/i18n/index.svelte';
import { hasText } from '@/i18n/text';
import { placesText, whenOf, type OfferSeats } from './seats';
import type { CartLine, Obstacle, Offer, OffersFor } from './types';

/** An offer on the counter's list: with its figure key, or with what stands in its way. */
export interface Article {
  /** The offer, and the series where it has a row for each. */
  id: string;
  offer: Offer;
  /** Its places, when it has some. */
  seats?: OfferSeats;
  /** A card that the plan may have a lesson for. */
  opens: boolean;
  /** The name of the offer, with when its places are. */
  name: string;
  /** 1 to 9; 0 for none. */
  key: number;
  /** Empty when it fits. */
  obstacles: Obstacle[];
}

const KEYS = 9;

/** The offers that hold every word of the text, those that fit first, numbered as they are shown. */
export function articlesOf(offers: OffersFor | undefined, text: string): Article[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  const named = ({ name, offer, seats }: Row) => {
    const who = seats?.series.map((series) => `${series.name} ${series.instructor}`) ?? [];
    const all = fold([name, offer.detail, ...who].join(' '));
    return words.every((word) => all.includes(word));
  };
  const fits = (offers?.fits ?? []).map((one) => rowOf(one)).filter(named);
  const unfit = (offers?.doesNot ?? [])
    .map((one) => ({ ...rowOf(one), obstacles: one.obstacles }))
    .filter(named);
  return [
    ...fits.map((row, at) => ({ ...row, key: at < KEYS ? at + 1 : 0, obstacles: [] })),
    ...unfit.map((row) => ({ ...row, key: 0 })),
  ];
}

type Row = Omit<Article, 'key' | 'obstacles'>;

interface Listed {
  offer: Offer;
  seats?: OfferSeats;
  opens?: boolean;
}

function rowOf({ offer, seats, opens = false }: Listed): Row {
  const name = [offer.name, whenOf(seats)].filter(Boolean).join(', ');
  const row = {
    id: `${offer.id} ${seats?.series.map((one) => one.id).join(' ') ?? ''}`,
    offer,
    name,
    opens,
  };
  return seats ? { ...row, seats } : row;
}

/** Reports whether a line of the cart is this row. */
export const isLine = ({ offer, seats }: Article, line: CartLine): boolean =>
  line.offer === offer.id &&
  (seats?.series.length !== 1 || (line.seats?.series ?? []).includes(seats.series[0]?.id ?? 0));

/**
 * Reports whether a figure goes on with a name that is being typed ("cours 1");
 * any other takes the row of its number ("part", then 1).
 */
export const goesOn = (offers: OffersFor | undefined, text: string, figure: string): boolean =>
  text !== '' && articlesOf(offers, text + figure).length > 0;

/** What a buyer asks about an offer: its places, how long it is good for, until when. */
export function termsOf({ offer, seats }: Article): string {
  if (seats) return placesText(seats);
  const { months, validThrough } = offer.terms;
  return [
    offer.detail,
    months ? t('desk.validMonths', { n: months }) : '',
    validThrough ? t('desk.validThrough', { lastDay: validThrough }) : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Reports whether the buyer chooses the amount: a gift card without a price of its own. */
export const asksAmount = ({ kind, priceCents }: Pick<Offer, 'kind' | 'priceCents'>): boolean =>
  kind === 'giftCard' && priceCents === 0;

/** The words of an obstacle. */
export function obstacleText({ code, params }: Obstacle): string {
  const key = `error.${code}`;
  return hasText(key) ? t(key, params ?? {}) : code;
}

const BARS = ['seriesFull', 'bookedTwice'];

/** No reason makes a place where there is none, nor seats anybody twice. */
export const isBarred = (article: Article): boolean =>
  article.obstacles.some(({ code }) => BARS.includes(code));

/** Reports whether a rider can wait for the weekly place of this row. */
export const canJoin = ({ offer, seats, obstacles }: Article): boolean =>
  offer.kind === 'package' &&
  seats?.series.length === 1 &&
  obstacles.some(({ code }) => code === 'seriesFull');

/** An offer that asks for a rider cannot be sold to nobody, whatever the reason. */
export const needsRider = (article: Article): boolean =>
  article.obstacles.some((obstacle) => obstacle.code === 'riderNeeded');
