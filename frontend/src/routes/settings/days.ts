/** The ISO day n days later. */
export function addDays(day: string, n: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + n);
  return at.toISOString().slice(0, 10);
}

/** The same day n months later, or that month's last: as calendar.Day.AddMonths. */
export function addMonths(day: string, n: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + n, 0)).getUTCDate();
  const at = new Date(Date.UTC(year, month - 1 + n, Math.min(date, last)));
  return at.toISOString().slice(0, 10);
}

/** The ISO day before. */
export const dayBefore = (day: string): string => addDays(day, -1);

/** The instant n minutes later. */
export const addMinutes = (instant: string, n: number): string =>
  new Date(Date.parse(instant) + n * 60_000).toISOString();
