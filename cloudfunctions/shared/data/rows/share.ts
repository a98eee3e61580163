import * as z from 'zod';
import { shareStates } from '../../domain/work/share';
import type { Share } from '../../domain/work/share';
import { isMissing, parseRow } from '../core/rows';

export const ShareRow = z.object({
  _id: z.string(),
  userId: z.string(),
  token: z.string(),
  withPrompt: z.boolean().default(false),
  state: z.enum(shareStates),
  path: z.string(),
  fileId: z.string().default(''),
  createdAt: z.date(),
  updatedAt: z.date(),
});

export function parseShare(row: unknown): Share {
  const { _id: workId, ...share } = parseRow('shares', ShareRow, row);
  return { workId, ...share };
}

export function parseShareOrNull(row: unknown): Share | null {
  return isMissing(row) ? null : parseShare(row);
}

export function toShareRow({ workId: _, ...share }: Share): Omit<z.input<typeof ShareRow>, '_id'> {
  return { ...share };
}
