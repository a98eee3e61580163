import * as z from 'zod';
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
import { toJoin } from './sign';
import type { Sign } from './sign';

/**
 * A look in progress. `lookAt`: when the next one begins if this one dies. `seen`: for each sign, whether it found a row; all
 * true if rows may have been written since.
 */
export type Look = {
  cause: LookCause;
  startedAt: Date;
  lookAt: Date;
  earlierFailures: number;
  seen: boolean[];
};
/** `failures`: the number of consecutive looks in which some work failed. */
export type Watch = { isOurs: boolean; failures: number; nextAt: Date };
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

  /** Reads the timer row and one row per sign, in one query. */
  async function readWithSigns(signs: readonly Sign[]): Promise<unknown> {
    const row = timers().aggregate().match({ _id: nextLookId }).limit(1);
    const { list } = await signs
      .reduce((joined, sign, index) => joined.lookup(toJoin(database, sign, nameOf(index))), row)
      .end();
    return list[0];
  }

  async function read(): Promise<NextLook | null> {
    return reader.readOptional((await timers().doc(nextLookId).get()).data);
  }

  return {
    /**
     * Makes `tick` look once the deadline has passed. Call it before writing the work, in the same invocation. It is one
     * conditional write, which changes nothing if `tick` looks earlier anyway. `announced`: the row's `dueAt`, if the invocation
     * has just read it. Throws BUSY.
     */
    async expectDue(deadline: Date, announced: Date | null = null): Promise<void> {
      const dueAt = dueAfter(deadline);
      if (announced !== null && announced <= dueAt) return;
      try {
        await retry(clock, fixedWaits(100), () => update({ dueAt: command.gt(dueAt) }, { dueAt }));
      } catch (error) {
        throw new AppError('BUSY', { cause: error });
      }
    },

    /** Writes a heartbeat. True: nothing is due, and no further call is needed. */
    beat(now: Date): Promise<boolean> {
      const end = new Date(now.getTime() + fullLookMs);
      const isQuiet = { dueAt: command.gt(now), lookAt: command.gt(now).and(command.lte(end)) };
      return update(isQuiet, { beatAt: now });
    },

    /** The latest heartbeat; null if there was none yet. */
    async readBeat(): Promise<Date | null> {
      return (await read())?.beatAt ?? null;
    },

    /** `isOurs` is false if the latest watch is recent, or another invocation has just begun one. */
    async beginWatch(now: Date, everyMs: number): Promise<Watch> {
      const standing = await read();
      const { watchedAt = null, failures = 0 } = standing ?? {};
      const nextAt = new Date((watchedAt ?? now).getTime() + everyMs);
      // A moment in the future was written by a wrong clock.
      const isRecent = watchedAt !== null && watchedAt <= now && nextAt > now;
      const isOurs = !isRecent && (await update({ watchedAt }, { watchedAt: now }));
      return { isOurs, failures, nextAt: isRecent ? nextAt : new Date(now.getTime() + everyMs) };
    },

    /** Null: another tick was faster, or nothing is due any more. */
    async beginLook(now: Date, signs: readonly Sign[]): Promise<Look | null> {
      const row = await readWithSigns(signs);
      const standing = reader.readOptional(row);
      const lookAt = new Date(now.getTime() + followUpMs);
      const begun = { startedAt: now, lookAt, seen: signs.map(() => true) };
      if (standing === null) {
        const first: NextLook = { dueAt: never, lookAt, beatAt: now, failures: 0 };
        await timers().doc(nextLookId).set({ data: first });
        return { cause: 'requested', ...begun, earlierFailures: 0 };
      }
      const cause = lookCause(standing, now);
      if (cause === null) return null;
      const isOurs = await update(
        { lookAt: standing.lookAt },
        { ...(cause === 'requested' ? { dueAt: never } : {}), lookAt, beatAt: now },
      );
      if (!isOurs) return null;
      const look = { cause, ...begun, earlierFailures: standing.failures };
      // Work announced by a request may have been written since the signs were read.
      return cause === 'requested' ? look : { ...look, seen: toSeen(signs, row) };
    },

    /** Does nothing if another look has begun meanwhile: that one plans the next. */
    async endLook(look: Look, { nextAt, hasFailed }: LookResult): Promise<void> {
      const failures = hasFailed ? look.earlierFailures + 1 : 0;
      const lookAt = lookAfter(look, { nextAt, failures });
      await update({ lookAt: look.lookAt }, { lookAt, failures });
    },
  };
}

function toSeen(signs: readonly Sign[], row: unknown): boolean[] {
  const joined = z.record(z.string(), z.unknown()).parse(row);
  return signs.map((_, index) => z.array(z.unknown()).parse(joined[nameOf(index)]).length > 0);
}

function nameOf(index: number): string {
  return `sign${index}`;
}
