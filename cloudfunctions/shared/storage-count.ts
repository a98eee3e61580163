import type { Cloud } from './context';
import { isRunning } from './domain/work';
import type { Work } from './domain/work';
import { describeError } from './log';

const attempts = 2;

type Needed = Pick<Cloud, 'clock' | 'log' | 'storageUsage'>;

/** Counts a file that has just been stored. Derived data: it never fails what it counts, and the check puts it right. */
export function countStored(
  userId: string,
  key: string,
  bytes: number,
  cloud: Needed,
): Promise<void> {
  return withPatience(cloud, () =>
    cloud.storageUsage.stored(userId, key, bytes, cloud.clock.now()),
  );
}

/** Takes a file off that has just been removed, in the same way. */
export function countRemoved(
  userId: string,
  key: string,
  bytes: number,
  cloud: Needed,
): Promise<void> {
  return withPatience(cloud, () =>
    cloud.storageUsage.removed(userId, key, bytes, cloud.clock.now()),
  );
}

/**
 * Removes the files of a deleted work and takes them off its owner's storage. Twice is once. A work still under way
 * keeps its mark, and the sweeper comes back when it has ended.
 */
export async function removeFiles(
  work: Work,
  cloud: Needed & Pick<Cloud, 'files' | 'works'>,
): Promise<void> {
  if (isRunning(work)) return;
  const files = [
    { key: work.id, fileId: work.imageUrl, bytes: work.imageBytes },
    { key: `${work.id}.thumb`, fileId: work.thumbnailUrl, bytes: work.thumbnailBytes },
  ];
  const fileIds = files.map(({ fileId }) => fileId).filter((id) => id.startsWith('cloud://'));
  if (fileIds.length > 0) await cloud.files.remove([...new Set(fileIds)]);
  for (const { key, bytes } of files) {
    if (bytes > 0) await countRemoved(work.userId, key, bytes, cloud);
  }
  await cloud.works.markFilesRemoved(work.id, cloud.clock.now());
}

async function withPatience({ clock, log }: Needed, step: () => Promise<void>): Promise<void> {
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
