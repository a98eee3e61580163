import type { Database } from '../core/database';
import { requireDefined } from '../core/database';
import { isDuplicateKey } from '../core/database-error';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { noUsage, parseStorageUsage } from '../rows/storage-usage';
import type { StorageUsage } from '../rows/storage-usage';

/** Number of recent changes remembered, enough to recognise a repetition after a lost answer. */
const rememberedChanges = 64;

export type StorageUsageRepository = ReturnType<typeof createStorageUsageRepository>;

export function createStorageUsageRepository(database: Database, onInvalidRow: OnInvalidRow) {
  const reader = createRowReader(parseStorageUsage, onInvalidRow);
  const { command } = database;
  const usages = () => database.collection('user_storage_usage');

  /** Idempotent: `change` identifies the file and what happened to it. */
  async function count(
    userId: string,
    change: string,
    { bytes, files }: { bytes: number; files: number },
    now: Date,
  ): Promise<void> {
    const update = () =>
      usages()
        .where({ ...requireDefined({ _id: userId }), recentChanges: command.neq(change) })
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
      // Either this change was counted before, or another call has just created the row: the update handles both.
      await update();
    }
  }

  return {
    async find(userId: string): Promise<StorageUsage> {
      return reader.readOptional((await usages().doc(userId).get()).data) ?? noUsage;
    },

    /** `key` identifies the file, e.g. a work and which of its files. */
    stored(userId: string, key: string, bytes: number, now: Date): Promise<void> {
      return count(userId, `+${key}`, { bytes, files: 1 }, now);
    },

    removed(userId: string, key: string, bytes: number, now: Date): Promise<void> {
      return count(userId, `-${key}`, { bytes: -bytes, files: -1 }, now);
    },
  };
}
