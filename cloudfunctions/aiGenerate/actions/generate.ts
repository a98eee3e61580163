import { defineAction } from '../../shared/action';
import { aiGenerate } from '../../shared/contracts/aiGenerate';
import type { Context } from '../../shared/context';
import { describeError } from '../../shared/domain/log';
import { costOf } from '../../shared/domain/quota/tier';
import { dailyUsage } from '../../shared/domain/quota/usage';
import { recordedFailure } from '../../shared/domain/work/failure';
import { hasFailed } from '../../shared/domain/work/work';
import type { TextToImageWork } from '../../shared/domain/work/work';
import { isAppError } from '../../shared/error';
import { finish } from '../../shared/flows/generation/finish';
import type { FinishedWork } from '../../shared/flows/generation/finish';
import { produce, toFailure } from '../../shared/flows/generation/produce';
import { isInvited, rewardInviter } from '../../shared/flows/wallet/rewards';
import { showCredits } from '../../shared/flows/wallet/show-balance';
import { admit } from '../admit';
import type { Admission } from '../admit';
import { replay } from '../replay';
import { toReply } from '../reply';
import { toRequest } from '../request';

export const generate = defineAction(aiGenerate.generate, {
  access: 'member',
  async run(input, context) {
    const startedAt = context.clock.now();
    const request = toRequest(input, context.caller.userId);
    let admission: Admission | null;
    try {
      admission = await admit(request, context, startedAt);
    } catch (refusal) {
      // A repeated request returns its works, even if it would be refused now.
      if (!isAppError(refusal)) throw refusal;
      return replay(request, context, refusal);
    }
    if (admission === null) return replay(request, context);
    const { works, usage, facts } = admission;
    const { userId } = context.caller;
    const isCharged = works.some(({ cost }) => cost > 0);
    // Runs in parallel with the painting, so it delays nothing.
    const [finished, hasInviter] = await Promise.all([
      makeAll(admission, context, startedAt),
      isInvited(admission.user, context),
      isCharged ? showCredits(userId, context, admission.credits ?? undefined) : null,
    ]);
    if (hasInviter && finished.some(({ work }) => work.status === 'completed')) {
      await rewardInviter(userId, context);
    }
    const failed = finished.filter(({ work }) => hasFailed(work));
    if (failed.length === finished.length) throw recordedFailure(failed[0]?.work.errorCode);
    return toReply({
      finished,
      remainingCredits: remainingCredits(admission, finished),
      dailyUsage: dailyUsage(facts, usage.used + works.length - failed.length, startedAt),
    });
  },
});

/** Every work ends independently; none waits for another's provider. */
async function makeAll(
  { works, refusal, isStorageTight }: Admission,
  context: Context,
  startedAt: Date,
): Promise<FinishedWork[]> {
  if (refusal !== null) {
    const finished: FinishedWork[] = [];
    // Sequential: each refund writes the same user's row.
    for (const work of works) {
      finished.push(await finish(work, toFailure(refusal, context), context));
    }
    return finished;
  }
  const marked = markProcessing(works, context, startedAt);
  return Promise.all(
    works.map((work) => produce(work, { startedAt, marked, isStorageTight }, context)),
  );
}

/** Informational only: a `pending` work ends like a `processing` one. */
async function markProcessing(
  admitted: readonly TextToImageWork[],
  { log, works }: Context,
  startedAt: Date,
): Promise<void> {
  try {
    await works.markProcessing(
      admitted.map(({ id }) => id),
      startedAt,
    );
  } catch (error) {
    log.warn('processing not marked', { cause: describeError(error) });
  }
}

/** Null for a tier that pays no credits. Reads nothing: a failing read here would hide a finished picture. */
function remainingCredits(
  { user, usage, credits }: Admission,
  finished: readonly FinishedWork[],
): number | null {
  if (costOf(usage.userType) === 0) return null;
  const spent = finished.reduce((sum, { work }) => sum + work.cost, 0);
  const refunded = finished.reduce((sum, { work }) => sum + work.refundedCredits, 0);
  return (credits ?? user.credits - spent) + refunded;
}
