import * as z from 'zod';
import type { BusinessDay } from '../../domain/time/business-day';
import type { UserType } from '../../domain/quota/tier';
import { countedStatuses, runningStatuses } from '../../domain/work/work';
import type { WorkStatus } from '../../domain/work/work';
import { pagesById, retryRead } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import { seatFields } from './rows';
import { Ids, aggregate, countOf, idsUnless, perRead, within } from './stretch';
import type { Stretch } from './stretch';
import type { Clock } from '../../domain/time/clock';

const endedStatuses = ['failed', 'cancelled'] as const;

/** Plain works have a status and a seat of matching form. The database sums them. */
function plainWorks({ command }: AdminDatabase): object[] {
  return [
    { status: command.in(countedStatuses), seat: /^user_[^:]+:\d{8}:\d+$/ },
    { status: command.in(endedStatuses), seat: /^released:/ },
  ];
}

const WorkRow = z.object({
  ...{ owners: z.number(), last: z.string(), works: z.number(), counting: z.number() },
  ...{ completed: z.number(), running: z.number(), pending: z.number(), failed: z.number() },
  doubtful: Ids,
  busy: z
    .array(
      z
        .object({ userId: z.string(), today: z.number(), userType: z.unknown().optional() })
        .nullable(),
    )
    .transform((owners) => owners.filter((owner) => owner !== null)),
});
export type WorkSums = {
  works: number;
  byStatus: Record<WorkStatus, number>;
  /** Number of owners who have works according to the count in their row. */
  counting: number;
  /** Owners whose works disagree with each other, or with the user's row. */
  doubtful: string[];
  /** Owners with works of today. */
  busy: { userId: string; today: number; userType: UserType }[];
};

/** Sums the plain works of the owners in the range, compared with their users' rows inside the database. */
export async function* sumWorks(
  database: AdminDatabase,
  clock: Clock,
  stretch: Stretch,
  today: BusinessDay,
): AsyncGenerator<WorkSums> {
  for (let { after } = stretch; ;) {
    const row = await readWorkRow(database, clock, { ...stretch, after }, today);
    if (row === null) return;
    const { owners, last, completed, running, pending, failed, busy, ...sums } = row;
    const cancelled = sums.works - completed - running - failed;
    yield {
      ...sums,
      byStatus: { pending, processing: running - pending, completed, failed, cancelled },
      busy: busy.map(({ userType, ...owner }) => ({
        ...owner,
        userType: userType === 'admin' ? userType : 'wechat',
      })),
    };
    if (owners < perRead || last === stretch.until) return;
    after = last;
  }
}

async function readWorkRow(
  database: AdminDatabase,
  clock: Clock,
  stretch: Stretch,
  today: BusinessDay,
): Promise<z.infer<typeof WorkRow> | null> {
  const { command } = database;
  const counts = { $in: ['$status', countedStatuses] };
  const releasedSeat = { $concat: ['released:', '$_id'] };
  const seatThatCounts = { $cond: [counts, '$seat', null] };
  const own = { $concat: ['$_id', ':'] };
  const generateCount = { $arrayElemAt: ['$user.generateCount', 0] };
  const userType = { $arrayElemAt: ['$user.userType', 0] };
  const [row] = await aggregate(database, clock, 'works', (works) =>
    works
      .match(command.and([{ userId: within(database, stretch) }, command.or(plainWorks(database))]))
      .group({
        _id: '$userId',
        works: { $sum: 1 },
        completed: countOf({ $eq: ['$status', 'completed'] }),
        running: countOf({ $in: ['$status', runningStatuses] }),
        pending: countOf({ $eq: ['$status', 'pending'] }),
        failed: countOf({ $eq: ['$status', 'failed'] }),
        today: countOf({ $and: [{ $eq: ['$day', today] }, counts] }),
        seats: { $addToSet: '$seat' },
        /** Ended works that hold another work's released seat. */
        misreleased: countOf({ $and: [{ $not: [counts] }, { $ne: ['$seat', releasedSeat] }] }),
        minSeat: { $min: seatThatCounts },
        maxSeat: { $max: seatThatCounts },
      })
      // A list as owner is invalid: such works are read row by row.
      .match({ '_id.0': command.exists(false) })
      .sort({ _id: 1 })
      .limit(perRead)
      .lookup({ from: 'users', localField: '_id', foreignField: '_id', as: 'user' })
      .group({
        _id: null,
        owners: { $sum: 1 },
        last: { $max: '$_id' },
        works: { $sum: '$works' },
        completed: { $sum: '$completed' },
        running: { $sum: '$running' },
        pending: { $sum: '$pending' },
        failed: { $sum: '$failed' },
        counting: countOf({ $gt: [generateCount, 0] }),
        doubtful: idsUnless({
          $and: [
            { $eq: [{ $size: '$seats' }, '$works'] },
            { $eq: ['$misreleased', 0] },
            // Every seat that sorts between two seats with a common prefix has that prefix.
            { $gte: [{ $ifNull: ['$minSeat', own] }, own] },
            { $lt: [{ $ifNull: ['$maxSeat', own] }, { $concat: ['$_id', ';'] }] },
            // While a work is in flight, the user's count may be off by one; reading the rows decides.
            { $eq: [generateCount, '$completed'] },
          ],
        }),
        busy: {
          $addToSet: {
            $cond: [{ $gt: ['$today', 0] }, { userId: '$_id', today: '$today', userType }, null],
          },
        },
      }),
  );
  return row === undefined ? null : WorkRow.parse(row);
}

export async function countWorks(
  database: AdminDatabase,
  clock: Clock,
  stretch: Stretch,
): Promise<number> {
  const owned = { userId: within(database, stretch) };
  const { total } = await retryRead(clock, () => database.collection('works').where(owned).count());
  return total;
}

/** The works of a range that `sumWorks` does not cover. */
export function readOtherWorks(
  database: AdminDatabase,
  clock: Clock,
  stretch: Stretch,
): AsyncGenerator<unknown[]> {
  const { command } = database;
  const plain = plainWorks(database).map((condition) => ({
    ...condition,
    'userId.0': command.exists(false),
  }));
  const condition = command.and([{ userId: within(database, stretch) }, command.nor(plain)]);
  return pagesById(database, 'works', clock, { size: 1000, fields: seatFields, condition });
}

const IdList = z.object({ ids: z.array(z.string()) });

/** Users of a range who have works according to their own count, but no plain one. */
export async function findWorkless(
  database: AdminDatabase,
  clock: Clock,
  stretch: Stretch,
): Promise<string[]> {
  const { command } = database;
  const listOf = { _id: null, ids: { $push: '$_id' } };
  const [counting] = await aggregate(database, clock, 'users', (users) =>
    users
      .match({ _id: within(database, stretch), generateCount: command.gt(0) })
      .limit(perRead)
      .group(listOf),
  );
  if (counting === undefined) return [];
  const { ids } = IdList.parse(counting);
  const [owning] = await aggregate(database, clock, 'works', (works) =>
    works
      .match(command.and([{ userId: command.in(ids) }, command.or(plainWorks(database))]))
      .group({ _id: '$userId' })
      .limit(perRead)
      .group(listOf),
  );
  const owners = new Set(owning === undefined ? [] : IdList.parse(owning).ids);
  return ids.filter((id) => !owners.has(id));
}
