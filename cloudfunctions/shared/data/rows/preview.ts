import * as z from 'zod';
import type { Preview } from '../../domain/studio/preview';
import { omitUndefined } from '../core/database';
import { isMissing, parseRow } from '../core/rows';

export const PreviewRow = z.object({
  _id: z.string(),
  requestId: z.string(),
  adminId: z.string(),
  configId: z.string(),
  model: z.string(),
  textHash: z.string(),
  state: z.enum(['running', 'worked', 'failed']),
  startedAt: z.date(),
  deadline: z.date(),
  endedAt: z.date().optional(),
  providerTaskId: z.string().optional(),
  costFen: z.number().nonnegative(),
  fileId: z.string(),
  problem: z.string(),
});

export function parsePreview(row: unknown): Preview {
  const { _id: target, ...preview } = parseRow('previews', PreviewRow, row);
  return { target, ...preview };
}

export function parsePreviewOrNull(row: unknown): Preview | null {
  return isMissing(row) ? null : parsePreview(row);
}

/** The row without its id. */
export function toPreviewData({ target: _, ...preview }: Preview): Record<string, unknown> {
  return omitUndefined(preview);
}
