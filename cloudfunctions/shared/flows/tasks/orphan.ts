import type { CurrentAttempt } from '../../domain/tasks/job';

/** How long a vendor is polled after the picture has ended without it. */
const askedOnMs = 24 * 3_600_000;
const firstLookMs = 10 * 60_000;

/** When to poll a vendor for an abandoned order. */
export function orphanOf({ startedAt }: Pick<CurrentAttempt, 'startedAt'>, now: Date) {
  return {
    until: new Date(startedAt.getTime() + askedOnMs),
    dueAt: new Date(now.getTime() + firstLookMs),
  };
}
