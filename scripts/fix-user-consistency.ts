import { planApRepairs, repairAp } from '../cloudfunctions/shared/integrity/repairs/ap';
import { planCountRepairs, repairCount } from '../cloudfunctions/shared/integrity/repairs/repair';
import {
  planStorageRepairs,
  repairStorage,
} from '../cloudfunctions/shared/integrity/repairs/storage';
import {
  planStudioRepairs,
  repairStudioUsage,
} from '../cloudfunctions/shared/integrity/repairs/studio';
import { readArguments } from './admin/arguments';
import { connect } from './admin/connection';
import { reportInvalidRow } from './admin/invalid-row';
import { createProgress } from './admin/progress';
import { exitCodes, repairer, runTool } from './admin/run';

const help = `npm run fix-user-consistency -- [选项]

把用户的 generateCount 改为其未失败作品的数量，并写入 lastSyncAt；把存储用量改为其作品与头像文件的合计；
把 AP 用量改为其用量流水的合计；把摄影与试衣用量改为其任务图片的数量。
每次修正都记入 admin_logs。可在用户使用时运行。

  --env <环境 ID>  真实环境，密钥（TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY）取自 .env 或 shell
  --dry-run        只显示将要修正什么，不写入
  --json           输出 JSON

退出码：0 全部一致，1 仍有用户待修正，3 无法检查
`;

async function main(): Promise<number> {
  const given = readArguments(help);
  if (given === null) return 0;
  const { database, clock } = await connect(given.env);
  const progress = createProgress();
  const { repairs, waiting } = await planCountRepairs(database, {
    clock,
    onProgress: (step, rows) => progress.show(`读取 ${step}`, rows),
  });
  progress.show('读取 存储用量', 0);
  const storage = await planStorageRepairs(database, { clock });
  progress.show('读取 AP 用量', 0);
  const ap = await planApRepairs(database, { now: clock.now(), clock });
  progress.show('读取 摄影与试衣用量', 0);
  const studio = await planStudioRepairs(database, { clock });
  const by = repairer(clock.now());
  const changed: string[] = [];
  if (!given.isDryRun) {
    for (const repair of storage) {
      const isDone = await repairStorage(database, clock, repair, by, clock.now());
      if (isDone) changed.push(repair.userId);
      else waiting.push(repair.userId);
    }
    for (const repair of ap) {
      const isDone = await repairAp(database, clock, repair, by, clock.now(), reportInvalidRow);
      if (isDone) changed.push(repair.userId);
      else waiting.push(repair.userId);
    }
    for (const repair of studio) {
      const isDone = await repairStudioUsage(database, clock, repair, by, clock.now());
      if (isDone) changed.push(repair.userId);
      else waiting.push(repair.userId);
    }
    for (const [index, repair] of repairs.entries()) {
      const isDone = await repairCount(database, clock, repair, by, clock.now());
      if (isDone) changed.push(repair.userId);
      else waiting.push(repair.userId);
      progress.show('修正', index + 1, repairs.length);
    }
  }
  progress.end();
  const planned = repairs.length + storage.length + ap.length + studio.length;
  const written = changed.length;
  if (given.isJson) {
    console.log(
      JSON.stringify(
        { dryRun: given.isDryRun, repairs, storage, ap, studio, written, waiting },
        null,
        2,
      ),
    );
  } else {
    for (const { userId, before, after } of repairs) {
      console.log(`${userId}: 生成次数 ${before} → ${after}`);
    }
    for (const { userId, before, after } of storage) {
      console.log(`${userId}: 存储用量 ${before.usedBytes} → ${after.usedBytes} 字节`);
    }
    for (const { userId, before, after } of ap) {
      const was =
        before === null ? '没有记录' : `本月 ${before.monthlyUsed}、累计 ${before.totalUsed}`;
      console.log(`${userId}: AP 用量 ${was} → 本月 ${after.monthlyUsed}、累计 ${after.totalUsed}`);
      if (before !== null && before.quotaResetAt > after.quotaResetAt) {
        console.log(
          `${userId}: 下次重置 ${before.quotaResetAt.toISOString()} → ${after.quotaResetAt.toISOString()}`,
        );
      }
    }
    for (const { userId, before, after } of studio) {
      console.log(
        `${userId}: 影像工坊未结束 ${before.unfinished} → ${after.unfinished}，当日 ${before.used} → ${after.used}`,
      );
    }
    if (planned === 0 && waiting.length === 0) {
      console.log(
        '✅ 所有用户的生成次数与作品、存储用量与文件、AP 用量与流水、摄影与试衣用量与任务一致，没有写入任何数据',
      );
    } else if (given.isDryRun) console.log(`试运行：将修正 ${planned} 处，没有写入任何数据`);
    else if (planned > 0) console.log(`✅ 已修正 ${written} 处（admin_logs 批次 ${by.runId}）`);
    if (waiting.length > 0) {
      console.log(`⚠️ ${waiting.length} 位用户正在使用，请稍后再运行：${waiting.join('、')}`);
    }
  }
  const isOpen = waiting.length > 0 || (given.isDryRun && planned > 0);
  return isOpen ? exitCodes.attention : exitCodes.healthy;
}

runTool(main);
