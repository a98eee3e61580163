import { createHash } from 'node:crypto';
import type { Work } from './work';

export type PictureExtension = 'png' | 'jpg' | 'webp';
export const pictureExtensions = ['png', 'jpg', 'webp'] as const satisfies PictureExtension[];

type Owner = Pick<Work, 'id' | 'userId' | 'pathToken' | 'type'>;

/**
 * Fixed at admission, so that the picture of an interrupted work can be found again; unguessable, so that nobody else can put a
 * file there, or read it without knowing its path.
 */
export function picturePath(work: Owner, extension: PictureExtension): string {
  const { id, userId, pathToken } = work;
  return `${folderOf(work, 'works')}/${userId}/${id}${pathToken === '' ? '' : `-${pathToken}`}.${extension}`;
}

/** Does not reveal the path of the picture itself. */
export function thumbnailPath(work: Owner): string {
  const { id, userId, pathToken } = work;
  if (pathToken === '') return `works/${userId}/${id}.thumb.jpg`;
  const token = createHash('sha256').update(`thumbnail\n${pathToken}`).digest('hex').slice(0, 32);
  return `${folderOf(work, 'thumbnails')}/${userId}/${id}-${token}.jpg`;
}

/** A picture that shows a person is readable only through a URL from a function. */
function folderOf({ type }: Owner, folder: string): string {
  return type === 'fitting' ? `private/${folder}` : folder;
}

export function isPrivateFile(fileId: string): boolean {
  return /^cloud:\/\/[^/]+\/private\//.test(fileId);
}
