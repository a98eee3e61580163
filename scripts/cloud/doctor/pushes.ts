import { EJSON } from 'bson';
import * as z from 'zod';
import type { DatabaseAccount } from '../account/database';
import { failed, ok } from './finding';
import type { Finding } from './finding';

const Check = z.object({ submittedAt: z.date().nullish(), verdictAt: z.date().nullish() });

/** WeChat pushes within seconds; this is longer than it ever takes. */
const silentMs = 30 * 60_000;

/**
 * No API lists message pushes, but the data show their effect: either a verdict has arrived, or pictures wait for one
 * in vain. Null while no picture has been submitted.
 */
export async function checkPushes(
  database: Pick<DatabaseAccount, 'readRows'>,
  now: Date,
): Promise<Finding | null> {
  const read = async (filter: Record<string, unknown>) =>
    (await database.readRows('media_checks', filter, { direction: -1, limit: 1 })).map(
      (row) => Check.safeParse(EJSON.parse(row, { relaxed: true })).data,
    );
  const [answered] = await read({ verdictAt: { $ne: null } });
  if (answered !== undefined) return ok('控制台', '消息推送：收到过图片审核的结果');
  const before = new Date(now.getTime() - silentMs);
  const [silent] = await read({ submittedAt: { $lte: before } });
  if (silent === undefined) return null;
  return failed(
    '控制台',
    '提交过图片审核，从未收到结果：消息推送没有指到函数 push',
    '云开发控制台「设置 → 其他设置 → 消息推送」；docs/deployment.zh-CN.md 第 10 步',
  );
}
