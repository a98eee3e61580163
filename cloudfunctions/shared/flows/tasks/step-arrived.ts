import { isSettled } from '../../domain/moderation/media-check';
import type { MediaOutcome, MediaSubject } from '../../domain/moderation/media-check';
import { describeError } from '../../domain/log';
import { assetIdsOf } from '../../domain/tasks/job';
import type { Job } from '../../domain/tasks/job';
import { leaseFrom } from '../../domain/tasks/lease';
import { fidelityResult } from '../../domain/gates/fidelity';
import type { FidelityVerdict } from '../../domain/gates/fidelity';
import { openFidelityCheck } from '../gates/fidelity';
import { submitMediaCheck } from '../moderation/submit';
import { endJob, failed } from './end';
import { takeFidelityAction } from './guard';
import type { WorkNeeds } from './needs';
import { showFace } from './show';
import type { StepResult } from './step';

/** Moderation ends within 35 minutes; in case the job was not woken, it looks by then. */
const verdictWaitMs = 36 * 60_000;

/** Our copy is stored. Nobody sees it before it has passed moderation; then it is compared with the garment. */
export async function stepArrived(job: Job, needs: WorkNeeds): Promise<StepResult> {
  const { tasks } = needs;
  const verdict = job.verdict ?? (await askForVerdict(job, needs));
  if (verdict === null) {
    const waiting = await tasks.jobs.change(
      job,
      {
        leaseUntil: null,
        dueAt: new Date(needs.clock.now().getTime() + verdictWaitMs),
      },
      { verdict: null },
    );
    if (waiting !== null) return null;
    // The verdict came meanwhile, or another worker has the job.
    const standing = await tasks.jobs.find(job.id);
    if (standing?.leaseToken !== job.leaseToken || standing.verdict === null) return null;
    return standing;
  }
  if (verdict !== 'pass') {
    if (await deliverFirst(job, needs)) return null;
    const code = verdict === 'risky' ? 'PICTURE_REFUSED' : 'CHECK_UNAVAILABLE';
    await endJob(job, failed(code, `moderation: ${verdict}`), needs);
    return null;
  }
  const found = await compare(job, needs);
  const hasDoubt = found === 'different';
  if (hasDoubt && !job.hasRerolled && (await reroll(job, needs))) return null;
  const checked = await tasks.jobs.change(job, {
    ...{ state: 'checked', hasDoubt, verdict },
    fidelity: found === null ? null : fidelityResult(found, job),
    ...leaseFrom(needs.clock.now()),
  });
  if (checked !== null) await showFace(checked, needs);
  return checked;
}

/** The second drawing did not pass; delivers the first picture, which did. False: there is none. */
async function deliverFirst(job: Job, needs: WorkNeeds): Promise<boolean> {
  const { clock, files, log, tasks } = needs;
  const { firstPicture, picture } = job;
  if (firstPicture === null || picture === null) return false;
  const change: Partial<Job> = {
    ...{ state: 'checked', picture: firstPicture, firstPicture: null },
    ...{ hasDoubt: true, fidelity: 'different', verdict: 'pass' },
    ...{ leaseUntil: null, dueAt: clock.now() },
  };
  if ((await tasks.jobs.change(job, change)) === null) return true;
  try {
    await files.remove([picture.fileId]);
  } catch (error) {
    log.warn('picture that did not pass not removed', { cause: describeError(error) });
  }
  return true;
}

/** A second drawing is another file, and therefore another subject. */
export function resultSubject({ id, hasRerolled }: Pick<Job, 'id' | 'hasRerolled'>): MediaSubject {
  return { kind: 'result', id: hasRerolled ? `${id}:2` : id };
}

async function askForVerdict(job: Job, needs: WorkNeeds): Promise<MediaOutcome | null> {
  const { openid, picture, trace } = job;
  if (picture === null) throw new Error('An arrived job without a picture.');
  const { fileId } = picture;
  const subject = resultSubject(job);
  const moderation = await submitMediaCheck(needs, { subject, fileId, openid, trace });
  return isSettled(moderation.state) ? moderation.state : null;
}

/**
 * Has a vision model compare garment and picture. Null: the check is switched off. An inconclusive check counts as no difference.
 */
async function compare(job: Job, needs: WorkNeeds): Promise<FidelityVerdict['verdict'] | null> {
  const { assets, files, log } = needs;
  const check = await openFidelityCheck(needs, job.userId);
  const garmentId = assetIdsOf(job.inputs).at(-1);
  if (check === null || garmentId === undefined || job.picture === null) return null;
  const garment = await assets.find(garmentId);
  const personId = job.inputs.type === 'fitting' ? job.inputs.personAssetId : null;
  const person = personId === null ? null : await assets.find(personId);
  const [garmentUrl, resultUrl, personUrl] = await Promise.all([
    garment === null ? null : files.tempUrl(garment.fileId),
    files.tempUrl(job.picture.fileId),
    person === null ? null : files.tempUrl(person.fileId),
  ]);
  if (garmentUrl === null || resultUrl === null) return 'down';
  const { verdict } = await check({
    ...{ garmentUrl, resultUrl, kind: job.type },
    ...(personUrl === null ? {} : { personUrl }),
  });
  if (verdict === 'down') log.alarm('fidelity check down', { workId: job.id });
  return verdict;
}

/** One more attempt at our cost, at another model. False: no model is left, or the user's daily limit is reached. */
async function reroll(job: Job, needs: WorkNeeds): Promise<boolean> {
  const { clock, tasks } = needs;
  const attempts = await tasks.attempts.list(job.id);
  const left = job.candidates.filter((id) => attempts.every(({ configId }) => configId !== id));
  if (left.length === 0 || job.attempts >= 3) return false;
  if (!(await takeFidelityAction(job, needs))) return false;
  const again = await tasks.jobs.change(job, {
    ...{ state: 'queued', hasRerolled: true, verdict: null },
    ...{ leaseUntil: null, dueAt: clock.now(), lastError: 'fidelity' },
  });
  return again !== null;
}
