/** The only place where the pack reads the time. Tests replace `now`; the rest of the code uses `today`. */
export const clock = {
  /** Milliseconds since 1970-01-01T00:00Z. */
  now: (): number => Date.now(),
};

/** A calendar day in UTC, `YYYY-MM-DD`, so days can be compared as strings. */
export type Day = string;

export function today(): Day {
  return dayOf(clock.now());
}

/** The day in `text`; undefined if it isn't a day that exists (`2026-02-30`, `tomorrow`). */
export function parseDay(text: unknown): Day | undefined {
  if (typeof text !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const milliseconds = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(milliseconds) || dayOf(milliseconds) !== text ? undefined : text;
}

export function addDays(day: Day, count: number): Day {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + days(count));
}

/** A number of days in milliseconds. */
export function days(count: number): number {
  return count * 86_400_000;
}

/** The day, in UTC, of a time in milliseconds. */
export function dayOf(milliseconds: number): Day {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
