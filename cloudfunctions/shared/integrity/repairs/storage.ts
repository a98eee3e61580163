import * as z from 'zod';
import { assetStages, keptAssetFiles } from '../../domain/assets/asset';
import { keptFiles } from '../../domain/quota/storage';
import { workStatuses } from '../../domain/work/work';
import { isMissing, presentFields } from '../../data/core/rows';
import { pagesById } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import { adminLogRow } from './repair';
import type { Repairer } from './repair';
import { recordedUsage } from '../../data/rows/storage-usage';
import type { StorageUsage } from '../../data/rows/storage-usage';
import { inTransaction } from '../../data/core/transaction';
import type { Clock } from '../../domain/time/clock';

export type StorageRepair = { userId: string; before: StorageUsage; after: StorageUsage };

const nothing: StorageUsage = { usedBytes: 0, fileCount: 0 };
const KeptRow = z.object({
  _id: z.string(),
  userId: z.string(),
  status: z.enum(workStatuses),
  imageBytes: z.number().int().min(0).default(0),
  thumbnailBytes: z.number().int().min(0).default(0),
  filesRemovedAt: z.date().optional(),
});
const Owned = z.looseObject({ userId: z.string().catch('') });
const AvatarRow = z.object({ _id: z.string(), avatarBytes: z.number().int().catch(0) });
const UsageRow = z.looseObject({ _id: z.string() });
const AssetFilesRow = z.object({
  userId: z.string(),
  isSample: z.boolean().default(false),
  stage: z.enum(assetStages),
  bytes: z.number().int().min(0),
  thumbnailBytes: z.number().int().min(0).default(0),
  filesRemovedAt: z.date().nullable().default(null),
});
const assetFields = {
  ...{ userId: true, isSample: true, stage: true, bytes: true, thumbnailBytes: true },
  filesRemovedAt: true,
};
const keptFields = {
  ...{ userId: true, status: true, imageBytes: true, thumbnailBytes: true },
  filesRemovedAt: true,
};

/**
 * Users whose counted storage differs from the sum of the files of their works, photos and avatar. Reads every row once, keeps
 * two numbers per user, and confirms each difference with a second read: a picture is not counted in the transaction that ends
 * its work.
 */
export async function planStorageRepairs(
  database: AdminDatabase,
  options: { clock: Clock; confirmAfterMs?: number; userIds?: readonly string[] },
): Promise<StorageRepair[]> {
  const { clock, confirmAfterMs = 1000, userIds } = options;
  const first = await readDrift(database, clock, userIds);
  if (first.size === 0) return [];
  await clock.sleep(confirmAfterMs);
  const repairs: StorageRepair[] = [];
  const suspects = [...first.keys()];
  for (let start = 0; start < suspects.length; start += usersPerRead) {
    const again = await readDrift(database, clock, suspects.slice(start, start + usersPerRead));
    for (const [userId, repair] of again) {
      const earlier = first.get(userId);
      if (earlier !== undefined && isSame(earlier, repair)) repairs.push(repair);
    }
  }
  return repairs;
}

const usersPerRead = 500;

function isSame(a: StorageRepair, b: StorageRepair): boolean {
  return equal(a.before, b.before) && equal(a.after, b.after);
}

function equal(a: StorageUsage, b: StorageUsage): boolean {
  return a.usedBytes === b.usedBytes && a.fileCount === b.fileCount;
}

async function readDrift(
  database: AdminDatabase,
  clock: Clock,
  userIds: readonly string[] | undefined,
): Promise<Map<string, StorageRepair>> {
  const ofUsers = (field: string): { condition?: Record<string, unknown> } =>
    userIds === undefined ? {} : { condition: { [field]: database.command.in(userIds) } };
  const drift = new Map<string, StorageRepair>();
  const malformed = new Set<string>();
  const repairOf = (userId: string): StorageRepair => {
    let repair = drift.get(userId);
    if (repair === undefined) {
      repair = { userId, before: nothing, after: { ...nothing } };
      drift.set(userId, repair);
    }
    return repair;
  };
  const works = pagesById(database, 'works', clock, {
    ...{ size: 1000, fields: keptFields },
    ...ofUsers('userId'),
  });
  for await (const page of works) {
    for (const raw of page) {
      const row = KeptRow.safeParse(presentFields(raw));
      // Reported by the check itself; without this row, the sum of its owner's files is unknown.
      if (!row.success) {
        malformed.add(Owned.parse(raw).userId);
        continue;
      }
      const { bytes, files } = keptFiles(row.data);
      if (files === 0) continue;
      const { after } = repairOf(row.data.userId);
      after.usedBytes += bytes;
      after.fileCount += files;
    }
  }
  const avatars = pagesById(database, 'users', clock, {
    ...{ size: 1000, fields: { avatarBytes: true } },
    condition: { avatarBytes: database.command.gt(0), ...ofUsers('_id').condition },
  });
  for await (const page of avatars) {
    for (const raw of page) {
      const { _id: userId, avatarBytes } = AvatarRow.parse(raw);
      if (avatarBytes === 0) continue;
      const { after } = repairOf(userId);
      after.usedBytes += avatarBytes;
      after.fileCount += 1;
    }
  }
  const assets = pagesById(database, 'assets', clock, {
    ...{ size: 1000, fields: assetFields },
    ...ofUsers('userId'),
  });
  for await (const page of assets) {
    for (const raw of page) {
      const row = AssetFilesRow.safeParse(presentFields(raw));
      if (!row.success) {
        malformed.add(Owned.parse(raw).userId);
        continue;
      }
      const { bytes, files } = keptAssetFiles(row.data);
      if (files === 0) continue;
      const { after } = repairOf(row.data.userId);
      after.usedBytes += bytes;
      after.fileCount += files;
    }
  }
  const usages = pagesById(database, 'user_storage_usage', clock, {
    size: 1000,
    ...ofUsers('_id'),
  });
  for await (const page of usages) {
    for (const raw of page) repairOf(UsageRow.parse(raw)._id).before = recordedUsage(raw);
  }
  for (const [userId, { before, after }] of drift) {
    if (equal(before, after) || malformed.has(userId)) drift.delete(userId);
  }
  return drift;
}

/** Writes the planned values and the line in `admin_logs`, unless the row has changed since. False: it has. */
export function repairStorage(
  database: AdminDatabase,
  clock: Clock,
  { userId, before, after }: StorageRepair,
  by: Repairer,
  now: Date,
): Promise<boolean> {
  const { _id, ...log } = adminLogRow({
    ...by,
    ...{ action: 'fixStorageUsage', target: userId, before, after, createdAt: now },
  });
  return inTransaction(database, clock, async (transaction) => {
    const entry = transaction.collection('admin_logs').doc(_id);
    // This run has already committed, and the answer was lost.
    if (!isMissing((await entry.get()).data)) return true;
    const reference = transaction.collection('user_storage_usage').doc(userId);
    const row = (await reference.get()).data;
    if (!equal(recordedUsage(row), before)) return false;
    if (isMissing(row)) {
      await reference.set({ data: { userId, ...after, recentChanges: [], updatedAt: now } });
    } else {
      await reference.update({ data: { ...after, updatedAt: now } });
    }
    await entry.set({ data: log });
    return true;
  });
}
