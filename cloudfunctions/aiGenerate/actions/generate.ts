import { randomUUID } from 'node:crypto';
import { defineAction } from '../../shared/action';
import { aiGenerate } from '../../shared/contracts/aiGenerate';
import type { Context } from '../../shared/context';
import type { AdmissionResult } from '../../shared/data/works/admission';
import { newMember } from '../../shared/data/users/members';
import type { User } from '../../shared/data/users/users';
import { businessDay } from '../../shared/domain/time/business-day';
import { recordedFailure } from '../../shared/domain/work/failure';
import { hasMovedToday } from '../../shared/domain/quota/quota';
import type { QuotaFacts } from '../../shared/domain/quota/quota';
import { costOf } from '../../shared/domain/quota/tier';
import { requireStorage } from '../../shared/domain/quota/storage';
import { dailyUsage, requireRoom } from '../../shared/domain/quota/usage';
import type { DailyUsage } from '../../shared/domain/quota/usage';
import { hasFailed } from '../../shared/domain/work/work';
import type { Work } from '../../shared/domain/work/work';
import { AppError, isAppError } from '../../shared/error';
import { describeError } from '../../shared/domain/log';
import { countStored } from '../../shared/flows/storage-count';
import { requireCleanText } from '../../shared/flows/text-check';
import { keepCompleted, keepFailed } from '../keep';
import type { Ended } from '../keep';
import { paint } from '../paint';
import { replay } from '../replay';
import { toReply } from '../reply';
import { toRequest, toWorks } from '../request';
import type { Request } from '../request';
import { storePicture } from '../store';

/** Inside the 60 s of the function: what remains is for recording how the works ended. */
const paintDeadlineMs = 40_000;
const storeDeadlineMs = 48_000;

export const generate = defineAction(aiGenerate.generate, {
  access: 'member',
  async run(input, context) {
    const startedAt = context.clock.now();
    const request = toRequest(input, context.caller.userId);
    let admitted: Admitted;
    try {
      admitted = await admit(request, context, startedAt);
    } catch (refusal) {
      // A repeated request answers with its works, whatever would be refused now.
      const earlier = isAppError(refusal) ? await findEarlier(request, context) : [];
      if (earlier.length === 0) throw refusal;
      return replay(earlier, request, context);
    }
    if (admitted.result.outcome === 'earlier') {
      return replay(admitted.result.works, request, context);
    }
    const { works, credits } = admitted.result;
    const ended = await makeAll(works, admitted.refusal, context, startedAt);
    await countGenerated(ended, context);
    const failed = ended.filter(({ work }) => hasFailed(work));
    if (failed.length === ended.length) throw recordedFailure(failed[0]?.work.errorCode);
    return toReply({
      ended,
      remainingCredits: remainingCredits(admitted, credits, ended),
      dailyUsage: dailyUsage(
        admitted.facts,
        admitted.usage.used + works.length - failed.length,
        startedAt,
      ),
    });
  },
});

type Admitted = {
  user: User;
  facts: QuotaFacts;
  usage: DailyUsage;
  result: AdmissionResult;
  /** Why the text may not be drawn, if so. */
  refusal: unknown;
};

