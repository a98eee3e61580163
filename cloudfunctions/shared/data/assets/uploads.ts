import { uploadIdOf } from '../../domain/ids';
import { maxUnregisteredMs } from '../../domain/assets/asset';
import type { AssetKind } from '../../domain/assets/asset';
import type { Database } from '../core/database';
import { requireDefined } from '../core/database';
import { toLazyRow } from '../core/lazy-row';
import type { LazyRow } from '../core/lazy-row';
import { parseUpload } from '../rows/upload';
import type { Upload } from '../rows/upload';
import type { Sign } from '../timers/sign';
import type { TimerRepository } from '../timers/timers';
import { nextDueAt } from '../core/next-due';

/** `asset_uploads`: paths that phones were told to upload to. Cloud functions cannot list the storage. */
export function createUploadRepository(
  database: Database,
  timers: Pick<TimerRepository, 'expectDue'>,
) {
  const { command } = database;
  const uploads = () => database.collection('asset_uploads');

  return {
    /** Returns the path, which is the same for the same photo of the same user. */
    async expect(
      { userId, kind, digest }: { userId: string; kind: AssetKind; digest: string },
      now: Date,
    ): Promise<string> {
      const id = uploadIdOf(userId, kind, digest);
      const path = `uploads/${userId}/${id}.jpg`;
      const dueAt = new Date(now.getTime() + maxUnregisteredMs);
      await timers.expectDue(dueAt);
      await uploads().doc(id).set({ data: { userId, path, dueAt } });
      return path;
    },

    /** The file was removed. Does nothing if the phone was told meanwhile to upload it again. */
    async forget({ id, dueAt }: Pick<Upload, 'id' | 'dueAt'>): Promise<void> {
      await uploads().where({ _id: id, dueAt }).remove();
    },

    async erase(id: string): Promise<void> {
      await uploads().doc(id).remove();
    },

    /** Forgets a registered upload by its path. */
    async forgetPath(userId: string, path: string): Promise<void> {
      const [, id] = /\/(upload_[0-9a-f]+)\.jpg$/.exec(path) ?? [];
      if (id !== undefined) await uploads().where({ _id: id, userId }).remove();
    },

    async listOwned(userId: string): Promise<LazyRow<Upload>[]> {
      const { data } = await uploads().where(requireDefined({ userId })).limit(100).get();
      return data.map((row) => toLazyRow(row, parseUpload));
    },

    sign(): Sign {
      return { collection: 'asset_uploads', where: { dueAt: command.gt(new Date(0)) } };
    },

    nextDueAt: () => nextDueAt(database, 'asset_uploads'),

    async listDue(now: Date, limit: number): Promise<LazyRow<Upload>[]> {
      const { data } = await uploads()
        .where({ dueAt: command.lte(now) })
        .orderBy('dueAt', 'asc')
        .limit(limit)
        .get();
      return data.map((row) => toLazyRow(row, parseUpload));
    },
  };
}
