import { createHash } from 'node:crypto';
import { assetThumbnail, photoLimits, unfitPhoto } from '../../domain/assets/asset';
import type { Asset } from '../../domain/assets/asset';
import { pictureSize } from '../../pictures/picture';
import { PictureError } from '../../pictures/picture-error';
import { makeThumbnail } from '../../pictures/thumbnail';
import { uprightJpeg } from '../../pictures/upright';
import { pictureSentences } from '../fetch-upload';

/** What is kept of an upload: only the upright picture, without metadata. */
export type PhotoCopy = {
  jpeg: Buffer;
  thumbnail: Buffer;
  facts: Pick<Asset, 'digest' | 'md5' | 'bytes' | 'width' | 'height' | 'thumbnailBytes'>;
};

/** Throws PHOTO_UNFIT if the upload is not the announced photo (wrong digest) or no task could use it. */
export function copyPhoto(upload: Buffer | 'tooLarge', digest: string): PhotoCopy {
  if (upload === 'tooLarge') throw unfitPhoto('照片不能超过 4 MB');
  const sha256 = hashOf('sha256', upload);
  const md5 = hashOf('md5', upload);
  if (digest !== sha256 && digest !== md5) throw unfitPhoto('照片没有完整收到，请重新选择');
  try {
    const size = pictureSize(upload);
    const { minSide, maxSide } = photoLimits;
    if (size !== null && Math.min(size.width, size.height) < minSide) {
      throw unfitPhoto(`照片太小，短边至少 ${minSide} 像素`);
    }
    const { jpeg, width, height } = uprightJpeg(upload, maxSide);
    const thumbnail = makeThumbnail(jpeg, assetThumbnail);
    const [bytes, thumbnailBytes] = [jpeg.length, thumbnail.length];
    return {
      jpeg,
      thumbnail,
      facts: { digest: sha256, md5, bytes, width, height, thumbnailBytes },
    };
  } catch (error) {
    if (error instanceof PictureError) throw unfitPhoto(pictureSentences[error.problem], error);
    throw error;
  }
}

function hashOf(algorithm: 'sha256' | 'md5', bytes: Buffer): string {
  return createHash(algorithm).update(bytes).digest('hex');
}
