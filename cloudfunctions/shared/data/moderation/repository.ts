import {
  begunAfterWait,
  ownerWaitEndsAt,
  parkedUntil,
  retryDueAt,
  subjectKey,
  verdictDueAt,
} from '../../domain/moderation/media-check';
import type { MediaSubject, MediaVerdict, Moderation } from '../../domain/moderation/media-check';
import { afterVerdict } from '../../domain/moderation/after-verdict';
import type { ModerationChange } from '../../domain/moderation/after-verdict';
import type { Clock } from '../../domain/time/clock';
import type { Database, Transaction } from '../core/database';
import { isMissing } from '../core/rows';
import { inTransaction } from '../core/transaction';
import { expectDueWithin } from '../timers/expect-due';
import type { TimerRepository } from '../timers/timers';
import { parseMediaCheck } from '../rows/media-check';
import type { MediaCheckRecord } from '../rows/media-check';
import { createDueModerations } from './due';
import { createParkedVerdicts } from './parked-verdicts';
import { parseModeration, toModerationRow } from '../rows/moderation';

/** A verdict pushed by WeChat. `label` is its reason, shown to admins. */
export type ReceivedVerdict = { traceId: string; verdict: MediaVerdict; label: string };
export type NewModeration = {
  subject: MediaSubject;
  fileId: string;
  openid: string;
  trace: string;
};

export type ModerationRepository = ReturnType<typeof createModerationRepository>;

