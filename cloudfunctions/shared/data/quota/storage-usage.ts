import * as z from 'zod';
import type { Database } from '../core/database';
import { exactly } from '../core/database';
import { isDuplicateKey } from '../core/database-error';

/** Bytes and number of the files that are kept for a user. */
export type StorageUsage = { usedBytes: number; fileCount: number };

const UsageRow = z.object({
  usedBytes: z.number().int().default(0),
  fileCount: z.number().int().default(0),
});

/** Changes of the latest files: enough to recognise the repetition of one whose answer was lost. */
const rememberedChanges = 64;

export function parseUsage(row: unknown): StorageUsage {
  const { usedBytes, fileCount } = UsageRow.parse(row ?? {});
  return { usedBytes: Math.max(0, usedBytes), fileCount: Math.max(0, fileCount) };
}

/** As the row says it, for those who put it right: below nothing, too, which also stands for a row that does not fit. */
export function recordedUsage(row: unknown): StorageUsage {
  const parsed = UsageRow.safeParse(row ?? {});
  return parsed.success ? parsed.data : { usedBytes: -1, fileCount: -1 };
}

export type StorageUsageRepository = ReturnType<typeof createStorageUsageRepository>;

export function createStorageUsageRepository(database: Database) {
  const { command } = database;
  const usages = () => database.collection('user_storage_usage');

  /** `change` names what happened to which file; the same change counts once, however often it is told. */
  async function count(
    userId: string,
    change: string,
    { bytes, files }: { bytes: number; files: number },
    now: Date,
  ): Promise<void> {
    const update = () =>
      usages()
        .where({ ...exactly({ _id: userId }), recentChanges: command.neq(change) })
        .update({
          data: {
            usedBytes: command.inc(bytes),
            fileCount: command.inc(files),
            recentChanges: command.push({ each: [change], slice: -rememberedChanges }),
            updatedAt: now,
          },
        });
    if ((await update()).stats.updated > 0) return;
    try {
      await usages().add({
        data: {
          ...{ _id: userId, userId, usedBytes: bytes, fileCount: files },
          ...{ recentChanges: [change], updatedAt: now },
        },
      });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      // Counted before; or somebody else has just made the row, and it takes our change now.
      await update();
    }
  }

  return {
    async find(userId: string): Promise<StorageUsage> {
      return parseUsage((await usages().doc(userId).get()).data);
    },

    /** `key` names the file, e.g. the work and what of it. */
    stored(userId: string, key: string, bytes: number, now: Date): Promise<void> {
      return count(userId, `+${key}`, { bytes, files: 1 }, now);
    },

    removed(userId: string, key: string, bytes: number, now: Date): Promise<void> {
      return count(userId, `-${key}`, { bytes: -bytes, files: -1 }, now);
    },
  };
}
