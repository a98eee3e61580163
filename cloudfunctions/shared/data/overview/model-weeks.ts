import * as z from 'zod';
import type { AttemptOutcome } from '../../domain/tasks/attempt';
import type { Database } from '../core/database';
import { requireDefined } from '../core/database';

/** At most this many orders of a week are read. */
export const maxAttemptsSeen = 10_000;
const durationSample = 100;

export type OutcomeGroup = { outcome: string; count: number; costFen: number; wasteFen: number };

const Groups = z.array(
  z.object({
    _id: z.unknown().optional(),
    count: z.number(),
    costFen: z.number(),
    wasteFen: z.number(),
  }),
);
const Timed = z.object({ startedAt: z.date(), endedAt: z.date() });

export type ModelWeekRepository = ReturnType<typeof createModelWeekRepository>;

export function createModelWeekRepository(database: Database) {
  const { command } = database;
  const { aggregate: $ } = command;
  return {
    /** How a model's orders since a moment ended: counts over the newest `maxAttemptsSeen`. */
    async groupAttempts(configId: string, since: Date): Promise<OutcomeGroup[]> {
      const { list } = await database
        .collection('task_attempts')
        .aggregate()
        .match({ ...requireDefined({ configId }), startedAt: command.gte(since) })
        .sort({ startedAt: -1 })
        .limit(maxAttemptsSeen)
        .group({
          ...{ _id: '$outcome', count: $.sum(1) },
          ...{ costFen: $.sum('$costFen'), wasteFen: $.sum('$wasteFen') },
        })
        .limit(100)
        .end();
      return Groups.parse(list).map(({ _id: outcome, ...group }) => ({
        ...{ outcome: typeof outcome === 'string' ? outcome : '', ...group },
      }));
    },

    /** Durations of its latest successes. */
    async durations(configId: string, since: Date): Promise<number[]> {
      const { data } = await database
        .collection('task_attempts')
        .where({
          ...requireDefined({ configId }),
          ...{ outcome: 'done' satisfies AttemptOutcome, startedAt: command.gte(since) },
        })
        .orderBy('startedAt', 'desc')
        .field({ startedAt: true, endedAt: true })
        .limit(durationSample)
        .get();
      return data.flatMap((row) => {
        const { data: timed } = Timed.safeParse(row);
        return timed === undefined ? [] : [timed.endedAt.getTime() - timed.startedAt.getTime()];
      });
    },
  };
}
