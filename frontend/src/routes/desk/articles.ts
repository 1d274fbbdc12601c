import { fold, t } from '@/i18n/index.svelte';
import { hasText } from '@/i18n/text';
import type { Obstacle, Offer, OffersFor } from './types';

/** An offer on the counter's list: with its figure key, or with what stands in its way. */
export interface Article {
  offer: Offer;
  /** 1 to 9; 0 for none. */
  key: number;
  /** Empty when it fits. */
  obstacles: Obstacle[];
}

const KEYS = 9;

/** The offers that hold every word of the text, those that fit first, numbered as they are shown. */
export function articlesOf(offers: OffersFor | undefined, text: string): Article[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  const named = (offer: Offer) => {
    const all = fold(`${offer.name} ${offer.detail}`);
    return words.every((word) => all.includes(word));
  };
  const fits = (offers?.fits ?? []).filter(({ offer }) => named(offer));
  const unfit = (offers?.doesNot ?? []).filter(({ offer }) => named(offer));
  return [
    ...fits.map(({ offer }, at) => ({ offer, key: at < KEYS ? at + 1 : 0, obstacles: [] })),
    ...unfit.map(({ offer, obstacles }) => ({ offer, key: 0, obstacles })),
  ];
}

/**
 * Reports whether a figure goes on with a name that is being typed ("cours 1");
 * any other takes the row of its number ("part", then 1).
 */
export const goesOn = (offers: OffersFor | undefined, text: string, figure: string): boolean =>
  text !== '' && articlesOf(offers, text + figure).length > 0;

/** What a buyer asks about an offer: how long it is good for, until when. */
export function termsOf(offer: Offer): string {
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

/** An offer that asks for a rider cannot be sold to nobody, whatever the reason. */
export const needsRider = (article: Article): boolean =>
  article.obstacles.some((obstacle) => obstacle.code === 'riderNeeded');
