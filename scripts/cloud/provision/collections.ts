import { fixedWaits, retry } from '../../../cloudfunctions/shared/data/core/retry';
import type { Clock } from '../../../cloudfunctions/shared/domain/time/clock';
import type { Account } from '../account/account';
import { isDuplicate } from '../account/database';
import type { Collection, Index, Permission } from '../account/database';
import { ApiError } from '../api';
import { RefusedChange } from '../change';
import type { Change, Drift, Plan } from '../change';
import { comparePermissions, describePermission } from '../permission';
import type { WantedCollection } from '../wanted';
import type { ProvisionOptions } from './options';

/** A new collection refuses indexes for some seconds; the platform does not document how long. */
const newCollection = { ...fixedWaits(...Array<number>(10).fill(500)), isRetryable: isNotReady };

export async function planCollection(
  account: Account,
  wanted: WantedCollection,
  found: Collection | null,
  clock: Clock,
  options: ProvisionOptions,
): Promise<Plan> {
  const subject = `集合 ${wanted.name}`;
  const { database } = account;
  const standing = found === null ? [] : await database.listIndexes(wanted.name);
  const { missing, drift } = compareIndexes(subject, standing, wanted.indexes);
  const changes: Change[] = [];
  if (found === null) {
    changes.push({
      subject,
      lines: ['+ 新建集合'],
      apply: () => database.createCollection(wanted.name),
    });
  }
  for (const index of missing) {
    changes.push({
      subject,
      lines: [`+ ${describeIndex(index)}`],
      apply: () => createIndex(account, wanted.name, index, clock),
    });
  }
  const current = found === null ? closed : await database.readPermission(wanted.name);
  // The operator cannot have chosen the permission of a missing or empty collection.
  const isUndecided = found === null || found.rowCount === 0;
  const permission = planPermission(subject, current, wanted.permission, {
    mayWiden: isUndecided || options.mayLoosen,
    write: (next) => database.writePermission(wanted.name, next),
  });
  return {
    changes: [...changes, ...permission.changes],
    drift: [...drift, ...permission.drift],
    notes: [],
  };
}

const closed: Permission = { tag: 'ADMINONLY', rule: null };

export function planPermission(
  subject: string,
  current: Permission,
  wanted: Permission,
  { mayWiden, write }: { mayWiden: boolean; write: (next: Permission) => Promise<void> },
): { changes: Change[]; drift: Drift[] } {
  const change = comparePermissions(current, wanted);
  if (change === 'same') return { changes: [], drift: [] };
  const from = describePermission(current);
  const to = describePermission(wanted);
  if (change === 'wider' && !mayWiden) {
    const remedy = '确认要放开后加 --loosen 再运行；否则请把模板改严。';
    return {
      changes: [],
      drift: [{ subject, problem: `权限比模板严：${from}，模板是 ${to}`, remedy }],
    };
  }
  const apply = () => write(wanted);
  return { changes: [{ subject, lines: [`~ 权限 ${from} → ${to}`], apply }], drift: [] };
}

export function compareIndexes(
  subject: string,
  standing: Index[],
  wanted: Index[],
): { missing: Index[]; drift: Drift[] } {
  const drift: Drift[] = [];
  const missing = wanted.filter((index) => {
    if (standing.some((other) => isSame(index, other))) return false;
    const namesake = standing.find(({ name }) => name === index.name);
    const rival = namesake ?? standing.find(({ fields }) => fields.join() === index.fields.join());
    if (rival === undefined) return true;
    drift.push({
      subject,
      problem: `索引与模板不同：现有 ${describeIndex(rival)}，模板要 ${describeIndex(index)}`,
      remedy: `在控制台「数据库 → ${subject.slice(3)} → 索引管理」删除 ${rival.name}，再运行一次。`,
    });
    return false;
  });
  return { missing, drift };
}

function isSame(a: Index, b: Index): boolean {
  return a.fields.join() === b.fields.join() && a.isUnique === b.isUnique;
}

function describeIndex({ name, fields, isUnique }: Index): string {
  return `${isUnique ? '唯一索引' : '索引'} ${name}（${fields.join(', ')}）`;
}

/** Retries while the collection is too new to accept indexes. */
export async function createIndex(
  { database }: Pick<Account, 'database'>,
  collection: string,
  index: Index,
  clock: Clock,
): Promise<void> {
  try {
    await retry(clock, newCollection, () => database.createIndex(collection, index));
  } catch (error) {
    if (!(error instanceof ApiError) || !isDuplicate(error)) throw error;
    throw new RefusedChange(
      `${describeIndex(index)} 建不了：已有的行里 ${index.fields.join(', ')} 有重复。先运行 npm run check-data-integrity 找出这些行`,
    );
  }
}

function isNotReady(error: unknown): boolean {
  if (!(error instanceof ApiError) || isDuplicate(error)) return false;
  return /^(ResourceNotFound|ResourceUnavailable|ResourceInsufficient|FailedOperation)/.test(
    error.code,
  );
}
