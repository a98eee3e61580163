import type { Evidence } from '../history';
import type { Violation } from './books';

const timerPeriodMs = 60_000;
const maxWaitMs = 2 * timerPeriodMs;

/**
 * S6: a job is claimed within two timer periods while a suitable model is free, whatever others queue. Checked from the first timer
 * run after the faults; skipped in scenarios with a daily budget, which may delay jobs for longer.
 */
export function checkClaims({ queueLooks, scenario }: Evidence): Violation[] {
  if (scenario.studio == null || scenario.studio.dailyFen !== null) return [];
  const found: Violation[] = [];
  let since = new Map<string, number>();
  for (const { at, kept } of queueLooks) {
    // The wait of a job starts over once it was claimed, or while no model was free.
    since = new Map(kept.map((job) => [job, since.get(job) ?? at]));
    for (const [job, from] of since) {
      if (at - from <= maxWaitMs) continue;
      const text = `${job.split(':')[0] ?? ''} waits ${at - from} ms for a model that is free`;
      found.push({ rule: 'S6', text });
      since.delete(job);
    }
  }
  return found;
}
