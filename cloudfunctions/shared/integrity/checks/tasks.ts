import * as z from 'zod';
import { parseJob } from '../../data/rows/job';
import { parseTask } from '../../data/rows/task';
import { openJobStates } from '../../domain/tasks/job';
import { isEnded } from '../../domain/tasks/task';
import type { Task } from '../../domain/tasks/task';
import type { Clock } from '../../domain/time/clock';
import { parseWork } from '../../data/rows/work';
import { pagesById, retryRead } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import { planStudioRepairs } from '../repairs/studio';
import type { Finding } from '../rules/findings';
import { taskFindings } from '../rules/task';
import { parsed } from './rows';
import type { Mode } from './scan';

type Options = { mode: Mode; now: Date; clock: Clock; confirmAfterMs?: number };

const minuteMs = 60_000;
/** The timer fires every minute, and a lease lasts less than two. */
const overdueAfterMs = 10 * minuteMs;
/** Each task has at most four pictures, so their rows fit into one answer. */
const pageSize = 100;
const maxRows = 1000;
const maxListed = 250;

const DueRow = z.object({
  _id: z.string(),
  userId: z.string().catch(''),
  dueAt: z.date().catch(new Date(0)),
});
const SlotRow = z.object({ _id: z.string(), until: z.date() });
const UseRow = z.object({ _id: z.string(), taskId: z.string(), userId: z.string().catch('') });

/**
 * Studio tasks: finds what the timer should have moved or freed. In full mode also checks that the rows of every picture agree,
 * that all reserved credits were spent or refunded, that studio usage matches the rows, and that only open tasks hold photos.
 * Malformed rows are reported by another check.
 */
export async function findTaskProblems(
  database: AdminDatabase,
  options: Options,
): Promise<Finding[]> {
  const { clock, confirmAfterMs = 1000, mode } = options;
  const found = await findOverdue(database, options);
  if (mode === 'light') return found;
  const suspects: Finding[] = [];
  for await (const page of pagesById(database, 'task_queue', clock, { size: pageSize })) {
    suspects.push(...(await judge(database, clock, page.flatMap(readTask))));
  }
  suspects.push(...(await findUnendedUses(database, clock)));
  if (suspects.length > 0) {
    // By then, a change in flight has ended; findings that appear twice with the same text are real.
    await clock.sleep(confirmAfterMs);
    const again = new Set((await judgeAgain(database, clock, suspects)).map(keyOf));
    found.push(...suspects.filter((finding) => again.has(keyOf(finding))));
  }
  for (const { userId, before, after } of await planStudioRepairs(database, options)) {
    const what = `记录未结束 ${before.unfinished} 张、当日 ${before.used} 张，实际 ${after.unfinished}、${after.used}`;
    found.push({ problem: 'studioDrift', id: userId, userId, what });
  }
  return found;
}

const keyOf = ({ problem, id, what }: Finding): string => `${problem} ${id} ${what}`;

function readTask(raw: unknown): Task[] {
  const result = parsed('invalidRow', raw, () => parseTask(raw));
  return 'row' in result ? [result.row] : [];
}

async function judge(
  database: AdminDatabase,
  clock: Clock,
  tasks: readonly Task[],
): Promise<Finding[]> {
  const ids = tasks.flatMap(({ works }) => works.map(({ workId }) => workId));
  const [jobRows, workRows] = await Promise.all([
    listIn(database, clock, 'task_jobs', ids),
    listIn(database, clock, 'works', ids),
  ]);
  const malformed = new Set<string>();
  const read = <Row>(raw: unknown, parse: () => Row): Row[] => {
    const result = parsed('invalidRow', raw, parse);
    if ('row' in result) return [result.row];
    malformed.add(result.finding.id);
    return [];
  };
  const jobs = jobRows.flatMap((raw) => read(raw, () => parseJob(raw)));
  const works = workRows.flatMap((raw) => read(raw, () => parseWork(raw)));
  return tasks
    .filter((task) => !task.works.some(({ workId }) => malformed.has(workId)))
    .flatMap((task) => taskFindings({ task, jobs, works }));
}

async function judgeAgain(
  database: AdminDatabase,
  clock: Clock,
  suspects: readonly Finding[],
): Promise<Finding[]> {
  const ids = [...new Set(suspects.map(({ id }) => id))];
  const again: Finding[] = [];
  for (let start = 0; start < ids.length; start += pageSize) {
    const rows = await listIn(database, clock, 'task_queue', ids.slice(start, start + pageSize));
    again.push(...(await judge(database, clock, rows.flatMap(readTask))));
  }
  const hasUses = suspects.some(({ problem }) => problem === 'useNotEnded');
  return hasUses ? [...again, ...(await findUnendedUses(database, clock))] : again;
}

async function listIn(
  database: AdminDatabase,
  clock: Clock,
  collection: string,
  ids: readonly string[],
): Promise<unknown[]> {
  if (ids.length === 0) return [];
  const condition = { _id: database.command.in([...ids]) };
  const read = () => database.collection(collection).where(condition).limit(maxRows).get();
  return (await retryRead(clock, read)).data;
}

async function findUnendedUses(database: AdminDatabase, clock: Clock): Promise<Finding[]> {
  const found: Finding[] = [];
  const condition = { endedAt: null };
  for await (const page of pagesById(database, 'asset_uses', clock, { size: 250, condition })) {
    const uses = page.flatMap((raw) => UseRow.safeParse(raw).data ?? []);
    const rows = await listIn(database, clock, 'task_queue', [
      ...new Set(uses.map(({ taskId }) => taskId)),
    ]);
    const known = new Set(rows.map((raw) => DueRow.parse(raw)._id));
    const ended = new Set(
      rows
        .flatMap(readTask)
        .filter(isEnded)
        .map(({ id }) => id),
    );
    for (const { _id: id, taskId, userId } of uses) {
      if (known.has(taskId) && !ended.has(taskId)) continue;
      const what = `任务 ${taskId} ${known.has(taskId) ? '已结束' : '不存在'}，素材仍被占用`;
      found.push({ problem: 'useNotEnded', id, userId, what });
    }
  }
  return found;
}

async function findOverdue(database: AdminDatabase, { now, clock }: Options): Promise<Finding[]> {
  const { command } = database;
  const before = command.lt(new Date(now.getTime() - overdueAfterMs));
  const list = (collection: string, condition: object, field: string) =>
    retryRead(clock, async () => {
      const query = database.collection(collection).where(condition).orderBy(field, 'asc');
      return (await query.limit(maxListed).get()).data;
    });
  const since = (moment: Date) =>
    `已逾期 ${Math.round((now.getTime() - moment.getTime()) / minuteMs)} 分钟`;
  const [due, never, slots] = await Promise.all([
    list('task_jobs', { state: command.in(openJobStates), dueAt: before }, 'dueAt'),
    list('task_jobs', { state: command.in(openJobStates), dueAt: null }, '_id'),
    list('provider_slots', { until: before }, 'until'),
  ]);
  return [
    ...due.map((raw): Finding => {
      const { _id: id, userId, dueAt } = DueRow.parse(raw);
      return { problem: 'stuckJob', id, userId, what: since(dueAt) };
    }),
    ...never.map((raw): Finding => {
      const { _id: id, userId } = DueRow.parse(raw);
      return { problem: 'stuckJob', id, userId, what: '没有下次处理的时间' };
    }),
    ...slots.flatMap((raw): Finding[] => {
      const { data } = SlotRow.safeParse(raw);
      if (data === undefined) return [];
      return [{ problem: 'staleSlot', id: data._id, userId: '', what: since(data.until) }];
    }),
  ];
}
