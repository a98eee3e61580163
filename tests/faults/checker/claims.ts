import type { Evidence } from '../history';
import type { Violation } from './books';

const timerPeriodMs = 60_000;
const maxWaitMs = 2 * timerPeriodMs;

/**
 * S6: what may be drawn by a model that is free is claimed within two periods of the timer, whatever others queue. Looked at from
 * before the first run of the timer after the faults on; a budget of the day may keep it longer.
 */
export function checkClaims({ queueLooks, scenario }: Evidence): Violation[] {
  if (scenario.studio == null || scenario.studio.dailyFen !== null) return [];
  const found: Violation[] = [];
  let since = new Map<string, number>();
  for (const { at, kept } of queueLooks) {
    // Who was claimed, or had nobody free in between, begins anew.
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
