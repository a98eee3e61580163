import * as z from 'zod';
import { latestReset } from '../../domain/chat/ap';
import { chatStatuses, isAnswered } from '../../domain/chat/conversation';
import { beijingTime } from '../../domain/time/business-day';
import type { Finding } from '../rules/findings';
import { isSameUse, planApRepairs } from '../repairs/ap';
import { parseAccount } from '../../data/rows/chat';
import { inBatches, createCursor, pagesById, retryRead } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import { parsed } from './rows';
import type { Mode } from './scan';
import type { Clock } from '../../domain/time/clock';

type Options = {
  mode: Mode;
  now: Date;
  clock: Clock;
  confirmAfterMs?: number;
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** The timer runs once a day. */
const overdueAfterMs = 25 * hourMs;
/** The sweeper runs every minute and ends answers that have been silent for two. */
const stuckAfterMs = 5 * minuteMs;
/** A hold expires after two minutes; expired ones are harmless, and are removed by the next question or the sweeper. */
const deadAfterMs = hourMs;
const maxListed = 250;

const ResetRow = z.object({ _id: z.string(), quotaResetAt: z.date() });
const StuckRow = z.object({ _id: z.string(), userId: z.string().catch(''), updatedAt: z.date() });
const AnswerRow = z.object({
  _id: z.string(),
  userId: z.string(),
  status: z.enum(chatStatuses),
  apUsed: z.number().int().default(0),
});
const LogRow = z.object({
  _id: z.string(),
  userId: z.string(),
  apUsed: z.number().int(),
  sessionId: z.string().catch(''),
});
/** Its owner has removed the session, and its messages were archived. */
const ArchivedSession = z.object({ _id: z.string(), archivedAt: z.date() });
type Answer = z.infer<typeof AnswerRow>;
type Log = z.infer<typeof LogRow>;

const answerFields = { userId: true, status: true, apUsed: true };
const logFields = { userId: true, apUsed: true, sessionId: true };

/** Problems with AP and answers. The light mode checks only what an index finds at once, the full mode every row. */
export async function findChatProblems(
  database: AdminDatabase,
  options: Options,
): Promise<Finding[]> {
  const found = [
    ...(await findOverdue(database, options)),
    ...(await findStuckAnswers(database, options)),
  ];
  if (options.mode === 'light') return [...found, ...(await findAhead(database, options))];
  const malformed = new Map<string, Finding>();
  const onMalformedLog = (finding: Finding): void => {
    malformed.set(finding.id, finding);
  };
  for (const { userId, before, after } of await planApRepairs(database, {
    ...options,
    onMalformedLog,
  })) {
    if (before !== null && isSameUse(before, after)) {
      found.push(resetAhead(userId, before.quotaResetAt));
      continue;
    }
    const is =
      before === null
        ? '没有额度记录'
        : `记录 本月 ${before.monthlyUsed}、累计 ${before.totalUsed}`;
    const isAhead = before !== null && before.quotaResetAt > after.quotaResetAt;
    const what = `${is}，流水 本月 ${after.monthlyUsed}、累计 ${after.totalUsed}${isAhead ? '，重置时间晚于下月' : ''}`;
    found.push({ problem: 'apDrift', id: userId, userId, what });
  }
  return [
    ...found,
    ...malformed.values(),
    ...(await findMalformedAccounts(database, options)),
    ...(await findUnpaid(database, options)),
  ];
}

async function findOverdue(database: AdminDatabase, { now, clock }: Options): Promise<Finding[]> {
  const quotaResetAt = database.command.lt(new Date(now.getTime() - overdueAfterMs));
  const rows = await retryRead(clock, async () => {
    const query = database.collection('chat_quotas').where({ quotaResetAt });
    return (await query.orderBy('quotaResetAt', 'asc').limit(maxListed).get()).data;
  });
  return rows.map((raw) => {
    const { _id: userId, quotaResetAt: resetAt } = ResetRow.parse(raw);
    const days = Math.floor((now.getTime() - resetAt.getTime()) / (24 * hourMs));
    return { problem: 'resetOverdue', id: userId, userId, what: `已逾期 ${days} 天` };
  });
}

/** Rows written by a clock far ahead: the timer would not reset them until that moment. */
async function findAhead(database: AdminDatabase, { now, clock }: Options): Promise<Finding[]> {
  const quotaResetAt = database.command.gt(latestReset(now));
  const rows = await retryRead(clock, async () => {
    const query = database.collection('chat_quotas').where({ quotaResetAt });
    return (await query.orderBy('quotaResetAt', 'asc').limit(maxListed).get()).data;
  });
  return rows.map((raw) => {
    const { _id: userId, quotaResetAt: resetAt } = ResetRow.parse(raw);
    return resetAhead(userId, resetAt);
  });
}

function resetAhead(userId: string, resetAt: Date): Finding {
  return { problem: 'resetAhead', id: userId, userId, what: `${beijingTime(resetAt)} 才重置` };
}

async function findStuckAnswers(
  database: AdminDatabase,
  { now, clock }: Options,
): Promise<Finding[]> {
  const updatedAt = database.command.lt(new Date(now.getTime() - stuckAfterMs));
  const rows = await retryRead(clock, async () => {
    const query = database.collection('chat_messages').where({ status: 'streaming', updatedAt });
    return (await query.orderBy('updatedAt', 'asc').limit(maxListed).get()).data;
  });
  return rows.map((raw) => {
    const { _id: id, userId, updatedAt: lastSign } = StuckRow.parse(raw);
    const minutes = Math.round((now.getTime() - lastSign.getTime()) / minuteMs);
    return { problem: 'stuckAnswer', id, userId, what: `已 ${minutes} 分钟没有进展` };
  });
}

async function findMalformedAccounts(
  database: AdminDatabase,
  { now, clock }: Options,
): Promise<Finding[]> {
  const found: Finding[] = [];
  const deadBefore = new Date(now.getTime() - deadAfterMs);
  for await (const page of pagesById(database, 'chat_quotas', clock, { size: 500 })) {
    for (const raw of page) {
      const result = parsed('invalidChatQuota', raw, () => parseAccount(raw));
      const { _id: userId } = z.looseObject({ _id: z.string() }).parse(raw);
      if ('finding' in result) {
        found.push({ ...result.finding, userId });
        continue;
      }
      const dead = result.row.holds.filter(({ expiresAt }) => expiresAt < deadBefore);
      if (dead.length === 0) continue;
      const ap = dead.reduce((sum, hold) => sum + hold.ap, 0);
      const what = `${dead.length} 个预留共 ${ap} AP 早已过期`;
      found.push({ problem: 'deadHold', id: userId, userId, what });
    }
  }
  return found;
}

/** Compares answers and usage logs in the order of their common id; suspects are read again. */
async function findUnpaid(
  database: AdminDatabase,
  { clock, confirmAfterMs = 1000 }: Options,
): Promise<Finding[]> {
  const suspects: string[] = [];
  const answers = await createCursor(
    pagesById(database, 'chat_messages', clock, {
      ...{ size: 1000, fields: answerFields },
      // Ids of questions have another prefix; the backtick is the character after the underscore.
      ...{ after: 'answer_', before: 'answer`' },
    }),
    (raw) => AnswerRow.safeParse(raw).data ?? null,
  );
  const logs = await createCursor(
    pagesById(database, 'chat_usage_logs', clock, { size: 1000, fields: logFields }),
    (raw) => LogRow.safeParse(raw).data ?? null,
  );
  for (;;) {
    const [answer, log] = [answers.current(), logs.current()];
    if (answer === null && log === null) break;
    const id = log === null || (answer !== null && answer._id <= log._id) ? answer?._id : log._id;
    if (id === undefined) break;
    const isAnswerNext = answer?._id === id;
    const isLogNext = log?._id === id;
    const finding = pairFinding(isAnswerNext ? answer : null, isLogNext ? log : null);
    if (finding !== null) suspects.push(id);
    if (isAnswerNext) await answers.advance();
    if (isLogNext) await logs.advance();
  }
  if (suspects.length === 0) return [];
  await clock.sleep(confirmAfterMs);
  const again = await Promise.all([
    readAll(database, 'chat_messages', suspects, clock, AnswerRow),
    readAll(database, 'chat_usage_logs', suspects, clock, LogRow),
  ]);
  const [answersAgain, logsAgain] = again;
  const answerless = suspects.filter((id) => !answersAgain.has(id));
  const archived = await readAll(
    database,
    'chat_sessions',
    [...new Set(answerless.map((id) => logsAgain.get(id)?.sessionId ?? ''))],
    clock,
    ArchivedSession,
  );
  return suspects
    .filter((id) => answersAgain.has(id) || !archived.has(logsAgain.get(id)?.sessionId ?? ''))
    .map((id) => pairFinding(answersAgain.get(id) ?? null, logsAgain.get(id) ?? null))
    .filter((finding) => finding !== null);
}

async function readAll<Row extends { _id: string }>(
  database: AdminDatabase,
  collection: string,
  ids: readonly string[],
  clock: Clock,
  schema: z.ZodType<Row>,
): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>();
  const pages = inBatches(ids, (some) =>
    retryRead(clock, async () => {
      const query = database.collection(collection).where({ _id: database.command.in(some) });
      return (await query.limit(some.length).get()).data;
    }),
  );
  for await (const page of pages) {
    for (const raw of page) {
      const row = schema.safeParse(raw).data;
      if (row !== undefined) rows.set(row._id, row);
    }
  }
  return rows;
}

/** An answer has a usage log, with the same price, if and only if it was charged. */
function pairFinding(answer: Answer | null, log: Log | null): Finding | null {
  const finding = (what: string): Finding => {
    const { _id: id, userId } = answer ?? log ?? { _id: '?', userId: '' };
    return { problem: 'answerUsage', id, userId, what };
  };
  if (answer === null) return log === null ? null : finding('有用量流水，没有回答');
  // An answer that was stopped before its first word is valid and free.
  const isPaid = isAnswered(answer) && !(answer.status === 'stopped' && answer.apUsed === 0);
  if (!isPaid) return log === null ? null : finding(`有用量流水，回答为 ${answer.status}`);
  if (log === null) return finding('没有用量流水');
  if (log.userId !== answer.userId) return finding('用量流水属于另一位用户');
  if (log.apUsed === answer.apUsed) return null;
  return finding(`回答 ${answer.apUsed} AP，流水 ${log.apUsed} AP`);
}
