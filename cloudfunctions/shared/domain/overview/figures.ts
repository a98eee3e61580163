import { isOwnersFailure } from '../work/failure';
import { nextReset } from '../time/business-day';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** With fewer pictures a duration is not meaningful. */
const minDurations = 5;

/** Works of one hour in Beijing with the same outcome. `hour`: `YYYYMMDDHH`. */
export type WorkGroup = { hour: string; status: string; errorCode: string; count: number };
export type HourFigures = { at: Date; completed: number; failed: number; others: number };

/** The first moment of today in Beijing. */
export function startOfDay(now: Date): Date {
  return new Date(nextReset(now).getTime() - dayMs);
}

/** The start of the last 24 hours, counted in whole hours including the current one. */
export function startOfHours(now: Date): Date {
  return new Date(Math.floor(now.getTime() / hourMs) * hourMs - 23 * hourMs);
}

/** The last 24 hours in their order, including those without works. */
export function toHours(groups: readonly WorkGroup[], now: Date): HourFigures[] {
  const first = startOfHours(now).getTime();
  return Array.from({ length: 24 }, (_, index) => {
    const at = new Date(first + index * hourMs);
    const name = hourName(at);
    const figures = { at, completed: 0, failed: 0, others: 0 };
    for (const group of groups.filter(({ hour }) => hour === name)) {
      figures[kindOf(group)] += group.count;
    }
    return figures;
  });
}

export type Sum = { all: number; completed: number; failed: number };

export function sumSince(hours: readonly HourFigures[], since: Date): Sum {
  const sum: Sum = { all: 0, completed: 0, failed: 0 };
  for (const { at, completed, failed, others } of hours) {
    if (at < since) continue;
    sum.all += completed + failed + others;
    sum.completed += completed;
    sum.failed += failed;
  }
  return sum;
}

/** Null if there are too few pictures. */
export function toDuration(ms: readonly number[]): { medianMs: number; p95Ms: number } | null {
  const sorted = ms.filter((one) => one >= 0).sort((a, b) => a - b);
  if (sorted.length < minDurations) return null;
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { medianMs: at(0.5), p95Ms: at(0.95) };
}

function kindOf({ status, errorCode }: WorkGroup): 'completed' | 'failed' | 'others' {
  if (status === 'completed') return 'completed';
  return status === 'failed' && !isOwnersFailure(errorCode) ? 'failed' : 'others';
}

/** `YYYYMMDDHH` in Beijing. */
function hourName(moment: Date): string {
  return new Date(moment.getTime() + 8 * hourMs).toISOString().slice(0, 13).replace(/[-T]/g, '');
}
