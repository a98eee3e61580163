import type { HeldJob } from '../../data/tasks/jobs';
import { describeError } from '../../domain/log';
import type { Job } from '../../domain/tasks/job';
import { isOpen } from '../../domain/tasks/job';
import { taskTypes } from '../../domain/tasks/task-type';
import { earlier } from '../../domain/time/due';
import { capacityOf } from './capacity';
import { endJob, failed } from './end';
import { followLate } from './late';
import type { StepOptions, StepResult } from './step';
import { endWithoutPerson } from './person';
import type { WorkNeeds } from './needs';
import { stepAccepted } from './step-accepted';
import { stepArrived } from './step-arrived';
import { stepChecked } from './step-checked';
import { stepQueued } from './step-queued';

/**
 * `leftUntil`: when to look again at due jobs that were not moved, for lack of a free model or of time; null if there are none.
 */
export type WorkResult = { moved: number; errors: number; leftUntil: Date | null };

const parallel = 6;
const batch = 12;
/** Pause between attempts to end a job that cannot be ended. */
const cannotEndMs = 30 * 60_000;
/** With less time left, nothing more is claimed. */
const minStepMs = 1_500;

/** Moves due jobs, several concurrently, until none is left or the time is over. Any number of workers may run at once. */
export async function workQueue(needs: WorkNeeds, { until }: StepOptions): Promise<WorkResult> {
  const { clock, tasks } = needs;
  const result: WorkResult = { moved: 0, errors: 0, leftUntil: null };
  const seen = new Set<string>();
  for (;;) {
    const now = clock.now();
    // The next run continues at once.
    if (until.getTime() - now.getTime() < minStepMs) return { ...result, leftUntil: now };
    result.leftUntil = null;
    const queued = await Promise.all(
      taskTypes.map(async (type) => {
        const jobs = await tasks.jobs.listQueued(type, now, batch);
        if (jobs.length === 0) return [];
        const { room, readyAt } = await capacityOf(type, needs);
        if (room < jobs.length) result.leftUntil = earlier(result.leftUntil, readyAt);
        return jobs.slice(0, room);
      }),
    );
    const due = [...(await tasks.jobs.listMoving(now, batch)), ...queued.flat()];
    // A job left by this run waits until it is due again; one that failed here is not retried at once.
    const fresh = due.filter((job) => !seen.has(`${job.id}:${job.leaseToken}`));
    if (fresh.length === 0) return result;
    await inParallel(fresh, async (job) => {
      seen.add(`${job.id}:${job.leaseToken}`);
      if (until.getTime() - clock.now().getTime() < minStepMs) return;
      const outcome = await moveJob(job, needs, { until });
      if (outcome !== 'passed') result.moved += 1;
      if (outcome === 'failed') result.errors += 1;
    });
  }
}

async function inParallel<Item>(
  items: readonly Item[],
  step: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await step(item);
  };
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, worker));
}

/** `passed`: another worker has it. `failed`: the step threw, and the job waits. */
export async function moveJob(
  job: Job,
  needs: WorkNeeds,
  options: StepOptions,
): Promise<'moved' | 'passed' | 'failed'> {
  const { clock, requestId, tasks } = needs;
  const held = await tasks.jobs.claim(job, requestId, clock.now());
  if (held === null) return 'passed';
  try {
    await stepThrough(held, needs, options);
    return 'moved';
  } catch (error) {
    await putBack(held, error, needs);
    return 'failed';
  }
}

async function stepThrough(
  { job, exhausted }: HeldJob,
  needs: WorkNeeds,
  options: StepOptions,
): Promise<void> {
  if (exhausted !== null) {
    await endDead(job, exhausted, needs);
    return;
  }
  if (!isOpen(job)) {
    await followLate(job, needs);
    return;
  }
  let current: StepResult = job;
  while (current !== null && isOpen(current)) {
    if (await endWithoutPerson(current, needs)) return;
    current = await step(current, needs, options);
  }
}

function step(job: Job, needs: WorkNeeds, options: StepOptions): Promise<StepResult> {
  switch (job.state) {
    case 'accepted':
      return stepAccepted(job, needs, options);
    case 'arrived':
      return stepArrived(job, needs);
    case 'checked':
      return stepChecked(job, needs);
    default:
      return stepQueued(job, needs, options);
  }
}

/** Gives up. If a vendor may have been asked, no other is. */
async function endDead(job: Job, exhausted: string, needs: WorkNeeds): Promise<void> {
  const why = `${exhausted} exhausted; ${job.lastError}`;
  for (const { n, outcome, costFen } of await needs.tasks.attempts.list(job.id)) {
    if (outcome === 'started' || outcome === 'accepted') {
      await needs.tasks.attempts.close(job.id, n, 'unknown', { wasteFen: costFen });
    }
  }
  const code = job.errorCode === '' ? 'PROVIDER_BUSY' : 'PROVIDER_FAILED';
  await endJob(job, { ...failed(code, why), state: 'dead' }, needs);
}

/**
 * A step that threw counts like a lost lease, so that a job which always throws comes to its end. A job that cannot even be
 * ended, because its work is missing or unreadable, needs a person: until then it is retried at long intervals.
 */
async function putBack({ exhausted, job }: HeldJob, error: unknown, needs: WorkNeeds) {
  const { clock, log, tasks } = needs;
  const cause = describeError(error);
  log.error('job not moved', { workId: job.id, trace: job.trace, state: job.state, cause });
  if (exhausted !== null) log.alarm('job cannot be ended', { workId: job.id, cause });
  const waitMs = exhausted === null ? 2_000 * 2 ** Math.min(job.lostLeases, 5) : cannotEndMs;
  try {
    await tasks.jobs.change(job, {
      ...{ leaseUntil: null, dueAt: new Date(clock.now().getTime() + waitMs) },
      ...{ lostLeases: job.lostLeases + 1, lastError: cause.slice(0, 300) },
    });
  } catch {
    // Its lease expires by itself.
  }
}
