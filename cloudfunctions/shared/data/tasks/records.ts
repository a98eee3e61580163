import * as z from 'zod';
import type { Asset, AssetUse } from '../../domain/assets/asset';
import { creditLogIds } from '../../domain/ids';
import { subjectKey } from '../../domain/moderation/media-check';
import type { Moderation } from '../../domain/moderation/media-check';
import { taskMessageId } from '../../domain/notify/message';
import type { Message } from '../../domain/notify/message';
import type { Attempt } from '../../domain/tasks/attempt';
import { assetIdsOf } from '../../domain/tasks/job';
import type { Job } from '../../domain/tasks/job';
import { holderOf } from '../../domain/tasks/slots';
import type { Slot } from '../../domain/tasks/slots';
import type { Task } from '../../domain/tasks/task';
import type { Work } from '../../domain/work/work';
import type { Database } from '../core/database';
import { createRowReader, parseRow } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseAsset, parseAssetUse } from '../rows/asset';
import { parseCreditLog } from '../rows/credit-log';
import type { CreditLog } from '../rows/credit-log';
import { parseJob } from '../rows/job';
import { parseModeration } from '../rows/moderation';
import { parseOutboxMessage } from '../rows/outbox-message';
import { parseSlot } from '../rows/provider-slot';
import { parseTask } from '../rows/task';
import { parseAttempt } from '../rows/task-attempt';
import { parseWork } from '../rows/work';

/** An admin's decision about one of its pictures. */
export type TaskDecision = {
  action: string;
  operator: string;
  target: string;
  after: Record<string, unknown>;
  createdAt: Date;
};

/** Every row about one task. Unreadable rows are left out and reported. */
export type TaskRecords = {
  taskId: string;
  /** Null if its row is missing or unreadable, and only its pictures are left. */
  task: Task | null;
  jobs: Job[];
  works: Work[];
  attempts: Attempt[];
  moderations: Moderation[];
  /** Slots at vendors that its pictures hold. */
  slots: Slot[];
  ledger: CreditLog[];
  assets: Asset[];
  uses: AssetUse[];
  message: Message | null;
  decisions: TaskDecision[];
};

const DecisionRow = z.object({
  _id: z.string(),
  action: z.string(),
  operator: z.string(),
  target: z.string(),
  after: z.record(z.string(), z.unknown()).default({}),
  createdAt: z.date(),
});
const maxRows = 100;

export function createTaskRecordRepository(database: Database, onInvalidRow: OnInvalidRow) {
  const { command } = database;
  const readers = {
    task: createRowReader(parseTask, onInvalidRow),
    jobs: createRowReader(parseJob, onInvalidRow),
    works: createRowReader(parseWork, onInvalidRow),
    attempts: createRowReader(parseAttempt, onInvalidRow),
    moderations: createRowReader(parseModeration, onInvalidRow),
    slots: createRowReader(parseSlot, onInvalidRow),
    ledger: createRowReader(parseCreditLog, onInvalidRow),
    assets: createRowReader(parseAsset, onInvalidRow),
    uses: createRowReader(parseAssetUse, onInvalidRow),
    message: createRowReader(parseOutboxMessage, onInvalidRow),
    decisions: createRowReader(parseDecision, onInvalidRow),
  };
  const one = async (collection: string, id: string): Promise<unknown> =>
    (await database.collection(collection).doc(id).get()).data;
  const many = async (collection: string, condition: object): Promise<unknown[]> =>
    (await database.collection(collection).where(condition).limit(maxRows).get()).data;
  const among = async (collection: string, field: string, values: readonly string[]) =>
    values.length === 0 ? [] : many(collection, { [field]: command.in([...new Set(values)]) });

  return {
    /** By the id of the task, or of one of its pictures. Null if no row names it. */
    async find(id: string): Promise<TaskRecords | null> {
      const picture = readers.jobs.readOptional(await one('task_jobs', id));
      const taskId = picture?.taskId ?? id;
      const [rawTask, rawJobs] = await Promise.all([
        one('task_queue', taskId),
        many('task_jobs', { taskId }),
      ]);
      const task = readers.task.readOptional(rawTask);
      const jobs = readers.jobs.readAll(rawJobs);
      const found = rawTask !== null && rawTask !== undefined;
      if (!found && rawJobs.length === 0) return null;
      const named = task?.works.map(({ workId }) => workId) ?? [];
      const workIds = [...new Set([...named, ...jobs.map((job) => job.id)])];
      const attempts = readers.attempts.readAll(await among('task_attempts', 'workId', workIds));
      return {
        ...{ taskId, task, jobs, attempts: inTime(attempts, 'startedAt') },
        ...(await readAround({ taskId, workIds, jobs, attempts })),
      };
    },
  };

  async function readAround({
    taskId,
    workIds,
    jobs,
    attempts,
  }: {
    taskId: string;
    workIds: readonly string[];
    jobs: readonly Job[];
    attempts: readonly Attempt[];
  }): Promise<Omit<TaskRecords, 'taskId' | 'task' | 'jobs' | 'attempts'>> {
    // A second drawing is a subject of its own.
    const subjects = workIds
      .flatMap((id) => [id, `${id}:2`])
      .map((id) => subjectKey({ kind: 'result', id }));
    const configIds = attempts.map(({ configId }) => configId);
    const holders = attempts.map(({ workId, n }) => holderOf(workId, n));
    const entries = workIds.flatMap((id) => [creditLogIds.consume(id), creditLogIds.refund(id)]);
    const assetIds = jobs.flatMap(({ inputs }) => assetIdsOf(inputs));
    const [works, moderations, slots, ledger, assets, uses, message, decisions] = await Promise.all(
      [
        among('works', '_id', workIds),
        among('moderations', '_id', subjects),
        among('provider_slots', 'configId', configIds),
        among('credit_logs', '_id', entries),
        among('assets', '_id', assetIds),
        many('asset_uses', { taskId }),
        one('message_outbox', taskMessageId(taskId)),
        among('admin_logs', 'target', workIds),
      ],
    );
    return {
      works: readers.works.readAll(works),
      moderations: inTime(readers.moderations.readAll(moderations), 'begunAt'),
      slots: readers.slots
        .readAll(slots)
        .filter(({ holder, kind }) => kind === 'concurrent' && holders.includes(holder)),
      ledger: inTime(readers.ledger.readAll(ledger), 'createdAt'),
      assets: readers.assets.readAll(assets),
      uses: readers.uses.readAll(uses),
      message: readers.message.readOptional(message),
      decisions: inTime(readers.decisions.readAll(decisions), 'createdAt'),
    };
  }
}

function parseDecision(row: unknown): TaskDecision {
  const { _id: _, ...decision } = parseRow('admin_logs', DecisionRow, row);
  return decision;
}

function inTime<Field extends string, Row extends Record<Field, Date>>(
  rows: readonly Row[],
  by: Field,
): Row[] {
  return [...rows].sort((one, other) => one[by].getTime() - other[by].getTime());
}
