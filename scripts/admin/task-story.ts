import { createTaskRecordRepository } from '../../cloudfunctions/shared/data/tasks/records';
import type { TaskRecords } from '../../cloudfunctions/shared/data/tasks/records';
import type { InvalidRow } from '../../cloudfunctions/shared/data/core/rows';
import { attemptId } from '../../cloudfunctions/shared/domain/tasks/attempt';
import { creditLogIds } from '../../cloudfunctions/shared/domain/ids';
import { isOpen } from '../../cloudfunctions/shared/domain/tasks/job';
import { isEnded } from '../../cloudfunctions/shared/domain/tasks/task';
import { createFindings, problems } from '../../cloudfunctions/shared/integrity/rules/findings';
import type { Finding } from '../../cloudfunctions/shared/integrity/rules/findings';
import { entryFindings, trioFindings } from '../../cloudfunctions/shared/integrity/rules/ledger';
import type { LedgerEntry } from '../../cloudfunctions/shared/integrity/rules/ledger';
import { statusOf } from '../../cloudfunctions/shared/integrity/rules/report';
import type { Status } from '../../cloudfunctions/shared/integrity/rules/report';
import { seatFindings, workFindings } from '../../cloudfunctions/shared/integrity/rules/work';
import { taskFindings } from '../../cloudfunctions/shared/integrity/rules/task';
import { parseAttempt } from '../../cloudfunctions/shared/data/rows/task-attempt';
import { readArchived } from './archive';
import type { Connection } from './connection';
import { nextSteps } from './task-steps';

export type TaskReport = TaskRecords & {
  status: Status;
  files: { fileId: string; exists: boolean }[];
  findings: Finding[];
  /** What to do about the task, most urgent first. */
  steps: string[];
};

const minuteMs = 60_000;
/** The same limit as in the check of all tasks. */
const overdueAfterMs = 10 * minuteMs;
const maxFindings = 100;

/** Null when no row mentions the task. */
export async function readTaskStory(
  connection: Pick<Connection, 'clock' | 'database' | 'download' | 'findMissing'>,
  id: string,
): Promise<TaskReport | null> {
  const { clock, database, findMissing } = connection;
  const findings = createFindings(maxFindings);
  const skip = ({ cause, collection, id: rowId }: InvalidRow) =>
    findings.add({ problem: 'invalidRow', id: rowId, userId: '', what: `${collection}：${cause}` });
  const records = await createTaskRecordRepository(database, skip).find(id);
  if (records === null) return null;
  const known = new Set(records.attempts.map(({ n, workId }) => attemptId(workId, n)));
  for (const { id: workId } of records.works) {
    const archived = await readArchived(connection, 'task_attempts', workId);
    records.attempts.push(...archived.filter(({ _id }) => !known.has(_id)).map(parseAttempt));
  }
  const now = clock.now();
  judge(records, now).forEach(findings.add);
  const fileIds = records.works
    .filter(({ deletedAt, status }) => status === 'completed' && deletedAt === null)
    .flatMap(({ imageUrl, thumbnailUrl }) => [imageUrl, thumbnailUrl])
    .filter((fileId) => fileId.startsWith('cloud://'));
  const missing = new Set(fileIds.length === 0 ? [] : await findMissing(fileIds));
  for (const { id: workId, imageUrl, userId } of records.works) {
    if (!missing.has(imageUrl)) continue;
    findings.add({ problem: 'fileMissing', id: workId, userId, what: imageUrl });
  }
  const list = findings.list();
  return {
    ...records,
    status: statusOf(list.map(({ problem }) => problems[problem].severity)),
    files: fileIds.map((fileId) => ({ fileId, exists: !missing.has(fileId) })),
    findings: list,
    steps: nextSteps(records, list, now),
  };
}

function judge(records: TaskRecords, now: Date): Finding[] {
  const { jobs, ledger, message, slots, task, taskId, uses, works } = records;
  const userId = task?.userId ?? jobs[0]?.userId ?? '';
  const found: Finding[] = [];
  const add = (problem: Finding['problem'], id: string, what: string) =>
    void found.push({ problem, id, userId, what });
  const isLate = (moment: Date | null) =>
    moment !== null && now.getTime() - moment.getTime() > overdueAfterMs;
  const since = (moment: Date | null) =>
    moment === null
      ? '没有下次处理的时间'
      : `已逾期 ${Math.round((now.getTime() - moment.getTime()) / minuteMs)} 分钟`;

  if (task === null) add('taskPicture', taskId, '任务记录不存在或读不懂');
  else found.push(...taskFindings({ task, jobs, works }));
  for (const work of works) found.push(...seatFindings(work), ...workFindings(work));
  const entries: LedgerEntry[] = ledger.map(({ workId = '', ...entry }) => ({ ...entry, workId }));
  const entry = (id: string) => entries.find((one) => one.id === id) ?? null;
  found.push(...entries.flatMap(entryFindings));
  for (const work of works) {
    const { id } = work;
    const charge = entry(creditLogIds.consume(id));
    found.push(
      ...trioFindings({ id, work, charge, refund: entry(creditLogIds.refund(id)) }, false),
    );
  }
  for (const job of jobs.filter(isOpen)) {
    if (job.dueAt === null || isLate(job.dueAt)) add('stuckJob', job.id, since(job.dueAt));
  }
  for (const { id, until } of slots) if (isLate(until)) add('staleSlot', id, since(until));
  if (task !== null && isEnded(task)) {
    for (const { assetId, endedAt } of uses) {
      if (endedAt === null) add('useNotEnded', `${assetId}:${taskId}`, '任务已结束，素材仍被占用');
    }
  }
  if (message !== null && isLate(message.dueAt))
    add('stuckMessage', message.id, since(message.dueAt));
  return found;
}
