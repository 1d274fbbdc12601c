/** The ladders of levels as the settings edit them. */
import type { Answer } from '@/api/client';
import { fold, t } from '@/i18n/index.svelte';

export type LevelRow = Answer<'/api/desk/settings/levels'>['levels'][number];
export type Level = Omit<LevelRow, 'uses'>;
export type RangeMoved = Answer<'/api/desk/settings/levels/order'>[number];

/** What the server is sent: the level without what was counted of it. */
export const levelOf = ({ id, federation, code, label, rank, aliases, retired }: Level): Level => ({
  ...{ id, federation, code, label, rank, aliases, retired },
});

/** A new level of a ladder. */
export const newLevel = (federation: string): Level => ({
  ...{ id: 0, federation, code: '', label: '', rank: 0, aliases: [], retired: false },
});

/** What else a level is called: its code and its name go without saying. */
export const besides = ({ code, label, aliases }: Level): string[] =>
  aliases.filter((word) => ![code, label].some((known) => fold(known) === fold(word)));

/** What uses a level, in words; empty for nothing. */
export const usesWords = ({ uses }: LevelRow): string =>
  [
    uses.riders && t('settings.levelRiders', { n: uses.riders }),
    uses.offers && t('settings.levelOffers', { n: uses.offers }),
    uses.lessons && t('settings.levelLessons', { n: uses.lessons }),
    uses.horses && t('settings.levelHorses', { n: uses.horses }),
  ]
    .filter(Boolean)
    .join(' · ');

/** The list with a row put before another of its ladder, or last of it. */
export function placed<L extends Level>(rows: L[], row: L, before: L | undefined): L[] {
  const rest = rows.filter((other) => other !== row);
  const last = rest.findLastIndex(({ federation }) => federation === row.federation) + 1;
  return rest.toSpliced(before ? rest.indexOf(before) : last, 0, row);
}
