import type { Files } from '../../data/core/files';
import type { ModerationRepository, NewModeration } from '../../data/moderation/repository';
import { isExpired, maxSubmissions } from '../../domain/moderation/media-check';
import type { MediaCheck, MediaCheckAnswer, Moderation } from '../../domain/moderation/media-check';
import { describeError } from '../../domain/log';
import type { Log } from '../../domain/log';
import type { Clock } from '../../domain/time/clock';

export type SubmitNeeds = {
  clock: Clock;
  log: Log;
  /** The trace of the call that submits. */
  trace?: string;
  files: Pick<Files, 'tempUrl'>;
  moderation: ModerationRepository;
  providers: { checkMedia: MediaCheck };
};

/** An owner with more waiting pictures gets the rest at their next call. */
const maxResumed = 20;

/**
 * Has WeChat moderate a stored picture before anybody but its owner sees it. Idempotent per subject. Whatever WeChat answers, the
 * moderation is recorded and continues by itself; its outcome is applied by the verdict table. Throws only if it could not be
 * recorded. `trace` is given when the submitting invocation is not the user's own call.
 */
export async function submitMediaCheck(
  needs: SubmitNeeds,
  { trace = needs.trace ?? '', ...picture }: Omit<NewModeration, 'trace'> & { trace?: string },
): Promise<Moderation> {
  const now = needs.clock.now();
  const moderation = await needs.moderation.begin({ ...picture, trace }, now);
  const isNew = moderation.state === 'checking' && moderation.tries === 0;
  return isNew ? submitAgain(moderation, needs) : moderation;
}

/** Submits once more, or expires the moderation. The URL is fresh: an earlier one may have expired. */
export async function submitAgain(moderation: Moderation, needs: SubmitNeeds): Promise<Moderation> {
  const { clock, files, log, moderation: moderations, providers } = needs;
  const { subject, fileId, openid } = moderation;
  if (isExpired(moderation, clock.now())) {
    return (await moderations.expire(moderation, clock.now())) ?? moderation;
  }
  if (moderation.tries >= maxSubmissions) return moderation;
  const url = await files.tempUrl(fileId);
  // A file that is gone can never be checked.
  if (url === null) return (await moderations.expire(moderation, clock.now())) ?? moderation;
  const claimed = await moderations.claim(moderation, clock.now());
  if (claimed === null) return moderation;
  let answer: MediaCheckAnswer;
  try {
    answer = await providers.checkMedia(subject.kind, url, openid);
  } catch (error) {
    log.warn('media check not answered', { kind: subject.kind, cause: describeError(error) });
    return (await moderations.retryLater(claimed, clock.now())) ?? claimed;
  }
  if (answer.state === 'accepted') {
    return moderations.recordTrace(claimed, answer.traceId, clock.now());
  }
  log.warn('media check put off', { kind: subject.kind, why: answer.state });
  return (await moderations.putOff(claimed, answer.state, clock.now())) ?? claimed;
}

/** The owner has called: submits pictures that WeChat would not check in their absence. Never throws. */
export async function resumeMediaChecks(needs: SubmitNeeds, openid: string): Promise<void> {
  const { clock, log, moderation: moderations } = needs;
  try {
    for (const row of await moderations.listAwaitingOwner(openid, maxResumed)) {
      const resumed = await moderations.resume(row.read(), clock.now());
      if (resumed !== null) await submitAgain(resumed, needs);
    }
  } catch (error) {
    log.warn('media checks not resumed', { cause: describeError(error) });
  }
}
