/** The time zones of the world, by their IANA names. */

const fold = (text: string) =>
  text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/[_/]/g, ' ').trim();

const all = (): string[] => Intl.supportedValuesOf('timeZone');
const SHOWN = 8;

/** Zones with every word typed in their name: those of Europe first, a handful of them. */
export function zonesNamed(text: string, zones: string[] = all()): string[] {
  const words = fold(text).split(/\s+/);
  const found = zones.filter((zone) => words.every((word) => fold(zone).includes(word)));
  const near = (zone: string) => Number(!zone.startsWith('Europe/'));
  return found.sort((a, b) => near(a) - near(b)).slice(0, SHOWN);
}

/** As people read it: "Europe, Paris". */
export const zoneName = (zone: string): string => zone.replaceAll('/', ', ').replaceAll('_', ' ');
