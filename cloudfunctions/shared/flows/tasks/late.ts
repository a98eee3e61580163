import { describeError } from '../../domain/log';
import type { Job } from '../../domain/tasks/job';
import { checkPicture } from '../../pictures/decode';
import { releaseSlot } from './end';
import type { WorkNeeds } from './needs';
import { pictureOf } from './step-accepted';

const askAgainMs = 30 * 60_000;
const callMs = 6_000;
const maxDownloadMs = 20_000;

/**
 * A picture has ended without its vendor's answer, and its credit was refunded: the vendor is polled for a day. Its picture is
 * kept for the admin, and delivered to nobody.
 */
export async function followLate(job: Job, needs: WorkNeeds): Promise<void> {
  const { clock, providers, tasks } = needs;
  const { attempt, orphanUntil } = job;
  const now = clock.now();
  const taskId = attempt?.providerTaskId;
  const provider = attempt === null ? null : providers.vendor(attempt.provider, job.trace);
  const forget = () => tasks.jobs.change(job, { ...idle, orphanUntil: null });
  if (attempt === null || taskId === undefined || provider?.check === undefined) {
    await forget();
    return;
  }
  const outcome = await provider.check(taskId, { timeoutMs: callMs });
  if (outcome.state === 'running' && orphanUntil !== null && now < orphanUntil) {
    const dueAt = new Date(Math.min(now.getTime() + askAgainMs, orphanUntil.getTime()));
    await tasks.jobs.change(job, { leaseUntil: null, dueAt });
    return;
  }
  await releaseSlot(job, needs);
  if (outcome.state === 'done') {
    const [row] = (await tasks.attempts.list(job.id)).filter(({ n }) => n === attempt.n);
    const wasteFen = row?.costFen ?? 0;
    const orphanFileId = await keepOrphan(job, pictureOf(outcome), needs);
    const isRecorded = await tasks.attempts.recordOrphan(job.id, attempt.n, {
      wasteFen,
      ...(orphanFileId === null ? {} : { orphanFileId }),
    });
    // The account was deleted meanwhile, and the deletion cannot have seen the file.
    if (!isRecorded && orphanFileId !== null) await needs.files.remove([orphanFileId]);
  } else await tasks.attempts.close(job.id, attempt.n, 'timeout');
  await forget();
}

const idle = { leaseUntil: null, dueAt: null };

async function keepOrphan(
  { id, userId, leaseToken }: Job,
  url: string | null,
  { files, log, providers }: WorkNeeds,
): Promise<string | null> {
  if (url === null) return null;
  try {
    const bytes = await providers.downloadPicture(url, maxDownloadMs);
    if ('problem' in checkPicture(bytes)) return null;
    return await files.upload(`private/orphans/${userId}/${id}-${leaseToken}.png`, bytes);
  } catch (error) {
    log.warn('late picture not kept', { workId: id, cause: describeError(error) });
    return null;
  }
}
