import { readFileSync } from 'node:fs';
import { emergencyMarker } from '../cloudfunctions/shared/flows/generation/finish';
import { createBackupRepository } from '../cloudfunctions/shared/data/works/backups';
import { readLogRecords } from '../cloudfunctions/shared/integrity/repairs/log-records';
import {
  listCleanable,
  listWaitingBackups,
} from '../cloudfunctions/shared/integrity/repairs/repair';
import { readArguments } from './admin/arguments';
import { connect } from './admin/connection';
import { AdminError, reasonOf } from './admin/errors';
import { reportInvalidRow } from './admin/invalid-row';
import { createProgress } from './admin/progress';
import { createRecovery } from './admin/recovery';
import type { Recovery } from './admin/recovery';
import { exitCodes, repairer, runTool } from './admin/run';

const help = `npm run recover-from-backup -- [选项]

把 emergency_backup 中等待的作品写回 works，并清理 30 天前已恢复的备份。可重复运行，可在用户使用时运行。

  --from-log <文件>  先把日志中以 EMERGENCY_RECORD 标记的记录放回备份，再恢复
  --env <环境 ID>    真实环境，密钥（TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY）取自 .env 或 shell
  --dry-run          只显示将要做什么，不写入
  --json             输出 JSON

退出码：0 没有遗留，1 仍有备份待恢复，2 有备份无法恢复，3 无法检查
`;

const outcomes: Record<string, string> = {
  completed: '作品已补全',
  inserted: '作品已补录',
  alreadyCompleted: '作品早已完成，备份只作存档',
  endedOtherwise: '作品此前已失败并退款，按规则保持失败，备份只作存档',
  recoveredEarlier: '此前已恢复',
};

async function main(): Promise<number> {
  const given = readArguments(help, { options: { 'from-log': { type: 'string' } } });
  if (given === null) return 0;
  const { database, clock } = await connect(given.env);
  const progress = createProgress();
  const fromLog = readLog(given.options['from-log']);
  const recovery = createRecovery({
    database,
    clock,
    backups: createBackupRepository(database, clock, reportInvalidRow),
    by: repairer(clock.now()),
  });

  const restored = given.isDryRun ? [] : await recovery.restore(fromLog.records);
  const waiting = await listWaitingBackups(database, clock);
  const cleanable = await listCleanable(database, clock, clock.now());
  const recovered: Recovery[] = [];
  let cleaned = 0;
  if (!given.isDryRun) {
    for (const workId of waiting) {
      recovered.push(await recovery.recover(workId));
      progress.show('恢复', recovered.length, waiting.length);
    }
    cleaned = await recovery.clean(cleanable);
  }
  progress.end();

  const failed = recovered.filter((one) => one.outcome === 'failed');
  const unknown = restored.filter(({ outcome }) => outcome === null);
  if (given.isJson) {
    const { records, broken } = fromLog;
    const log = { records: records.length, brokenLines: broken, restored };
    console.log(
      JSON.stringify(
        { dryRun: given.isDryRun, log, waiting, recovered, cleanable, cleaned },
        null,
        2,
      ),
    );
  } else {
    for (const line of fromLog.broken) console.log(`❌ 日志第 ${line} 行的记录无法读取`);
    for (const { workId } of unknown) console.log(`❌ ${workId}: 用户不存在，未放回备份`);
    for (const { workId, outcome, error } of recovered) {
      console.log(
        outcome === 'failed'
          ? `❌ ${workId}: 无法恢复（${error ?? ''}）`
          : `${workId}: ${outcomes[outcome] ?? outcome}`,
      );
    }
    if (given.isDryRun) {
      const count = `${fromLog.records.length} 条日志记录、${waiting.length} 条备份`;
      console.log(`试运行：将恢复 ${count}，清理 ${cleanable.length} 条旧备份，没有写入任何数据`);
      for (const workId of waiting) console.log(`   ${workId}`);
    } else if (waiting.length === 0) console.log('✅ 没有等待恢复的备份');
    else console.log(`✅ 已处理 ${recovered.length - failed.length} / ${waiting.length} 条备份`);
    if (cleaned > 0) console.log(`🧹 已清理 ${cleaned} 条 30 天前恢复的备份`);
  }
  if (failed.length + unknown.length + fromLog.broken.length > 0) return exitCodes.damaged;
  const isOpen = given.isDryRun && waiting.length + fromLog.records.length > 0;
  return isOpen ? exitCodes.attention : exitCodes.healthy;
}

function readLog(path: string | boolean | undefined): ReturnType<typeof readLogRecords> {
  if (typeof path !== 'string') return { records: [], broken: [] };
  try {
    return readLogRecords(readFileSync(path, 'utf8'), emergencyMarker);
  } catch (error) {
    throw new AdminError(`读不到日志文件：${reasonOf(error)}`);
  }
}

runTool(main);
