/** What a sentence of the palette leads to: a payment with its amount laid, a thing in a cart. */
import { api, call } from '@/api/client';
import { amount, t } from '@/i18n/index.svelte';
import type { Key } from '@/i18n/index.svelte';
import { hasText } from '@/i18n/text';
import { asksAmount } from '@/routes/desk/articles';
import { waysOf, type Way } from '@/routes/desk/tenders/ways';
import { href } from '@/state/router.svelte';
import { may, session } from '@/state/session.svelte';
import { icons } from './icons';
import type { Choice, Group } from './palette.svelte';
import { phrases, readSale, readSentence, type PaySentence, type Words } from './sentence';

/** A payment that is to be taken now, over any screen. */
export interface Payment {
  household: number;
  way: Way;
  cents: number;
}

let payment = $state.raw<Payment>();

/** The payment a sentence opened; undefined when none is open. */
export const openPayment = (): Payment | undefined => payment;

/** Closes it. */
export const closePayment = (): void => {
  payment = undefined;
};

const MOST = 3; // families of one name: the rest are found by more of it

/** The words of the ways the club is paid by. */
const waysSaid = (): Words<Way> =>
  waysOf(session().ways)
    .filter((way) => hasText(`palette.words.${way}`))
    .map((way) => ({ way, phrases: phrases(`palette.words.${way}`) }));

/** The actions of a sentence; none when the text is no sentence or nobody is meant. */
export async function meant(text: string): Promise<Group[]> {
  const said = readSentence(text, waysSaid());
  if (said?.says === 'pay' && may('receive')) return group('palette.money', await toPay(said));
  if (said?.says === 'sell' && may('openCart'))
    return group('palette.sale', await toSell(said.words));
  return [];
}

const group = (title: Key, choices: Choice[]): Group[] =>
  choices.length > 0 ? [{ title: t(title), choices }] : [];

async function toPay({ cents, way, who }: PaySentence<Way>): Promise<Choice[]> {
  const { rows } = await call(
    api.GET('/api/desk/households', { params: { query: { q: who, limit: MOST } } }),
  );
  return rows.map(({ id, name, remainingCents, riders, town }) => ({
    id: `pay.${id}`,
    title: t('palette.pay', { paidCents: cents, by: t(`palette.by.${way}` as Key), name }),
    detail: [
      remainingCents > 0 ? t('palette.owes', { remainingCents }) : t('palette.owesNothing'),
      riders.join(', '),
      town,
    ]
      .filter(Boolean)
      .join(' · '),
    icon: icons.pay,
    run: () => (payment = { household: id, way, cents }),
  }));
}

async function toSell(words: string[]): Promise<Choice[]> {
  const sale = readSale(words, await offersOnSale());
  const offer = sale?.offers[0];
  if (!offer) return [];
  const hits = await call(api.GET('/api/desk/search', { params: { query: { q: sale.who } } }));
  const riders = hits.riders.map((rider) => ({ ...rider, rider: rider.id }));
  const families = hits.households.map((home) => ({ ...home, household: home.id, rider: 0 }));
  return [...families, ...riders].slice(0, 2 * MOST).map(({ name, detail, household, rider }) => ({
    id: `sell.${household}.${rider}`,
    title: t('palette.sell', { offer: offer.name, name }),
    detail,
    aside: asksAmount(offer) ? t('catalogue.free') : amount(offer.priceCents),
    icon: rider ? icons.rider : icons.household,
    href: href('desk', { household, offer: offer.id, ...(rider ? { rider } : {}) }),
  }));
}

/** What is on sale by its name and kind, shortest name first: "carte" is the card of one lesson. */
async function offersOnSale() {
  const offers = await call(api.GET('/api/desk/offers'));
  return offers
    .filter(({ archived }) => !archived)
    .sort((a, b) => a.name.length - b.name.length)
    .map((offer) => ({
      ...offer,
      said: `${offer.name} ${t(`catalogue.kind.${offer.kind}` as Key)} ${offer.detail}`,
    }));
}
