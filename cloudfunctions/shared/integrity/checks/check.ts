import { businessDay, nextReset } from '../../domain/time/business-day';
import { createFindings } from '../rules/findings';
import type { Finding, Findings, ProblemName } from '../rules/findings';
import { toReport } from '../rules/report';
import type { Report } from '../rules/report';
import { runningStatuses, workStatuses } from '../../domain/work/work';
import { findTaskProblems } from './tasks';
import { findChatProblems } from './chat';
import { scanBackups } from './backups';
import { findAssetProblems } from './assets';
import { findFilesWithoutWork } from './files';
import { retryRead } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import { readWork } from './rows';
import { findOverdueWork } from './overdue';
import { scan } from './scan';
import { countSince, measure } from './metrics';
import { createPictureCheck } from './pictures';
import { findMalformedRows } from './shapes';
import type { Mode } from './scan';
import { findWalletProblems } from './wallet';
import { findQuotaDrift } from './quota-drift';
import { planStorageRepairs } from '../repairs/storage';
import type { Clock } from '../../domain/time/clock';

export type CheckOptions = {
  mode: Mode;
  now: Date;
  clock: Clock;
  /** How many findings of each problem the report lists; all are counted. */
  keep: number;
  /** Returns the ids of missing files; null if files cannot be checked. Needed only in full mode. */
  findMissing: ((fileIds: readonly string[]) => Promise<string[]>) | null;
  /** Paths of all stored files; null if files cannot be listed. Used only in full mode. */
  listFiles: (() => Promise<string[]>) | null;
  /** Declared indexes that do not exist; null if indexes cannot be listed. */
  findMissingIndexes: (() => Promise<{ id: string; what: string }[]>) | null;
  /** False if the remaining files must be skipped for lack of time. */
  hasTime?: () => boolean;
  onProgress?: (step: string, rows: number) => void;
  /** Pause before findings that join rows are checked again: by then, a change in flight has ended. */
  confirmAfterMs?: number;
};

const dayMs = 24 * 3_600_000;
/** A function runs for at most 60 s, and the sweeper handles every minute what is older than two. */
const stuckAfterMs = 5 * 60_000;
const maxSuspects = 500;

/** Findings that combine rows read one after the other: a change in between is no fault. */
const joined: ReadonlySet<ProblemName> = new Set([
  'generateCount',
  'overLimit',
  'workWithoutUser',
  'creditLogWithoutUser',
  'balance',
  'chain',
  'chargeMissing',
  'chargeAmount',
  'chargeWithoutWork',
  'refundMissing',
  'refundWithoutCharge',
  'refundAmount',
  'refundOfKeptWork',
]);

