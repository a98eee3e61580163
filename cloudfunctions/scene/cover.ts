import { createHash } from 'node:crypto';
import type { Context } from '../shared/context';
import { retry } from '../shared/data/core/retry';
import { requireOwnPhoto, unfitPhoto } from '../shared/domain/assets/asset';
import { storagePath } from '../shared/domain/assets/avatar';
import { fetchUpload, pictureSentences, storageWaits } from '../shared/flows/fetch-upload';
import { PictureError } from '../shared/pictures/picture-error';
import { uprightJpeg } from '../shared/pictures/upright';

const maxBytes = 4 * 1024 * 1024;
/** Covers are shown in rows of two or three. */
const maxSide = 720;

type Needs = Pick<Context, 'caller' | 'clock' | 'files'>;

/**
 * Stores our own copy of an admin's upload, without its metadata, where everybody may read it. The same picture is the same file,
 * so the call is idempotent; the upload itself is removed like unregistered uploads. Throws PHOTO_UNFIT if it is not the caller's
 * upload, or no picture.
 */
export async function storeCover(fileId: string, { caller, clock, files }: Needs): Promise<string> {
  requireOwnPhoto(storagePath(fileId), caller.userId);
  const upload = await fetchUpload(fileId, maxBytes, { clock, files });
  if (upload === 'missing') throw unfitPhoto('图片没有收到，请重新选择');
  if (upload === 'tooLarge') throw unfitPhoto('图片不能超过 4 MB');
  const jpeg = toCover(upload);
  const name = createHash('sha256').update(jpeg).digest('hex').slice(0, 32);
  return retry(clock, storageWaits, () => files.upload(`seed/covers/${name}.jpg`, jpeg));
}

function toCover(upload: Buffer): Buffer {
  try {
    return uprightJpeg(upload, maxSide).jpeg;
  } catch (error) {
    if (error instanceof PictureError) throw unfitPhoto(pictureSentences[error.problem], error);
    throw error;
  }
}
