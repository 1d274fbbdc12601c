// A club at one of its screens, and the keys that are pressed there.
import { openClub } from './clubs.mjs';
import { open, serve } from './harness.mjs';
import { words } from './words.mjs';

/** The keyboard of a page; `pressed` are the keys that count. */
export function counting({ keyboard }) {
  const pressed = [];
  return {
    pressed,
    type: (text) => keyboard.type(text),
    async press(...keys) {
      for (const key of keys) {
        pressed.push(key);
        await keyboard.press(key);
      }
    },
  };
}

/** A French club opened at a screen, with its keyboard that counts. */
export async function clubAt(t, browser, screen) {
  const club = await serve(t);
  await openClub(club, 'fr');
  const page = await open(t, browser, club.url);
  await page.evaluate((name) => (location.hash = `#/${name}`), screen);
  await page.getByRole('heading', { level: 1, name: words('fr')(`area.${screen}`) }).waitFor();
  return { club, page, keys: counting(page) };
}
