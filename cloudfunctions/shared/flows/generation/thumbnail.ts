import type { Files } from '../../data/core/files';
import type { WorksArea } from '../../data/works/area';
import { thumbnailPath } from '../../domain/work/paths';
import type { Work } from '../../domain/work/work';
import { labelPicture } from '../../pictures/label';
import { pictureSize } from '../../pictures/picture';
import { PictureError } from '../../pictures/picture-error';
import { countRemoved, countStored, thumbnailKey } from '../storage-count';
import type { StorageCountNeeds } from '../storage-count';
import { makeThumbnail } from '../../pictures/thumbnail';

/** Including its label, a thumbnail stays below 40 KB. */
const limits = { maxWidth: 360, maxBytes: 39_000 };

type Thumbnail = Pick<Work, 'thumbnailUrl' | 'thumbnailBytes'>;
export type ThumbnailNeeds = StorageCountNeeds & {
  files: Files;
  settings: { contentProducer: string };
  works: Pick<WorksArea, 'find' | 'setThumbnail'>;
};

/** Makes the thumbnail of a completed work unless it has one, and returns its file id. Idempotent. */
export async function prepareThumbnail(work: Work, needs: ThumbnailNeeds): Promise<string> {
  if (work.thumbnailUrl !== '') return work.thumbnailUrl;
  const thumbnail = await createThumbnail(work, needs);
  // Counted before the row names it: readers of the row may rely on the count, and the same file is counted only once.
  const isFile = thumbnail.thumbnailBytes > 0;
  if (isFile) {
    await countStored(work.userId, thumbnailKey(work.id), thumbnail.thumbnailBytes, needs);
  }
  if (!(await needs.works.setThumbnail(work.id, work.userId, thumbnail)) && isFile) {
    await removeIfDeleted(work, thumbnail, needs);
  }
  return thumbnail.thumbnailUrl;
}

/** The row was not changed: it already names this picture, or the work was deleted meanwhile. */
async function removeIfDeleted(
  work: Work,
  { thumbnailUrl, thumbnailBytes }: Thumbnail,
  needs: ThumbnailNeeds,
): Promise<void> {
  const standing = await needs.works.find(work.id);
  if (standing !== null && standing.deletedAt === null) return;
  await needs.files.remove([thumbnailUrl]);
  await countRemoved(work.userId, thumbnailKey(work.id), thumbnailBytes, needs);
}

/**
 * A small picture is its own thumbnail. So is one of a type that cannot be shrunk here: it is large, but shown, and not retried
 * for ever.
 */
async function createThumbnail(
  work: Work,
  { files, settings }: ThumbnailNeeds,
): Promise<Thumbnail> {
  const bytes = await files.download(work.imageUrl);
  const itself = { thumbnailUrl: work.imageUrl, thumbnailBytes: 0 };
  const size = pictureSize(bytes);
  if (size !== null && size.width <= limits.maxWidth && bytes.length <= limits.maxBytes) {
    return itself;
  }
  try {
    // It can be saved and shared by itself, so it carries the label, too.
    const source = { contentProducer: settings.contentProducer, produceId: work.id };
    const thumbnail = labelPicture(makeThumbnail(bytes, limits), source);
    const thumbnailUrl = await files.upload(thumbnailPath(work), thumbnail);
    return { thumbnailUrl, thumbnailBytes: thumbnail.length };
  } catch (error) {
    if (error instanceof PictureError) return itself;
    throw error;
  }
}
