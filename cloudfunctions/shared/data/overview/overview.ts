import * as z from 'zod';
import type { WorkGroup } from '../../domain/overview/figures';
import type { WorkStatus } from '../../domain/work/work';
import type { Database } from '../core/database';

/** At most this many works of a day are read; beyond it the figures say "at least". */
export const maxWorksSeen = 20_000;
const maxOrdersSeen = 5_000;
/** More than the possible combinations of hour, status and reason in a day. */
const maxGroups = 1_000;
const durationSample = 100;

export type MoneyGroup = { status: string; count: number; fen: number };

const WorkGroups = z.array(
  z.object({
    _id: z.object({
      hour: z.string().nullish(),
      status: z.unknown().optional(),
      errorCode: z.unknown().optional(),
    }),
    count: z.number(),
  }),
);
const MoneyGroups = z.array(
  z.object({ _id: z.unknown().optional(), count: z.number(), fen: z.number(), price: z.number() }),
);
const Timed = z.object({ startedAt: z.date(), completedAt: z.date() });
const Created = z.object({ createdAt: z.date() });

const wordOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export type OverviewRepository = ReturnType<typeof createOverviewRepository>;

/** The counts of the admin overview. Every query reads one bounded index range. */
export function createOverviewRepository(database: Database) {
  const { command } = database;
  const { aggregate: $ } = command;
  const count = async (collection: string, condition: object): Promise<number> =>
    (await database.collection(collection).where(condition).count()).total;

  return {
    count,

    /** The newest `maxWorksSeen` works since a moment, grouped. */
    async groupWorks(since: Date): Promise<WorkGroup[]> {
      const hour = { date: '$createdAt', format: '%Y%m%d%H', timezone: '+08:00' };
      const { list } = await database
        .collection('works')
        .aggregate()
        .match({ createdAt: command.gte(since) })
        .sort({ createdAt: -1 })
        .limit(maxWorksSeen)
        .group({
          _id: { hour: $.dateToString(hour), status: '$status', errorCode: '$errorCode' },
          count: $.sum(1),
        })
        .limit(maxGroups)
        .end();
      return WorkGroups.parse(list).map(({ _id: { hour: at, status, errorCode }, count: n }) => ({
        ...{ hour: at ?? '', status: wordOf(status), errorCode: wordOf(errorCode), count: n },
      }));
    },

    /** Durations of the latest pictures, from the first request to our own copy. */
    async recentDurations(): Promise<number[]> {
      const { data } = await database
        .collection('works')
        .where({ status: 'completed' satisfies WorkStatus })
        .orderBy('createdAt', 'desc')
        .field({ startedAt: true, completedAt: true })
        .limit(durationSample)
        .get();
      return data.flatMap((row) => {
        const { data: timed } = Timed.safeParse(row);
        return timed === undefined ? [] : [timed.completedAt.getTime() - timed.startedAt.getTime()];
      });
    },

    async oldestQueuedAt(): Promise<Date | null> {
      const { data } = await database
        .collection('task_jobs')
        .where({ state: 'queued', createdAt: command.gt(new Date(0)) })
        .orderBy('createdAt', 'asc')
        .field({ createdAt: true })
        .limit(1)
        .get();
      return Created.safeParse(data[0]).data?.createdAt ?? null;
    },

    /** Orders paid since a moment. */
    paidSince: (since: Date): Promise<MoneyGroup[]> => groupOrders({ paidAt: command.gte(since) }),

    parked: (): Promise<MoneyGroup[]> => groupOrders({ status: 'needs_review' }),
  };

  async function groupOrders(condition: object): Promise<MoneyGroup[]> {
    const { list } = await database
      .collection('orders')
      .aggregate()
      .match(condition)
      .limit(maxOrdersSeen)
      .group({
        _id: '$status',
        count: $.sum(1),
        fen: $.sum('$orderFee'),
        price: $.sum('$package.priceFen'),
      })
      .limit(maxGroups)
      .end();
    // The fee of a parked order may not have been confirmed by the channel.
    return MoneyGroups.parse(list).map(({ _id: status, count: n, fen, price }) => ({
      ...{ status: wordOf(status), count: n, fen: fen === 0 ? price : fen },
    }));
  }
}
