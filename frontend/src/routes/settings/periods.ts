/** Rows of the law that hold from one day to another; '' as the last day is still open. */
import { dayBefore } from './days';

interface Period {
  from: string;
  through: string;
}

/** Reports whether a row holds on a day. */
export const inForce = ({ from, through }: Period, day: string): boolean =>
  from <= day && (through === '' || day <= through);

/** The rows with one that takes over from another: the old one ends the day before. */
export function replaced<R extends Period>(rows: R[], at: number, next: R): R[] {
  return rows.flatMap((row, i) =>
    i === at ? [{ ...row, through: dayBefore(next.from) }, next] : [row],
  );
}

/** The rows without one; the one it took over from goes on as long as it would have. */
export function without<R extends Period & { code: string }>(rows: R[], at: number): R[] {
  const gone = rows[at];
  return rows
    .map((row) =>
      gone && row.code === gone.code && row.through === dayBefore(gone.from)
        ? { ...row, through: gone.through }
        : row,
    )
    .filter((_, i) => i !== at);
}
