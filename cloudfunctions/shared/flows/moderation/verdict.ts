import type { ReceivedVerdict } from '../../data/moderation/repository';
import { isSettled } from '../../domain/moderation/media-check';
import type {
  MediaOutcome,
  MediaSubject,
  Moderation,
  SubjectKind,
} from '../../domain/moderation/media-check';
import type { Sweep } from '../due/sweep';
import { submitAgain } from './submit';
import type { SubmitNeeds } from './submit';

/** The picture whose moderation has ended. */
export type JudgedMedia = MediaSubject & { fileId: string; openid: string };
/**
 * Applies an outcome to one kind of subject. Idempotent: it runs again after a failure, and may run concurrently. A picture that
 * has passed may be found risky later. A missing subject is no error.
 */
export type ApplyVerdict<Needs> = (
  media: JudgedMedia,
  outcome: MediaOutcome,
  needs: Needs,
) => Promise<void>;

/** One entry per kind of subject. */
export type VerdictTable<Needs> = Readonly<Record<SubjectKind, ApplyVerdict<Needs>>>;

/**
 * Handles a verdict pushed by WeChat. A verdict for an unknown submission is parked: the push may overtake the answer of its
 * call.
 */
export async function receiveVerdict<Needs>(
  received: ReceivedVerdict,
  table: VerdictTable<Needs>,
  needs: Needs & SubmitNeeds,
): Promise<void> {
  const moderation = await needs.moderation.recordVerdict(received, needs.clock.now());
  if (moderation !== null) await bringForward(moderation, table, needs);
}

/** Advances moderations that are due: unapplied outcomes, missing verdicts, retries, expiry. */
export function createMediaCheckSweep<Needs>(
  table: VerdictTable<Needs>,
): Sweep<Needs & SubmitNeeds> {
  return {
    name: 'moderations',
    counts: [],
    signs: ({ moderation }) => [moderation.sign()],
    async run(needs, run) {
      const { clock, moderation } = needs;
      await run.throughAll(
        'moderations',
        (limit) => moderation.listDue(clock.now(), limit),
        (row) => bringForward(row.read(), table, needs),
      );
      run.expectAt(await moderation.nextDueAt());
    },
  };
}

/** Removes parked verdicts whose submission never appeared. */
export const sweepParkedVerdicts: Sweep<Pick<SubmitNeeds, 'clock' | 'moderation'>> = {
  name: 'parked verdicts',
  counts: ['forgottenVerdicts'],
  signs: ({ moderation }) => [moderation.parkedSign()],
  async run({ clock, moderation }, run) {
    await run.throughAll(
      'media_checks',
      (limit) => moderation.listForgotten(clock.now(), limit),
      async ({ id }) => {
        await moderation.forget(id);
        run.count('forgottenVerdicts');
      },
    );
    run.expectAt(await moderation.nextForgottenAt());
  },
};

/** Does what is due: applies an outcome, or submits again. */
async function bringForward<Needs>(
  moderation: Moderation,
  table: VerdictTable<Needs>,
  needs: Needs & SubmitNeeds,
): Promise<void> {
  const { clock, moderation: moderations } = needs;
  const now = clock.now();
  const { dueAt, state } = moderation;
  if (dueAt === null || dueAt.getTime() > now.getTime()) return;
  if (isSettled(state)) return apply(moderation, state, table, needs);
  const latest =
    state === 'awaitingOwner'
      ? await moderations.expire(moderation, now)
      : await submitAgain(moderation, needs);
  if (latest !== null && isSettled(latest.state)) await apply(latest, latest.state, table, needs);
}

async function apply<Needs>(
  moderation: Moderation,
  outcome: MediaOutcome,
  table: VerdictTable<Needs>,
  needs: Needs & SubmitNeeds,
): Promise<void> {
  const { subject, fileId, openid, isApplied, trace } = moderation;
  if (isApplied) return;
  const { kind, id } = subject;
  // Ids of the other kinds hold the token or the path that opens the picture.
  const known = kind === 'result' || kind === 'asset' ? { subject: id } : {};
  needs.log.info('verdict', { kind, ...known, outcome, ...(trace === '' ? {} : { trace }) });
  await table[subject.kind]({ ...subject, fileId, openid }, outcome, needs);
  await needs.moderation.markApplied(moderation);
}
