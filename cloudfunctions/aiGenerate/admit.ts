import { randomBytes, randomUUID } from 'node:crypto';
import type { Context } from '../shared/context';
import { newMember } from '../shared/data/users/members';
import type { User } from '../shared/data/rows/user';
import type { QuotaFacts } from '../shared/domain/quota/quota';
import { requireAdmissionRoom } from '../shared/domain/quota/room';
import { costOf } from '../shared/domain/quota/tier';
import { dailyUsage } from '../shared/domain/quota/usage';
import type { DailyUsage } from '../shared/domain/quota/usage';
import { businessDay } from '../shared/domain/time/business-day';
import { leaseUntil } from '../shared/domain/work/lease';
import { isTextToImage } from '../shared/domain/work/work';
import type { TextToImageWork } from '../shared/domain/work/work';
import { AppError, isAppError } from '../shared/error';
import { requireCleanText } from '../shared/flows/text-check';
import { toWorks } from './request';
import type { Request } from './request';

export type Admission = {
  user: User;
  facts: QuotaFacts;
  usage: DailyUsage;
  works: TextToImageWork[];
  /** The balance after the charge; null if nothing was charged, or the answer was lost. */
  credits: number | null;
  /** Why the text may not be drawn; null if it may. */
  refusal: unknown;
  isStorageTight: boolean;
};

/**
 * Reads, checks and inserts; writes everything or nothing. Null: the request was made before, and its works have their rows or
 * wait in the backup.
 */
export async function admit(
  request: Request,
  context: Context,
  now: Date,
): Promise<Admission | null> {
  const { caller, users, works, options, providers, timers, timeoutMs } = context;
  const lease = leaseUntil(now, timeoutMs);
  const [member, count, running, isWaiting, choices, painters] = await Promise.all([
    users.members.find(caller.userId),
    works.countDay(caller.userId, businessDay(now)),
    works.countRunning(caller.userId),
    waitsInBackup(request, context),
    options.choices(now),
    providers.painters(),
    timers.expectDue(lease),
  ]);
  if (isWaiting) return null;
  if (painters.length === 0) throw new AppError('PROVIDER_NOT_CONFIGURED');
  const painter = painters.find((candidate) => candidate.refusesSize(request.input.size) === null);
  // The first call may precede the login. The user is dated a moment earlier, so that the ledger has the welcome credits before
  // the first charge.
  const { user, facts, storage } =
    member ?? newMember((await users.create(caller, new Date(now.getTime() - 1))).user);
  if (painter === undefined) {
    throw new AppError('INVALID_INPUT', { details: { field: 'size', problem: '没有这个选项' } });
  }
  const usage = dailyUsage(facts, count.used, now);
  const wanted = toWorks(request, choices, {
    caller,
    ...{ token: randomUUID(), pathTokens: request.workIds.map(drawPathToken) },
    ...{ provider: painter.name, cost: costOf(usage.userType) },
    ...{ now, leaseUntil: lease },
  });
  const standing = { usage, facts, usedBytes: storage.usedBytes, count, running };
  const { isStorageTight, ...room } = requireAdmissionRoom(wanted.length, standing, now);
  const [admission, refusal] = await Promise.all([
    works.admission.admit(wanted, room, now),
    requireCleanText(request.input.prompt, 'social', context).then(
      () => null,
      (error: unknown) => error,
    ),
  ]);
  if (admission.outcome === 'earlier') return null;
  const { credits } = admission;
  const admitted = admission.works.filter(isTextToImage);
  return { user, facts, usage, works: admitted, credits, refusal, isStorageTight };
}

/** Whether the request was made before and its row is lost. Fails closed: a picture must not be drawn and charged twice. */
async function waitsInBackup(
  { workIds }: Request,
  { works }: Pick<Context, 'works'>,
): Promise<boolean> {
  try {
    return (await works.backups.findWaiting(workIds)).length > 0;
  } catch (error) {
    throw isAppError(error) ? error : new AppError('COUNT_UNAVAILABLE', { cause: error });
  }
}

function drawPathToken(): string {
  return randomBytes(16).toString('hex');
}
