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
  /** Of the call that submits. */
  trace?: string;
  files: Pick<Files, 'tempUrl'>;
  moderation: ModerationRepository;
  providers: { checkMedia: MediaCheck };
};

/** Owners with more pictures that wait for them are served by their next call. */
const maxResumed = 20;

/**
 * Has WeChat look at a stored picture before anybody but its owner sees it. Idempotent per subject. Whatever WeChat answers,
 * the moderation is noted and goes on by itself: its outcome is applied by the verdict table of its kind. Throws only when
 * it could not be noted. `trace`: where another invocation than that of the tap brings the picture.
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

/** One more submission, or the end when there is none left. The URL is fresh: an earlier one may have expired. */
export async function submitAgain(moderation: Moderation, needs: SubmitNeeds): Promise<Moderation> {
  const { clock, files, log, moderation: moderations, providers } = needs;
  const { subject, fileId, openid } = moderation;
  if (isExpired(moderation, clock.now())) {
    return (await moderations.expire(moderation, clock.now())) ?? moderation;
  }
  if (moderation.tries >= maxSubmissions) return moderation;
  const url = await files.tempUrl(fileId);
  // Nobody can ever look at a file that is gone.
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

/** The owner has called: pictures that WeChat would not check in their absence are submitted now. Never throws. */
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
