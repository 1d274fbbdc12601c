// What the accessibility tests share: the screens, and when one fits.
import assert from 'node:assert/strict';
import { api } from './harness.mjs';

/** The screens of the door and those beside them, by their address. */
export const screens = [
  'today',
  'desk',
  'planning',
  'planning?view=day',
  'planning?view=month',
  'planning?view=horse',
  'messages',
  'bank',
  'close',
  'activities',
  'horses',
  'families',
  'riders',
  'invoices',
  'catalogue',
  'accounting',
  'settings',
];

/** The pages of one thing, and those that come once, by their address in a club with something in it. */
export async function parts(club) {
  const { rows: homes } = await api(club, '/api/desk/households?sort=-remaining&limit=1');
  const { rows: late } = await api(club, '/api/desk/invoices?show=late&limit=1');
  const { rows: notes } = await api(club, '/api/desk/invoices?show=creditNotes&limit=1');
  const offers = await api(club, '/api/desk/offers');
  const one = (kind) => offers.find((offer) => offer.kind === kind)?.id;
  return [
    `families/${homes[0].id}`,
    ...['families/import', 'families/takeover', 'families/reenrolment'],
    ...[...late, ...notes].map(({ id }) => `invoices/${id}`),
    ...['package', 'card', 'goods'].flatMap((kind) =>
      one(kind) ? [`catalogue/${one(kind)}`] : [],
    ),
    ...['club', 'vat', 'mail', 'ways', 'people', 'safety'].map((name) => `settings/${name}`),
  ];
}

/** Fails where the page is wider than its window, or its frame moved out of it. */
export async function fits(page, where) {
  const [wide, tall] = await page.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    return [
      scrollWidth > clientWidth,
      document.querySelector('.app') && scrollHeight > clientHeight,
    ];
  });
  assert.equal(wide, false, `${where} scrolls sideways`);
  assert.ok(!tall, `${where} scrolls out of its frame`);
}
