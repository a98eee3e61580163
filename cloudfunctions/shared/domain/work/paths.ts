import { createHash } from 'node:crypto';
import type { Work } from './work';

export type PictureExtension = 'png' | 'jpg' | 'webp';
export const pictureExtensions = ['png', 'jpg', 'webp'] as const satisfies PictureExtension[];

type Owner = Pick<Work, 'id' | 'userId' | 'pathToken'>;

/**
 * Fixed at the admission, so that the picture of an interrupted work can be found again; unguessable, so that nobody else
 * can put a file there, or read it without having been given its path.
 */
export function picturePath(work: Owner, extension: PictureExtension): string {
  const { id, userId, pathToken } = work;
  return `works/${userId}/${id}${pathToken === '' ? '' : `-${pathToken}`}.${extension}`;
}

/** Does not reveal the path of the picture itself. */
export function thumbnailPath({ id, userId, pathToken }: Owner): string {
  if (pathToken === '') return `works/${userId}/${id}.thumb.jpg`;
  const token = createHash('sha256').update(`thumbnail\n${pathToken}`).digest('hex').slice(0, 32);
  return `thumbnails/${userId}/${id}-${token}.jpg`;
}
