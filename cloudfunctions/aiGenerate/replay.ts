import type { Context } from '../shared/context';
import { businessDay } from '../shared/domain/time/business-day';
import { recordedFailure } from '../shared/domain/work/failure';
import { costOf } from '../shared/domain/quota/tier';
import { dailyUsage } from '../shared/domain/quota/usage';
import { hasFailed, isRunning } from '../shared/domain/work/work';
import type { Work } from '../shared/domain/work/work';
import { AppError } from '../shared/error';
import { toReply } from './reply';
import type { Reply } from './reply';
import type { Request } from './request';
import { vouch } from './vouch';

/** The answer to a request that came before: its works as they stand now. No provider is asked again. */
export async function replay(
  works: readonly Work[],
  { requestHash, workIds }: Request,
  {
    caller,
    clock,
    log,
    users,
    works: repository,
  }: Pick<Context, 'caller' | 'clock' | 'log' | 'users' | 'works'>,
): Promise<Reply> {
  if (works.some((work) => work.requestHash !== requestHash)) throw new AppError('REQUEST_REUSED');
  const now = clock.now();
  const [member, count, ended] = await Promise.all([
    users.members.find(caller.userId),
    repository.countDay(caller.userId, businessDay(now)),
    Promise.all(works.map(asItStands)),
  ]);
  if (member === null) throw new AppError('SIGN_IN_REQUIRED');
  const failed = ended.filter(({ work }) => hasFailed(work));
  if (failed.length === ended.length) throw recordedFailure(failed[0]?.work.errorCode);
  const usage = dailyUsage(member.facts, count.used, now);
  return toReply({
    ended: ended.sort((a, b) => workIds.indexOf(a.work.id) - workIds.indexOf(b.work.id)),
    remainingCredits: costOf(usage.userType) === 0 ? null : member.user.credits,
    dailyUsage: usage,
  });

  async function asItStands(work: Work) {
    if (!isRunning(work)) return { work, saved: 'works' as const };
    const waiting = await repository.backups.findWaiting(work.id);
    return waiting === null
      ? { work, saved: 'none' as const }
      : vouch(waiting, 'backup', { works: repository, log });
  }
}
