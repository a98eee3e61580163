import type { Document } from '../../devtools/emulator/database/database';
import { parseJob } from '../../cloudfunctions/shared/data/rows/job';
import { parseSlot } from '../../cloudfunctions/shared/data/rows/provider-slot';
import { parseStudioUsage } from '../../cloudfunctions/shared/data/rows/studio-usage';
import { parseTask } from '../../cloudfunctions/shared/data/rows/task';
import { parseAttempt } from '../../cloudfunctions/shared/data/rows/task-attempt';
import { parseWork } from '../../cloudfunctions/shared/data/rows/work';
import { isOpen } from '../../cloudfunctions/shared/domain/tasks/job';
import { isEnded, workStateOf } from '../../cloudfunctions/shared/domain/tasks/task';
import type { TestCloud } from './cloud';

const worksOfJobs = { done: 'completed', failed: 'failed', dead: 'failed', cancelled: 'cancelled' };

/**
 * Checks the rows against the rules of the studio; returns violations as sentences. `settled`: an hour has passed since the last
 * fault. `creates`: the number of orders sent to vendors.
 */
export function studioViolations(cloud: TestCloud, options: StudioRules = {}): string[] {
  const evidence: StudioEvidence = {
    rows: (name) => cloud.collection(name).rows(),
    paths: cloud.cloud.storage.list().map(({ path }) => path),
    now: new Date(cloud.cloud.clock.now()),
  };
  return violationsOf(evidence, options);
}

/** Throws with the violations, if any. */
export function requireStudioInvariants(cloud: TestCloud, options: StudioRules = {}): void {
  const broken = studioViolations(cloud, options);
  if (broken.length > 0) throw new Error(broken.join('\n'));
}

export type StudioRules = { settled?: boolean; creates?: number | null };
export type StudioEvidence = {
  rows: (collection: string) => Document[];
  /** The paths of all files. */
  paths: readonly string[];
  now: Date;
};

/** The same check for rows that were read already. */
export function violationsOf(
  { rows, paths, now }: StudioEvidence,
  { settled = false, creates = null }: StudioRules = {},
): string[] {
  const tasks = rows('task_queue').map(parseTask);
  const jobs = rows('task_jobs').map(parseJob);
  const works = rows('works').map(parseWork);
  const attempts = rows('task_attempts').map(parseAttempt);
  const slots = rows('provider_slots').map(parseSlot);
  const usages = rows('studio_usage').map(parseStudioUsage);
  const uses = rows('asset_uses');
  const found: string[] = [];
  const say = (text: string): void => void found.push(text);

  for (const job of jobs) {
    const work = works.find(({ id }) => id === job.id);
    const task = tasks.find(({ id }) => id === job.taskId);
    const face = task?.works.find(({ workId }) => workId === job.id);
    if (work === undefined || face === undefined) {
      say(`S1 ${job.id} has no work or no task`);
      continue;
    }
    if (!isOpen(job) && worksOfJobs[job.state as 'done'] !== work.status) {
      say(`S1 ${job.id} is ${job.state}, its work ${work.status}`);
    }
    if (isOpen(job) && (work.status !== 'pending' || 'endedAt' in face)) {
      say(`S1 ${job.id} is open, its work ${work.status}`);
    }
    if (!isOpen(job) && face.state !== workStateOf(job.state)) {
      say(`S1 ${job.id} is ${job.state}, its task says ${face.state}`);
    }
    if (settled && isOpen(job)) say(`S7 ${job.id} is still ${job.state}`);
    if (settled && job.leaseUntil !== null) say(`S7 ${job.id} is still leased`);
    const own = attempts.filter(({ workId }) => workId === job.id).sort((a, b) => a.n - b.n);
    const unknown = own.findIndex(({ outcome }) => outcome === 'unknown' || outcome === 'started');
    if (unknown >= 0 && unknown < own.length - 1) say(`S3 ${job.id} was sent after an unknown end`);
    if (own.length > 3) say(`S3 ${job.id} has ${own.length} attempts`);
  }
  for (const work of works) {
    if (work.type !== 'text2img' && !jobs.some(({ id }) => id === work.id)) {
      say(`S1 ${work.id} has no job`);
    }
  }
  for (const task of tasks) {
    if (isEnded(task) && task.reserved !== task.spent + task.refunded) {
      say(`S2 ${task.id}: ${task.reserved} is not ${task.spent} and ${task.refunded}`);
    }
    const done = task.works.filter(({ state }) => state === 'completed').length;
    if (task.done !== done) say(`S1 ${task.id} says ${task.done} of ${done}`);
    if (settled && !isEnded(task)) say(`S7 ${task.id} is still ${task.state}`);
  }
  const sent = attempts.filter(({ outcome }) => outcome !== 'notSent').length;
  if (creates !== null && creates > sent) say(`S3 ${creates} orders of ${sent} attempts`);
  for (const slot of slots) {
    if (settled && slot.kind === 'concurrent' && slot.until > now)
      say(`S7 slot ${slot.id} is held`);
  }
  for (const usage of usages) {
    const open = jobs.filter((job) => job.userId === usage.userId && isOpen(job)).length;
    if (usage.unfinished !== open)
      say(`S1 ${usage.userId} has ${open} open, not ${usage.unfinished}`);
    const counted = works.filter(
      (work) =>
        work.userId === usage.userId &&
        work.type !== 'text2img' &&
        work.day === usage.day &&
        work.status !== 'failed' &&
        work.status !== 'cancelled',
    ).length;
    if (usage.used !== counted) say(`S1 ${usage.userId} used ${counted}, not ${usage.used}`);
  }
  for (const use of uses) {
    const task = tasks.find(({ id }) => id === use.taskId);
    if (task === undefined) say(`S8 a use of a task that is none`);
    else if (isEnded(task) && settled && use.endedAt === null)
      say(`S8 ${task.id} keeps its photos`);
    else if (!isEnded(task) && use.endedAt !== null) say(`S8 ${task.id} has lost its photos`);
  }
  if (settled) {
    const kept = works
      .filter(({ status }) => status === 'completed')
      .flatMap(({ imageUrl, thumbnailUrl }) => [imageUrl, thumbnailUrl]);
    for (const path of paths) {
      const isResult = path.startsWith('works/') || path.startsWith('private/works/');
      if (isResult && !kept.some((id) => id.endsWith(`/${path}`))) say(`S10 ${path} is nobody's`);
    }
  }
  return found;
}
