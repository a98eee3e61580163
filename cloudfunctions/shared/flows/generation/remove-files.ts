import type { Files } from '../../data/core/files';
import type { WorksArea } from '../../data/works/area';
import { pictureExtensions, picturePath, thumbnailPath } from '../../domain/work/paths';
import { mayLeavePicture } from '../../domain/work/failure';
import { isRunning } from '../../domain/work/work';
import type { Work } from '../../domain/work/work';
import { removeShare } from '../sharing/end';
import { countRemoved, thumbnailKey } from '../storage-count';
import type { StorageCountNeeds } from '../storage-count';

export type RemoveFilesNeeds = StorageCountNeeds & {
  files: Pick<Files, 'find' | 'remove'>;
  works: Pick<WorksArea, 'maintenance' | 'shares'>;
};

/**
 * Removes the files that a deleted or failed work no longer needs and no other work shows, subtracts them from its owner's
 * storage, and ends its public view. Idempotent. A running work keeps its mark, and the sweep returns once it has ended. `work`
 * must have been read after it was deleted or failed: from then on nothing is added to it.
 */
export async function removeFiles(work: Work, needs: RemoveFilesNeeds): Promise<void> {
  if (isRunning(work)) return;
  const { clock, files, works } = needs;
  await removeShare(work.id, needs);
  const shown = [
    ...[work.imageUrl, ...work.images, work.thumbnailUrl, unrecordedThumbnail(work)],
    ...(mayLeavePicture(work.errorCode) ? await findPictures(work, files) : []),
  ];
  const fileIds = [...new Set(shown.filter((id) => id.startsWith('cloud://')))];
  if (fileIds.length > 0) {
    const used = await works.maintenance.findUsedFiles(fileIds);
    const unused = fileIds.filter((id) => !used.has(id));
    if (unused.length > 0) await files.remove(unused);
  }
  const counts = [
    { key: work.id, bytes: work.imageBytes },
    { key: thumbnailKey(work.id), bytes: work.thumbnailBytes },
  ];
  for (const { key, bytes } of counts) {
    if (bytes > 0) await countRemoved(work.userId, key, bytes, needs);
  }
  await works.maintenance.markFilesRemoved(work.id, clock.now());
}

/** Every file at a picture path of the work. */
async function findPictures(work: Work, files: Pick<Files, 'find'>): Promise<string[]> {
  const found = await Promise.all(
    pictureExtensions.map((extension) => files.find(picturePath(work, extension))),
  );
  return found.filter((fileId) => fileId !== null);
}

/** The file id of a thumbnail whose maker died before the row named it; empty if there can be none. */
function unrecordedThumbnail(work: Work): string {
  if (work.thumbnailUrl !== '') return '';
  const path = pictureExtensions
    .map((extension) => picturePath(work, extension))
    .find((candidate) => work.imageUrl.endsWith(`/${candidate}`));
  return path === undefined ? '' : work.imageUrl.slice(0, -path.length) + thumbnailPath(work);
}
