import {
  dueAfter,
  followUpMs,
  fullLookMs,
  lookAfter,
  lookCause,
  never,
} from '../../domain/time/due';
import type { LookCause, NextLook } from '../../domain/time/due';
import type { Clock } from '../../domain/time/clock';
import { AppError } from '../../error';
import type { Database } from '../core/database';
import { fixedWaits, retry } from '../core/retry';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseNextLook } from '../rows/timer';
import { nextLookId } from './expect-due';

/** A look under way. `lookAt`: when the next one begins should this one die. */
export type Look = { cause: LookCause; startedAt: Date; lookAt: Date; earlierFailures: number };
export type LookResult = { nextAt: Date | null; hasFailed: boolean };

export type TimerRepository = ReturnType<typeof createTimerRepository>;

/** The row `timers/next`. */
export function createTimerRepository(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const { command } = database;
  const timers = () => database.collection('timers');
  const reader = createRowReader(parseNextLook, onInvalidRow);

  async function update(condition: object, data: Partial<NextLook>): Promise<boolean> {
    const { stats } = await timers()
      .where({ _id: nextLookId, ...condition })
      .update({ data });
    return stats.updated > 0;
  }

  return {
    /**
     * Has `tick` look once the deadline has passed. To be called before the work is written, by the same invocation:
     * it is one conditional write, and none where `tick` looks earlier anyway. Throws BUSY.
     */
    async expectDue(deadline: Date): Promise<void> {
      const dueAt = dueAfter(deadline);
      try {
        await retry(clock, fixedWaits(100), () => update({ dueAt: command.gt(dueAt) }, { dueAt }));
      } catch (error) {
        throw new AppError('BUSY', { cause: error });
      }
    },

    /** A sign of life. True: nothing is due, and this one call was all. */
    beat(now: Date): Promise<boolean> {
      const end = new Date(now.getTime() + fullLookMs);
      const isQuiet = { dueAt: command.gt(now), lookAt: command.gt(now).and(command.lte(end)) };
      return update(isQuiet, { beatAt: now });
    },

    /** Null: another tick was faster, or nothing is due any more. */
    async beginLook(now: Date): Promise<Look | null> {
      const standing = reader.readOptional((await timers().doc(nextLookId).get()).data);
      const lookAt = new Date(now.getTime() + followUpMs);
      const begun = { startedAt: now, lookAt };
      if (standing === null) {
        const row: NextLook = { dueAt: never, lookAt, beatAt: now, failures: 0 };
        await timers().doc(nextLookId).set({ data: row });
        return { cause: 'requested', ...begun, earlierFailures: 0 };
      }
      const cause = lookCause(standing, now);
      if (cause === null) return null;
      const isOurs = await update(
        { lookAt: standing.lookAt },
        { ...(cause === 'requested' ? { dueAt: never } : {}), lookAt, beatAt: now },
      );
      return isOurs ? { cause, ...begun, earlierFailures: standing.failures } : null;
    },

    /** Not when another look has begun meanwhile: then that one plans the next. */
    async endLook(look: Look, { nextAt, hasFailed }: LookResult): Promise<void> {
      const failures = hasFailed ? look.earlierFailures + 1 : 0;
      const lookAt = lookAfter(look, { nextAt, failures });
      await update({ lookAt: look.lookAt }, { lookAt, failures });
    },
  };
}