/** Reads, checks and inserts; nothing is written unless everything can be. */
async function admit(request: Request, context: Context, now: Date): Promise<Admitted> {
  const { caller, users, works, options, providers } = context;
  const { painters } = providers;
  const painter = painters.find((candidate) => candidate.refusesSize(request.input.size) === null);
  if (painters.length === 0) throw new AppError('PROVIDER_NOT_CONFIGURED');
  const [standing, count, choices] = await Promise.all([
    users.members.find(caller.userId),
    works.countDay(caller.userId, businessDay(now)),
    options.choices(now),
  ]);
  // Who comes before the silent login has finished is welcome all the same.
  // The welcome stands before the first charge in the records, so it is a moment older.
  const { user, facts, storage } =
    standing ?? newMember((await users.create(caller, new Date(now.getTime() - 1))).user);
  if (painter === undefined) {
    throw new AppError('INVALID_INPUT', { details: { field: 'size', problem: '没有这个选项' } });
  }
  const usage = dailyUsage(facts, count.used, now);
  const wanted = toWorks(request, choices, {
    caller,
    token: randomUUID(),
    provider: painter.name,
    cost: costOf(usage.userType),
    now,
  });
  requireRoom(usage, wanted.length);
  requireStorage(facts, storage.usedBytes, now);
  const [result, refusal] = await Promise.all([
    works.admission.admit(
      wanted,
      {
        limit: usage.limit,
        count,
        resetAt: usage.resetAt,
        hasMoved: hasMovedToday('image_daily', facts, now),
      },
      now,
    ),
    requireCleanText(request.input.prompt, 'social', context).then(
      () => null,
      (error: unknown) => error,
    ),
  ]);
  return { user, facts, usage, result, refusal };
}

async function findEarlier(
  { workIds }: Request,
  { log, works }: Pick<Context, 'log' | 'works'>,
): Promise<Work[]> {
  try {
    return await works.admission.findEarlier(workIds);
  } catch (error) {
    // The refusal that made us look is the better answer.
    log.warn('earlier works not read', { cause: describeError(error) });
    return [];
  }
}

/** Every work comes to its own end; none waits for the other's provider. */
async function makeAll(
  works: Work[],
  refusal: unknown,
  context: Context,
  startedAt: Date,
): Promise<Ended[]> {
  if (refusal !== null) {
    const ended: Ended[] = [];
    // One after the other: both give back to the same user's row.
    for (const work of works) ended.push(await keepFailed(work, refusal, context));
    return ended;
  }
  const marked = context.works
    .markProcessing(
      works.map(({ id }) => id),
      startedAt,
    )
    .catch((error: unknown) => {
      // Only a note: `pending` ends like `processing`.
      context.log.warn('processing not marked', { cause: describeError(error) });
    });
  return Promise.all(works.map((work) => make(work, marked, context, startedAt)));
}

async function make(
  work: Work,
  marked: Promise<void>,
  context: Context,
  startedAt: Date,
): Promise<Ended> {
  const { clock } = context;
  const after = (ms: number) => new Date(startedAt.getTime() + ms);
  try {
    const painted = await paint(work, context, after(paintDeadlineMs));
    const stored = await storePicture(work, painted.imageUrl, context, after(storeDeadlineMs));
    await marked;
    const picture = { ...stored, completedAt: clock.now(), providerTaskId: painted.taskId };
    const [ended] = await Promise.all([
      keepCompleted({ ...work, startedAt }, picture, context),
      countStored(work.userId, work.id, stored.imageBytes, context),
    ]);
    return ended;
  } catch (error) {
    await marked;
    return keepFailed(work, error, context);
  }
}

/** Derived data: it comes last and never fails a generation. Where a work was charged, the charge has counted it. */
async function countGenerated(
  ended: readonly Ended[],
  { caller, clock, log, users }: Pick<Context, 'caller' | 'clock' | 'log' | 'users'>,
): Promise<void> {
  const uncounted = ended.filter(
    ({ work, saved, isOurs }) =>
      isOurs && saved === 'works' && work.status === 'completed' && work.cost === 0,
  );
  if (uncounted.length === 0) return;
  try {
    await users.countGenerated(caller.userId, uncounted.length, clock.now());
  } catch (error) {
    log.warn('generateCount not updated', { cause: describeError(error) });
  }
}

/** Null for a tier that pays none. Reads nothing: a call that fails here would hide a picture that is there. */
function remainingCredits(
  { user, usage }: Admitted,
  credits: number | null,
  ended: readonly Ended[],
): number | null {
  if (costOf(usage.userType) === 0) return null;
  const spent = ended.reduce((sum, { work }) => sum + work.cost, 0);
  const refunded = ended.reduce((sum, { work }) => sum + work.refundedCredits, 0);
  return (credits ?? user.credits - spent) + refunded;
}
