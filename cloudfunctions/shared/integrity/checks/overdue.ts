import * as z from 'zod';
import { userIdOf } from '../../domain/ids';
import type { Clock } from '../../domain/time/clock';
import { retryRead } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import type { Finding } from '../rules/findings';

const minuteMs = 60_000;
/** The sweeper runs every minute and retries what failed. */
const overdueAfterMs = 10 * minuteMs;
const maxListed = 250;

const ModerationRow = z.object({ _id: z.string(), openid: z.string().catch(''), dueAt: z.date() });
const FormerRow = z.object({ _id: z.string(), deletedAt: z.date() });

/** What the sweeper should have processed: moderations, and removals of deleted accounts. */
export async function findOverdueWork(
  database: AdminDatabase,
  { now, clock }: { now: Date; clock: Clock },
): Promise<Finding[]> {
  const before = database.command.lt(new Date(now.getTime() - overdueAfterMs));
  const list = (collection: string, condition: object, field: string) =>
    retryRead(clock, async () => {
      const query = database.collection(collection).where(condition).orderBy(field, 'asc');
      return (await query.limit(maxListed).get()).data;
    });
  const minutesSince = (moment: Date) => Math.round((now.getTime() - moment.getTime()) / minuteMs);
  const moderations = await list('moderations', { dueAt: before }, 'dueAt');
  const removals = await list('former_users', { state: 'leaving', deletedAt: before }, 'deletedAt');
  return [
    ...moderations.map((raw): Finding => {
      const { _id: id, openid, dueAt } = ModerationRow.parse(raw);
      const what = `已逾期 ${minutesSince(dueAt)} 分钟`;
      return { problem: 'stuckModeration', id, userId: userIdOf(openid), what };
    }),
    ...removals.map((raw): Finding => {
      const { _id: id, deletedAt } = FormerRow.parse(raw);
      const what = `注销已 ${minutesSince(deletedAt)} 分钟`;
      return { problem: 'stuckRemoval', id, userId: id, what };
    }),
  ];
}
