import type { QuotaArea } from '../data/quota/area';
import type { WorksArea } from '../data/works/area';
import type { Files } from '../data/core/files';
import { isRunning, thumbnailPath } from '../domain/work/work';
import type { Work } from '../domain/work/work';
import { describeError } from '../domain/log';
import type { Log } from '../domain/log';
import type { Clock } from '../domain/time/clock';

const attempts = 2;

export type StorageCountNeeds = { clock: Clock; log: Log; quota: Pick<QuotaArea, 'storage'> };

/** Counts a file that has just been stored. Derived data: it never fails what it counts, and the check puts it right. */
export function countStored(
  userId: string,
  key: string,
  bytes: number,
  needs: StorageCountNeeds,
): Promise<void> {
  return withPatience(needs, () =>
    needs.quota.storage.stored(userId, key, bytes, needs.clock.now()),
  );
}

/** Takes a file off that has just been removed, in the same way. */
export function countRemoved(
  userId: string,
  key: string,
  bytes: number,
  needs: StorageCountNeeds,
): Promise<void> {
  return withPatience(needs, () =>
    needs.quota.storage.removed(userId, key, bytes, needs.clock.now()),
  );
}

export const thumbnailKey = (workId: string): string => `${workId}.thumb`;

/**
 * Removes the files of a deleted work and takes them off its owner's storage. Twice is once. A work still under way
 * keeps its mark, and the sweeper comes back when it has ended. `work` must have been read after it was deleted: from
 * then on nothing is added to it.
 */
export async function removeFiles(
  work: Work,
  needs: StorageCountNeeds & { files: Files; works: Pick<WorksArea, 'markFilesRemoved'> },
): Promise<void> {
  if (isRunning(work)) return;
  const fileIds = [work.imageUrl, work.thumbnailUrl, unnotedThumbnail(work)];
  const own = fileIds.filter((id) => id.startsWith('cloud://'));
  if (own.length > 0) await needs.files.remove([...new Set(own)]);
  const counts = [
    { key: work.id, bytes: work.imageBytes },
    { key: thumbnailKey(work.id), bytes: work.thumbnailBytes },
  ];
  for (const { key, bytes } of counts) {
    if (bytes > 0) await countRemoved(work.userId, key, bytes, needs);
  }
  await needs.works.markFilesRemoved(work.id, needs.clock.now());
}

/** Where the list picture lies whose maker died before the row spoke of it; empty where there can be none. */
function unnotedThumbnail(work: Work): string {
  const { imageUrl, thumbnailUrl } = work;
  const folder = imageUrl.slice(0, imageUrl.lastIndexOf('/') + 1);
  const path = thumbnailPath(work);
  const isOwn = folder.endsWith(path.slice(0, path.lastIndexOf('/') + 1));
  return thumbnailUrl === '' && isOwn ? `${folder}${path.slice(path.lastIndexOf('/') + 1)}` : '';
}

async function withPatience(
  { clock, log }: StorageCountNeeds,
  step: () => Promise<void>,
): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      await step();
      return;
    } catch (error) {
      log.warn('storage not counted', { attempt, cause: describeError(error) });
      if (attempt < attempts) await clock.sleep(200);
    }
  }
}
