/** The levels somebody chooses from: those still given, and what is chosen already. */
import type { components } from '@/api/schema';

type Level = components['schemas']['Level'];

/** With more than one ladder a level says which it stands on; `none` is the choice of no level. */
export function levelChoices(
  levels: Level[] = [],
  none: string,
  ...held: (number | undefined)[]
): { value: number; label: string }[] {
  const given = levels.filter(({ id, retired }) => !retired || held.includes(id));
  const several = new Set(given.map(({ federation }) => federation)).size > 1;
  return [
    { value: 0, label: none },
    ...given.map(({ id, label, federation }) => ({
      value: id,
      label: several ? `${label} (${federation})` : label,
    })),
  ];
}
