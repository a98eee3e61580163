import type { Files } from '../../data/core/files';
import { pictureExtensions, picturePath } from '../../domain/work/paths';
import type { Work } from '../../domain/work/work';
import { readLabel } from '../../pictures/label';
import { checkPicture } from '../../pictures/decode';
import type { StoredPicture } from './store';

/** The picture that an interrupted generation stored for the work; null if there is none or the file is not ours. */
export async function findPicture(
  work: Work,
  files: Pick<Files, 'find' | 'download'>,
): Promise<StoredPicture | null> {
  for (const extension of pictureExtensions) {
    const fileId = await files.find(picturePath(work, extension));
    if (fileId === null) continue;
    const bytes = await files.download(fileId);
    if (isPictureOf(work, bytes)) return { imageUrl: fileId, imageBytes: bytes.length };
  }
  return null;
}

/**
 * A file at the path is not trusted: it must have pixels (an upload may have been cut off) and carry the label that every picture
 * of ours gets before it is stored.
 */
function isPictureOf(work: Work, bytes: Buffer): boolean {
  return !('problem' in checkPicture(bytes)) && readLabel(bytes)?.ProduceID === work.id;
}
