/**
 * When `tick` has to look for work, one row for all of it. A request lowers `dueAt` and leaves no trace where the row is
 * lower already, so `dueAt` is raised only by a look that it caused, and that look is followed by another one.
 */
export type NextLook = {
  /** The earliest moment asked for since a request last caused a look; `never` when there is none. */
  dueAt: Date;
  /** When `tick` looks by its own plan. */
  lookAt: Date;
  /** The latest sign of life. */
  beatAt: Date;
  /** Looks in a row in which some work failed. */
  failures: number;
  /** When the watchdog ran last. */
  watchedAt?: Date | undefined;
};

/** `requested`: its `dueAt` has come. `planned`: its `lookAt` has, or lies further ahead than any plan. */
export type LookCause = 'requested' | 'planned';

export const never = new Date('9999-12-31T00:00:00Z');

const minuteMs = 60_000;
/** Everything is looked for that often, whether or not somebody has asked. */
export const fullLookMs = 120 * minuteMs;
/**
 * Longer than a function may run (60 s), with a margin for clocks: by then whatever was announced before a look has been
 * written, or never will be.
 */
export const followUpMs = 2 * minuteMs;

/** The first whole minute after a deadline. Announcements of one minute are then one write. */
export function dueAfter(deadline: Date): Date {
  return new Date((Math.floor(deadline.getTime() / minuteMs) + 1) * minuteMs);
}

/** Null stands for no moment. */
export function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

/** Null when nothing is due. */
export function lookCause({ dueAt, lookAt }: NextLook, now: Date): LookCause | null {
  if (dueAt <= now) return 'requested';
  // One that lies further ahead was written by a clock that was wrong.
  const isPlanned = lookAt <= now || lookAt.getTime() > now.getTime() + fullLookMs;
  return isPlanned ? 'planned' : null;
}

/** `nextAt`: the earliest moment that the works know of. `failures`: in a row, this look included. */
export function lookAfter(
  { cause, startedAt }: { cause: LookCause; startedAt: Date },
  { nextAt, failures }: { nextAt: Date | null; failures: number },
): Date {
  const from = startedAt.getTime();
  const bound = cause === 'requested' ? followUpMs : fullLookMs;
  const retryMs = failures === 0 ? bound : minuteMs * 2 ** Math.min(failures - 1, 10);
  return new Date(Math.min(from + bound, from + retryMs, nextAt?.getTime() ?? Infinity));
}
