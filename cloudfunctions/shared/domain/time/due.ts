/**
 * When `tick` has to look for work: one row for all works. A request only lowers `dueAt`, and leaves no trace if the row already
 * has an earlier one. Therefore `dueAt` is raised only by a look that it caused, and such a look is followed by another one.
 */
export type NextLook = {
  /** The earliest moment requested since a request last caused a look; `never` if there is none. */
  dueAt: Date;
  /** When `tick` looks by its own plan. */
  lookAt: Date;
  /** The latest heartbeat. */
  beatAt: Date;
  /** Consecutive looks in which some work failed. */
  failures: number;
  /** When the watchdog ran last. */
  watchedAt?: Date | undefined;
};

/** `requested`: its `dueAt` has come. `planned`: its `lookAt` has come, or lies further in the future than any plan. */
export type LookCause = 'requested' | 'planned';

export const never = new Date('9999-12-31T00:00:00Z');

const minuteMs = 60_000;
/** How often everything is checked, even if nothing was requested. */
export const fullLookMs = 120 * minuteMs;
/**
 * Longer than a function may run (60 s), with a margin for clocks: whatever was announced before a look has been written by then,
 * or never will be.
 */
export const followUpMs = 2 * minuteMs;

/** The first whole minute after a deadline, so that all announcements within a minute need only one write. */
export function dueAfter(deadline: Date): Date {
  return new Date((Math.floor(deadline.getTime() / minuteMs) + 1) * minuteMs);
}

/** Null means no moment. */
export function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

/** Null if nothing is due. */
export function lookCause({ dueAt, lookAt }: NextLook, now: Date): LookCause | null {
  if (dueAt <= now) return 'requested';
  // A plan further in the future was written by a wrong clock.
  const isPlanned = lookAt <= now || lookAt.getTime() > now.getTime() + fullLookMs;
  return isPlanned ? 'planned' : null;
}

/** `nextAt`: the earliest moment that the works know of. `failures`: consecutive ones, including this look. */
export function lookAfter(
  { cause, startedAt }: { cause: LookCause; startedAt: Date },
  { nextAt, failures }: { nextAt: Date | null; failures: number },
): Date {
  const from = startedAt.getTime();
  const bound = cause === 'requested' ? followUpMs : fullLookMs;
  const retryMs = failures === 0 ? bound : minuteMs * 2 ** Math.min(failures - 1, 10);
  return new Date(Math.min(from + bound, from + retryMs, nextAt?.getTime() ?? Infinity));
}
