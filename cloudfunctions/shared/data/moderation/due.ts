import * as z from 'zod';
import type { Moderation } from '../../domain/moderation/media-check';
import type { Database } from '../core/database';
import { toLazyRow } from '../core/lazy-row';
import type { LazyRow } from '../core/lazy-row';
import { parseModeration } from '../rows/moderation';
import type { Sign } from '../timers/sign';

/** Moderations that wait for a due moment, or for their owner. */
export function createDueModerations(database: Database) {
  const { command } = database;
  const moderations = () => database.collection('moderations');

  return {
    sign(): Sign {
      return { collection: 'moderations', where: { dueAt: command.gt(new Date(0)) } };
    },

    /** When the earliest moderation is due; null if none is. */
    async nextDueAt(): Promise<Date | null> {
      const { data } = await moderations()
        .where({ dueAt: command.gt(new Date(0)) })
        .orderBy('dueAt', 'asc')
        .limit(1)
        .get();
      const dueAt = z.object({ dueAt: z.date() }).safeParse(data[0]);
      return dueAt.success ? dueAt.data.dueAt : null;
    },

    async listDue(now: Date, limit: number): Promise<LazyRow<Moderation>[]> {
      const { data } = await moderations()
        .where({ dueAt: command.lte(now) })
        .orderBy('dueAt', 'asc')
        .limit(limit)
        .get();
      return data.map((row) => toLazyRow(row, parseModeration));
    },

    async listAwaitingOwner(openid: string, limit: number): Promise<LazyRow<Moderation>[]> {
      const { data } = await moderations()
        .where({ openid, state: 'awaitingOwner' })
        .limit(limit)
        .get();
      return data.map((row) => toLazyRow(row, parseModeration));
    },
  };
}
