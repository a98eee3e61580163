import * as z from 'zod';
import { latestReset, newAccount } from '../../domain/chat/ap';
import type { ApAccount } from '../../domain/chat/ap';
import { monthBefore, nextMonth } from '../../domain/time/business-month';
import { InvalidRowError, isMissing } from '../../data/core/rows';
import type { OnInvalidRow } from '../../data/core/rows';
import { parseAccount, parseAccountOrNull, toAccountRow } from '../../data/rows/chat';
import { parseChatUsageLog } from '../../data/rows/chat-usage-log';
import { parsed } from '../checks/rows';
import type { Finding } from '../rules/findings';
import type { Database } from '../../data/core/database';
import { createEntitlementRepository } from '../../data/quota/entitlements';
import { pagesById } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import { adminLogRow } from './repair';
import type { Repairer } from './repair';
import { inTransaction } from '../../data/core/transaction';
import type { Clock } from '../../domain/time/clock';

export type ApFigures = Pick<ApAccount, 'monthlyUsed' | 'totalUsed' | 'quotaResetAt'>;
/** `before` is null if there are logs but no account. */
export type ApRepair = { userId: string; before: ApFigures | null; after: ApFigures };

const Identified = z.looseObject({ _id: z.string() });
const logFields = { userId: true, apUsed: true, createdAt: true };
const usersPerRead = 500;

type Options = {
  now: Date;
  clock: Clock;
  confirmAfterMs?: number;
  userIds?: readonly string[];
  /** Reports a malformed usage log. Its user is not repaired: what was charged is unknown. */
  onMalformedLog?: (finding: Finding) => void;
};

/**
 * Users whose AP differ from the sum of their usage logs, or whose month ends later than the current one. Reads every row once,
 * keeps a few numbers per user, and confirms each difference with a second read: an answer may be charged in between.
 */
export async function planApRepairs(
  database: AdminDatabase,
  options: Options,
): Promise<ApRepair[]> {
  const { clock, confirmAfterMs = 1000 } = options;
  const first = await readDrift(database, options);
  if (first.size === 0) return [];
  await clock.sleep(confirmAfterMs);
  const repairs: ApRepair[] = [];
  const suspects = [...first.keys()];
  for (let start = 0; start < suspects.length; start += usersPerRead) {
    const userIds = suspects.slice(start, start + usersPerRead);
    for (const [userId, repair] of await readDrift(database, { ...options, userIds })) {
      const earlier = first.get(userId);
      if (earlier !== undefined && isSameRepair(earlier, repair)) repairs.push(repair);
    }
  }
  return repairs;
}

async function readDrift(
  database: AdminDatabase,
  { now, clock, userIds, onMalformedLog }: Options,
): Promise<Map<string, ApRepair>> {
  const ofUsers = (field: string): { condition?: Record<string, unknown> } =>
    userIds === undefined ? {} : { condition: { [field]: database.command.in(userIds) } };
  const drift = new Map<string, ApRepair>();
  const malformed = new Set<string>();
  const repairOf = (userId: string, before: ApFigures | null): ApRepair => {
    const known = drift.get(userId);
    if (known !== undefined) return known;
    // A fast clock started a future month: the row would not be reset until that month ends.
    const isAhead = before !== null && before.quotaResetAt > latestReset(now);
    const quotaResetAt = before === null || isAhead ? nextMonth(now) : before.quotaResetAt;
    const repair = { userId, before, after: { monthlyUsed: 0, totalUsed: 0, quotaResetAt } };
    drift.set(userId, repair);
    return repair;
  };
  const quotas = pagesById(database, 'chat_quotas', clock, { size: 500, ...ofUsers('_id') });
  for await (const page of quotas) {
    for (const raw of page) {
      const { _id: userId } = Identified.parse(raw);
      const account = readAccount(raw);
      // A malformed row is reported by the check itself, and cannot be repaired by guessing.
      if (account === null) malformed.add(userId);
      else repairOf(userId, account);
    }
  }
  const logs = pagesById(database, 'chat_usage_logs', clock, {
    ...{ size: 1000, fields: logFields },
    ...ofUsers('userId'),
  });
  for await (const page of logs) {
    for (const raw of page) {
      const log = parsed('invalidUsageLog', raw, () => parseChatUsageLog(raw));
      if ('finding' in log) {
        malformed.add(log.finding.userId);
        onMalformedLog?.(log.finding);
        continue;
      }
      const { userId, apUsed, createdAt } = log.row;
      if (malformed.has(userId)) continue;
      const { after } = repairOf(userId, null);
      after.totalUsed += apUsed;
      const isOfMonth =
        createdAt < after.quotaResetAt && createdAt >= monthBefore(after.quotaResetAt);
      if (isOfMonth) after.monthlyUsed += apUsed;
    }
  }
  for (const [userId, { before, after }] of drift) {
    if (malformed.has(userId) || (before !== null && isSame(before, after))) drift.delete(userId);
  }
  return drift;
}

/** Writes the planned values and the line in `admin_logs`, unless an answer was charged since. False: one was. */
export async function repairAp(
  database: AdminDatabase & Database,
  clock: Clock,
  { userId, before, after }: ApRepair,
  by: Repairer,
  now: Date,
  onInvalidRow: OnInvalidRow,
): Promise<boolean> {
  const entitlement = await createEntitlementRepository(database, onInvalidRow).find(userId);
  const { _id, ...log } = adminLogRow({
    ...by,
    ...{ action: 'fixApUsage', target: userId, before: before ?? {}, after, createdAt: now },
  });
  return inTransaction(database, clock, async (transaction) => {
    const entry = transaction.collection('admin_logs').doc(_id);
    // This run has already committed, and the answer was lost.
    if (!isMissing((await entry.get()).data)) return true;
    const reference = transaction.collection('chat_quotas').doc(userId);
    const account = parseAccountOrNull((await reference.get()).data);
    if (account === null ? before !== null : before === null || !isSame(account, before)) {
      return false;
    }
    if (account === null) {
      const made = { ...newAccount(now), ...after };
      await reference.set({
        data: toAccountRow(userId, made, entitlement, { createdAt: now, now }),
      });
    } else {
      await reference.update({ data: { ...after, updatedAt: now } });
    }
    await entry.set({ data: log });
    return true;
  });
}

function readAccount(raw: unknown): ApFigures | null {
  try {
    const { monthlyUsed, totalUsed, quotaResetAt } = parseAccount(raw);
    return { monthlyUsed, totalUsed, quotaResetAt };
  } catch (error) {
    if (error instanceof InvalidRowError) return null;
    throw error;
  }
}

function isSameRepair(a: ApRepair, b: ApRepair): boolean {
  const isSameBefore =
    a.before === null || b.before === null ? a.before === b.before : isSame(a.before, b.before);
  return isSameBefore && isSame(a.after, b.after);
}

function isSame(a: ApFigures, b: ApFigures): boolean {
  return isSameUse(a, b) && a.quotaResetAt.getTime() === b.quotaResetAt.getTime();
}

export function isSameUse(a: ApFigures, b: ApFigures): boolean {
  return a.monthlyUsed === b.monthlyUsed && a.totalUsed === b.totalUsed;
}