/** Reads everything, writes nothing. Safe while users are active; throws if the database cannot be read. */
export async function checkIntegrity(
  database: AdminDatabase,
  options: CheckOptions,
): Promise<Report> {
  const { mode, now, clock, keep } = options;
  const findings = createFindings(keep);
  const notChecked: string[] = [];
  const backups = await scanBackups(database, { clock, findings, now });
  const pictures = createPictureCheck(options, findings);
  const scanned = {
    mode,
    now,
    today: businessDay(now),
    clock,
    inBackup: backups.waitingIds,
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  };
  const { users, statuses } = await scan(database, {
    ...scanned,
    findings,
    onWorks: pictures.see,
  });
  await confirm();
  await findStuck(database, options, findings);
  if (mode === 'full') {
    for (const { userId, before, after } of await planStorageRepairs(database, options)) {
      const what = `记录 ${before.usedBytes} 字节 ${before.fileCount} 个文件，实际 ${after.usedBytes} 字节 ${after.fileCount} 个文件`;
      findings.add({ problem: 'storageDrift', id: userId, userId, what });
    }
  }
  for (const { problem, userId, what } of await findQuotaDrift(database, options)) {
    findings.add({ problem, id: userId, userId, what });
  }
  for (const finding of await findChatProblems(database, options)) findings.add(finding);
  for (const finding of await findMalformedRows(database, options)) findings.add(finding);
  for (const finding of await findOverdueWork(database, options)) findings.add(finding);
  for (const finding of await findAssetProblems(database, options)) findings.add(finding);
  const wallet = { clock, now, ...(mode === 'full' ? {} : { since: ordersSince(now) }) };
  for (const finding of await findWalletProblems(database, wallet)) findings.add(finding);
  for (const finding of await findTaskProblems(database, options)) findings.add(finding);
  if (mode === 'full' && options.listFiles !== null) {
    const inBackup = backups.waitingIds;
    await findFilesWithoutWork(database, await options.listFiles(), { clock, findings, inBackup });
  }
  for (const index of (await options.findMissingIndexes?.()) ?? []) {
    findings.add({ problem: 'indexMissing', userId: '', ...index });
  }

  if (mode === 'light')
    notChecked.push('八天前的订单、其余用户的积分流水、逐行数据结构与图片文件：轻量检查不包含');
  else if (pictures.skipped > 0) notChecked.push(`${pictures.skipped} 个图片文件：时间不足`);
  if (options.findMissingIndexes === null) notChecked.push('索引：服务端 SDK 不能列出索引');
  if (options.listFiles === null) {
    notChecked.push('云存储中没有作品的文件：服务端 SDK 不能列出文件');
  }
  const total =
    Object.values(statuses).reduce((sum, count) => sum + count, 0) + findings.count('invalidWork');
  const ended = statuses.completed + statuses.failed;
  return toReport(
    {
      works: {
        total,
        byStatus: statuses,
        today: await countSince(database, clock, startOfDay(now), workStatuses),
        successRate: ended === 0 ? null : statuses.completed / ended,
      },
      backups: backups.figures,
      users: { total: users },
      pictures: mode === 'light' ? null : pictures.figures(),
      metrics: await measure(database, options, findings, users),
    },
    findings,
    { checkedAt: now, mode, notChecked },
  );

  /** Reads suspects again; only findings that appear twice with the same text are kept. */
  async function confirm(): Promise<void> {
    const suspects = new Set(
      findings
        .list()
        .filter(({ problem, userId }) => joined.has(problem) && userId !== '')
        .map(({ userId }) => userId),
    );
    // Too many to be changes in flight; skip the second read.
    if (suspects.size === 0 || suspects.size > maxSuspects) return;
    await clock.sleep(options.confirmAfterMs ?? 1000);
    const again = createFindings(Infinity);
    const { onProgress: _, ...quietly } = scanned;
    await scan(database, { ...quietly, mode: 'full', findings: again, userIds: [...suspects] });
    const confirmed = new Set(again.list().map(keyOf));
    findings.drop(
      (finding) =>
        joined.has(finding.problem) &&
        suspects.has(finding.userId) &&
        !confirmed.has(keyOf(finding)),
    );
  }
}

function keyOf({ problem, id, what }: Finding): string {
  return `${problem} ${id} ${what}`;
}

async function findStuck(
  database: AdminDatabase,
  { now, clock }: CheckOptions,
  findings: Findings,
): Promise<void> {
  const before = database.command.lt(new Date(now.getTime() - stuckAfterMs));
  for (const status of runningStatuses) {
    const { data } = await retryRead(clock, () =>
      database
        .collection('works')
        // Studio pictures may legitimately wait long: their jobs are checked instead.
        .where({ status, createdAt: before, taskId: null })
        .orderBy('createdAt', 'asc')
        .orderBy('_id', 'asc')
        .limit(250)
        .get(),
    );
    for (const raw of data) {
      const result = readWork(raw);
      if (!('row' in result)) continue;
      const { id, userId, createdAt } = result.row;
      const minutes = Math.round((now.getTime() - createdAt.getTime()) / 60_000);
      findings.add({ problem: 'stuckWork', id, userId, what: `${status} 已 ${minutes} 分钟` });
    }
  }
}

/** The light check covers the orders since the last full one, which is at most a week old. */
function ordersSince(now: Date): Date {
  return new Date(now.getTime() - 8 * dayMs);
}

function startOfDay(now: Date): Date {
  return new Date(nextReset(now).getTime() - dayMs);
}
