import * as z from 'zod';
import type { Clock } from '../../domain/time/clock';
import type { AdminDatabase } from '../admin-database';
import { Ids, aggregate, countOf, idsUnless, perRead } from './stretch';
import type { Stretch } from './stretch';

const UserSums = z.object({
  users: z.number(),
  last: z.string(),
  /** Number of users who have works according to their own count. */
  counting: z.number(),
  doubtful: Ids,
});
export type UserSums = z.infer<typeof UserSums> & { stretch: Stretch };

/** All users, a few thousand at a time, ordered by id; the last range is open-ended. */
export async function* sumUsers(database: AdminDatabase, clock: Clock): AsyncGenerator<UserSums> {
  for (let after = ''; ;) {
    const [row] = await aggregate(database, clock, 'users', (users) =>
      users
        .match({ _id: database.command.gt(after) })
        .sort({ _id: 1 })
        .limit(perRead)
        .group({
          _id: null,
          users: { $sum: 1 },
          last: { $max: '$_id' },
          counting: countOf({ $gt: ['$generateCount', 0] }),
          doubtful: idsUnless({
            $and: [
              { $in: ['$userType', ['wechat', 'admin']] },
              ...isWhole('$credits'),
              ...isWhole('$generateCount'),
              { $gte: ['$createdAt', new Date(0)] },
            ],
          }),
        }),
    );
    const empty = { users: 0, last: '', counting: 0, doubtful: [] };
    const sums = row === undefined ? empty : UserSums.parse(row);
    const isLast = sums.users < perRead;
    yield { ...sums, stretch: isLast ? { after } : { after, until: sums.last } };
    if (isLast) return;
    after = sums.last;
  }
}

/** A non-negative integer; the upper bound excludes strings, which sort after all numbers. */
function isWhole(field: string): object[] {
  return [
    { $gte: [field, 0] },
    { $lte: [field, Number.MAX_SAFE_INTEGER] },
    { $eq: [{ $trunc: field }, field] },
  ];
}
