import { findQuotaDrift } from '../cloudfunctions/shared/integrity/checks/quota-drift';
import type { QuotaDrift } from '../cloudfunctions/shared/integrity/checks/quota-drift';
import { openQuotaRepair } from '../cloudfunctions/shared/integrity/repairs/quota';
import type { QuotaRepair } from '../cloudfunctions/shared/integrity/repairs/quota';
import { readArguments } from './admin/arguments';
import { connect } from './admin/connection';
import { AdminError, reasonOf } from './admin/errors';
import { reportInvalidRow } from './admin/invalid-row';
import { createProgress } from './admin/progress';
import { exitCodes, repairer, runTool } from './admin/run';

const help = `npm run resync-quotas -- [选项]

把由会员与额度记录派生的数据改为与其一致：额度概览、存储上限副本、users 中的会员等级副本；写下已经到期的会员与覆盖。
额度本身由记录实时得出，不受影响。每次修正都记入 admin_logs。可在用户使用时运行。

  --user <用户编号>  只处理这一位用户
  --env <环境 ID>    真实环境，密钥（TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY）取自 .env 或 shell
  --dry-run          只显示将要修正什么，不写入
  --json             输出 JSON

退出码：0 全部一致，1 仍有用户待修正，3 无法检查
`;

type Outcome = QuotaRepair & { error?: string };

async function main(): Promise<number> {
  const given = readArguments(help, { options: { user: { type: 'string' } } });
  if (given === null) return 0;
  const { user } = given.options;
  const { database, clock } = await connect(given.env);
  if (typeof user === 'string') {
    const { data } = await database.collection('users').doc(user).get();
    if (data === null || data === undefined) throw new AdminError(`找不到用户 ${user}`);
  }
  const progress = createProgress();
  const drift = await findQuotaDrift(database, {
    now: clock.now(),
    clock,
    ...(typeof user === 'string' ? { userIds: [user] } : {}),
    onProgress: (step, rows) => progress.show(`读取 ${step}`, rows),
  });
  const userIds = [...new Set(drift.map(({ userId }) => userId))];
  const by = repairer(clock.now());
  const outcomes: Outcome[] = [];
  if (!given.isDryRun && userIds.length > 0) {
    const repair = await openQuotaRepair(database, clock, by, reportInvalidRow);
    for (const [index, userId] of userIds.entries()) {
      try {
        outcomes.push(await repair(userId, drift, clock.now()));
      } catch (error) {
        // A user who cannot be repaired must not hold up the others.
        const nothing = { userId, repaired: [], hasExpired: false };
        outcomes.push({ ...nothing, error: reasonOf(error) });
      }
      progress.show('修正', index + 1, userIds.length);
    }
  }
  const failed = outcomes.filter(({ error }) => error !== undefined);
  // Problems that a repair could not solve remain.
  const left =
    outcomes.length === 0
      ? []
      : await findQuotaDrift(database, { now: clock.now(), clock, userIds });
  progress.end();
  if (given.isJson) {
    console.log(
      JSON.stringify(
        { dryRun: given.isDryRun, drift, outcomes, failed: failed.length, left },
        null,
        2,
      ),
    );
  } else {
    const open = new Set([...failed, ...left].map(({ userId }) => userId)).size;
    tell(drift, { users: userIds.length, open }, failed, given.isDryRun, by.runId);
    for (const { userId, what } of left) console.log(`⚠️ ${userId} 修正后仍不一致：${what}`);
  }
  const isOpen = failed.length + left.length > 0 || (given.isDryRun && userIds.length > 0);
  return isOpen ? exitCodes.attention : exitCodes.healthy;
}

function tell(
  drift: readonly QuotaDrift[],
  { users, open }: { users: number; open: number },
  failed: readonly Outcome[],
  isDryRun: boolean,
  runId: string,
): void {
  for (const { userId, problem, what } of drift) console.log(`${userId}: ${problem} ${what}`);
  if (users === 0) console.log('✅ 额度概览与副本全部一致，没有写入任何数据');
  else if (isDryRun) console.log(`试运行：将修正 ${users} 位用户，没有写入任何数据`);
  else
    console.log(
      `${open === 0 ? '✅' : '⚠️'} 已修正 ${users - open} 位用户（admin_logs 批次 ${runId}）`,
    );
  for (const { userId, error } of failed) console.log(`⚠️ ${userId} 没有修正：${error ?? ''}`);
}

runTool(main);
