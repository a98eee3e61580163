import type { WorkNeeds } from './needs';
import { workQueue } from './work';

export const maxWorkers = 4;
const runMs = 10_000;
const leaseMs = 20_000;

/** A polling phone moves the queue. False: it did so a moment ago, enough others do, or the user has nothing in the studio. */
export async function nudgeQueue(userId: string, needs: WorkNeeds): Promise<boolean> {
  const { clock, requestId, tasks } = needs;
  if (!(await tasks.usage.mayNudge(userId))) return false;
  const startedAt = clock.now().getTime();
  const worker = { configId: 'worker', holder: requestId };
  const place = await tasks.slots.takeConcurrent({
    ...worker,
    ...{ max: maxWorkers, until: new Date(startedAt + leaseMs) },
  });
  if (place === null) return false;
  try {
    await workQueue(needs, { until: new Date(startedAt + runMs) });
  } finally {
    await tasks.slots.release('worker', requestId);
  }
  return true;
}
