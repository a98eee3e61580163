import type { Files } from '../../data/core/files';
import type { WorksArea } from '../../data/works/area';
import { thumbnailPath } from '../../domain/work/work';
import type { Work } from '../../domain/work/work';
import { labelPicture } from '../../pictures/label';
import { pictureSize } from '../../pictures/picture';
import { PictureError } from '../../pictures/picture-error';
import { countRemoved, countStored, thumbnailKey } from '../storage-count';
import type { StorageCountNeeds } from '../storage-count';
import { makeThumbnail } from '../../pictures/thumbnail';

/** With its label a list picture stays below 40 KB. */
const limits = { maxWidth: 360, maxBytes: 39_000 };

type Drawn = Pick<Work, 'thumbnailUrl' | 'thumbnailBytes'>;
export type ThumbnailNeeds = StorageCountNeeds & {
  files: Files;
  settings: { contentProducer: string };
  works: Pick<WorksArea, 'find' | 'setThumbnail'>;
};

/** Makes the list picture of a completed work unless it has one, and answers its file id. Twice is once. */
export async function keepThumbnail(work: Work, needs: ThumbnailNeeds): Promise<string> {
  if (work.thumbnailUrl !== '') return work.thumbnailUrl;
  const drawn = await draw(work, needs);
  // Counted before the row speaks of it: whoever reads it there may rely on the count, and the same file counts once.
  const isFile = drawn.thumbnailBytes > 0;
  if (isFile) await countStored(work.userId, thumbnailKey(work.id), drawn.thumbnailBytes, needs);
  if (!(await needs.works.setThumbnail(work.id, work.userId, drawn)) && isFile) {
    await dropUnwanted(work, drawn, needs);
  }
  return drawn.thumbnailUrl;
}

/** The row took nothing: because it has this picture already, or because the work was deleted meanwhile. */
async function dropUnwanted(
  work: Work,
  { thumbnailUrl, thumbnailBytes }: Drawn,
  needs: ThumbnailNeeds,
): Promise<void> {
  const standing = await needs.works.find(work.id);
  if (standing !== null && standing.deletedAt === null) return;
  await needs.files.remove([thumbnailUrl]);
  await countRemoved(work.userId, thumbnailKey(work.id), thumbnailBytes, needs);
}

/**
 * A picture that is small already stands for itself, and so does one of a kind that cannot be shrunk here: large, but
 * shown, and not tried for ever.
 */
async function draw(work: Work, { files, settings }: ThumbnailNeeds): Promise<Drawn> {
  const bytes = await files.download(work.imageUrl);
  const itself = { thumbnailUrl: work.imageUrl, thumbnailBytes: 0 };
  const size = pictureSize(bytes);
  if (size !== null && size.width <= limits.maxWidth && bytes.length <= limits.maxBytes) {
    return itself;
  }
  try {
    // It can be saved and passed on by itself, so it says as well that it is generated.
    const source = { contentProducer: settings.contentProducer, produceId: work.id };
    const thumbnail = labelPicture(makeThumbnail(bytes, limits), source);
    const thumbnailUrl = await files.upload(thumbnailPath(work), thumbnail);
    return { thumbnailUrl, thumbnailBytes: thumbnail.length };
  } catch (error) {
    if (error instanceof PictureError) return itself;
    throw error;
  }
}
