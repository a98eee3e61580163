import * as z from 'zod';
import { parseRow } from '../core/rows';

/** A path that a phone was told to upload a photo to, until the photo is registered. */
export const UploadRow = z.object({
  _id: z.string(),
  userId: z.string(),
  path: z.string(),
  /** When a file left at the path is removed. */
  dueAt: z.date(),
});
export type Upload = Omit<z.output<typeof UploadRow>, '_id'> & { id: string };

export function parseUpload(row: unknown): Upload {
  const { _id: id, ...upload } = parseRow('asset_uploads', UploadRow, row);
  return { id, ...upload };
}