/** `moderations`: one row per picture. `media_checks`: one row per submission to WeChat. */
export function createModerationRepository(
  database: Database,
  clock: Clock,
  timers: Pick<TimerRepository, 'expectDue'>,
) {
  const moderations = () => database.collection('moderations');

  /** Null if another call has changed it meanwhile. */
  async function changeOne(
    moderation: Moderation,
    change: ModerationChange,
  ): Promise<Moderation | null> {
    const { subject, version } = moderation;
    const data = { ...change, version: version + 1 };
    const { stats } = await moderations()
      .where({ _id: subjectKey(subject), version })
      .update({ data });
    return stats.updated > 0 ? { ...moderation, ...data } : null;
  }

  return {
    ...createParkedVerdicts(database),
    ...createDueModerations(database),

    /** Idempotent: returns the existing moderation if there is one. */
    begin({ subject, fileId, openid, trace }: NewModeration, now: Date): Promise<Moderation> {
      const moderation: Moderation = {
        ...{ subject, fileId, openid, trace, state: 'checking', isApplied: false },
        ...{ tries: 0, traceId: '', begunAt: now, dueAt: now, version: 0 },
      };
      return inTransaction(database, clock, async (transaction) => {
        const reference = transaction.collection('moderations').doc(subjectKey(subject));
        const { data: standing } = await reference.get();
        if (!isMissing(standing)) return parseModeration(standing);
        const { _id: _, ...data } = toModerationRow(moderation, now);
        await expectDueWithin(transaction, now);
        await reference.set({ data });
        return moderation;
      });
    },

    /**
     * Counts a submission before it is made, so that there are never more than `maxSubmissions`. Null: another call is making it.
     */
    claim(moderation: Moderation, now: Date): Promise<Moderation | null> {
      return changeOne(moderation, {
        tries: moderation.tries + 1,
        dueAt: verdictDueAt(moderation, now),
      });
    },

    /** The submission was not accepted, so it is not counted. */
    async putOff(moderation: Moderation, why: 'limited' | 'ownerInactive', now: Date) {
      const uncounted = { ...moderation, tries: moderation.tries - 1 };
      const { tries } = uncounted;
      return changeOne(
        moderation,
        why === 'limited'
          ? { tries, dueAt: retryDueAt(uncounted, now) }
          : { tries, state: 'awaitingOwner', dueAt: ownerWaitEndsAt(moderation) },
      );
    },

    /** It is unknown whether the submission was accepted, so it stays counted. */
    retryLater(moderation: Moderation, now: Date): Promise<Moderation | null> {
      return changeOne(moderation, { dueAt: retryDueAt(moderation, now) });
    },

    /** The owner has called again. */
    async resume(moderation: Moderation, now: Date): Promise<Moderation | null> {
      await timers.expectDue(now);
      return changeOne(moderation, {
        state: 'checking',
        begunAt: begunAfterWait(moderation, now),
        dueAt: now,
      });
    },

    /** Records a submission with its trace. A verdict that came first is no longer parked. Returns the resulting moderation. */
    recordTrace(moderation: Moderation, traceId: string, now: Date): Promise<Moderation> {
      const key = subjectKey(moderation.subject);
      return inTransaction(database, clock, async (transaction) => {
        const check = await readCheck(transaction, traceId);
        const latest = await readModeration(transaction, key);
        await writeCheck(transaction, {
          ...(check ?? { traceId, verdict: null, label: '', verdictAt: null }),
          ...{ subjectKey: key, tries: moderation.tries, submittedAt: now },
        });
        if (latest === null) throw new Error(`The moderation of ${key} is missing.`);
        const traced = { ...latest, traceId };
        return update(transaction, latest, {
          traceId,
          ...afterVerdict(traced, traceId, check?.verdict ?? null, now),
        });
      });
    },

    /**
     * Records a pushed verdict; the first one of a trace counts. Returns its moderation, or null while the submission is not
     * recorded yet.
     */
    recordVerdict(
      { traceId, verdict, label }: ReceivedVerdict,
      now: Date,
    ): Promise<Moderation | null> {
      return inTransaction(database, clock, async (transaction) => {
        const known = await readCheck(transaction, traceId);
        const check: MediaCheckRecord = known ?? {
          ...{ traceId, subjectKey: null, tries: 0, submittedAt: null },
          ...{ verdict: null, label: '', verdictAt: null },
        };
        const stands = check.verdict ?? verdict;
        if (check.verdict === null) {
          if (check.subjectKey === null) await expectDueWithin(transaction, parkedUntil(now));
          await writeCheck(transaction, { ...check, verdict, label, verdictAt: now });
        }
        if (check.subjectKey === null) return null;
        const latest = await readModeration(transaction, check.subjectKey);
        return latest && update(transaction, latest, afterVerdict(latest, traceId, stands, now));
      });
    },

    /** Ends a moderation without a verdict. Null if it has changed meanwhile. */
    async expire(moderation: Moderation, now: Date): Promise<Moderation | null> {
      await timers.expectDue(now);
      return changeOne(moderation, { state: 'expired', dueAt: now });
    },

    /** The outcome has been applied. */
    async markApplied(moderation: Moderation): Promise<void> {
      await changeOne(moderation, { isApplied: true, dueAt: null });
    },
  };
}

async function update(
  transaction: Transaction,
  moderation: Moderation,
  change: ModerationChange,
): Promise<Moderation> {
  if (Object.keys(change).length === 0) return moderation;
  const data = { ...change, version: moderation.version + 1 };
  if (change.dueAt instanceof Date) await expectDueWithin(transaction, change.dueAt);
  await transaction.collection('moderations').doc(subjectKey(moderation.subject)).update({ data });
  return { ...moderation, ...data };
}

async function readModeration(transaction: Transaction, key: string): Promise<Moderation | null> {
  const { data } = await transaction.collection('moderations').doc(key).get();
  return isMissing(data) ? null : parseModeration(data);
}

async function readCheck(
  transaction: Transaction,
  traceId: string,
): Promise<MediaCheckRecord | null> {
  const { data } = await transaction.collection('media_checks').doc(traceId).get();
  return isMissing(data) ? null : parseMediaCheck(data);
}

async function writeCheck(
  transaction: Transaction,
  { traceId, ...data }: MediaCheckRecord,
): Promise<void> {
  await transaction.collection('media_checks').doc(traceId).set({ data });
}
