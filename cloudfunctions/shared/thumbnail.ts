import type { Cloud } from './context';
import { thumbnailPath } from './domain/work';
import type { Work } from './domain/work';
import { PictureError } from './pictures/picture-error';
import { makeThumbnail } from './pictures/thumbnail';

const limits = { maxWidth: 360, maxBytes: 40_000 };

/** Makes the list picture of a completed work unless it has one, and answers its file id. Twice is once. */
export async function keepThumbnail(
  work: Work,
  { files, works }: Pick<Cloud, 'files' | 'works'>,
): Promise<string> {
  if (work.thumbnailUrl !== '') return work.thumbnailUrl;
  const thumbnailUrl = await draw(work, files);
  await works.setThumbnail(work.id, work.userId, thumbnailUrl);
  return thumbnailUrl;
}

/** A picture of a kind that cannot be shrunk here stands for itself: large, but shown, and not tried for ever. */
async function draw(work: Work, files: Cloud['files']): Promise<string> {
  const bytes = await files.download(work.imageUrl);
  try {
    return await files.upload(thumbnailPath(work), makeThumbnail(bytes, limits));
  } catch (error) {
    if (error instanceof PictureError) return work.imageUrl;
    throw error;
  }
}
