import * as z from 'zod';
import { legacyLeaseMs } from '../../domain/work/lease';
import { pictureQualities, workModes, workStatuses } from '../../domain/work/work';
import type { Work } from '../../domain/work/work';
import { omitUndefined } from '../core/database';
import { parseRow } from '../core/rows';

/** Fields missing in older rows get defaults; fields that rules depend on are required. */
const common = {
  _id: z.string(),
  openid: z.string().default(''),
  userId: z.string(),
  requestId: z.string().default(''),
  requestHash: z.string().default(''),
  admissionToken: z.string().default(''),
  groupId: z.string().optional(),
  title: z.string().default(''),
  prompt: z.string().default(''),
  size: z.string().default(''),
  provider: z.string().default(''),
  providerTaskId: z.string().optional(),
  pathToken: z.string().default(''),
  imageUrl: z.string().default(''),
  images: z.array(z.string()).default([]),
  thumbnailUrl: z.string().default(''),
  imageBytes: z.number().int().min(0).default(0),
  thumbnailBytes: z.number().int().min(0).default(0),
  isFavorite: z.boolean().default(false),
  status: z.enum(workStatuses),
  errorCode: z.string().optional(),
  errorMessage: z.string().optional(),
  seat: z.string().default(''),
  day: z.string().default(''),
  cost: z.number().int().min(0).default(0),
  refundedCredits: z.number().int().min(0).default(0),
  leaseToken: z.number().int().min(0).default(0),
  leaseUntil: z.date().optional(),
  createdAt: z.date(),
  updatedAt: z.date().optional(),
  startedAt: z.date().optional(),
  completedAt: z.date().optional(),
  deletedAt: z.date().nullable().default(null),
  filesRemovedAt: z.date().optional(),
  recoveredAt: z.date().optional(),
  isRecovered: z.boolean().optional(),
  fidelityRefunded: z.number().int().optional(),
  hasDoubt: z.boolean().optional(),
  replayOf: z.string().optional(),
};
const TextToImageRow = z.object({
  ...common,
  type: z.literal('text2img').default('text2img'),
  mode: z.enum(workModes).catch('single'),
  originalPrompt: z.string().default(''),
  enhancedPrompt: z.string().default(''),
  character: z.string().default(''),
  style: z.string().default(''),
  emotion: z.string().default(''),
  quality: z.enum(pictureQualities).catch('standard'),
});
const taskId = z.string().default('');
const parameters = z.record(z.string(), z.unknown()).default({});
const PhotographyRow = z.object({
  ...common,
  type: z.literal('photography'),
  taskId,
  sceneId: z.string().default(''),
  parameters,
});
const FittingRow = z.object({ ...common, type: z.literal('fitting'), taskId, parameters });
export const WorkRow = z.discriminatedUnion('type', [TextToImageRow, PhotographyRow, FittingRow]);

export function parseWork(row: unknown): Work {
  return toWork(parseRow('works', WorkRow, row));
}

export function toWork({
  _id: id,
  updatedAt,
  leaseUntil,
  ...work
}: z.output<typeof WorkRow>): Work {
  return {
    id,
    ...work,
    leaseUntil: leaseUntil ?? new Date(work.createdAt.getTime() + legacyLeaseMs),
    updatedAt: updatedAt ?? work.createdAt,
  };
}

export function parseWorkOrNull(row: unknown): Work | null {
  return row === null || row === undefined ? null : parseWork(row);
}

/** The whole row; `id` and `_openid` repeat `_id` and `openid` for readers that use the other name. */
export function toWorkRow(work: Work): Record<string, unknown> & { _id: string } {
  return { _id: work.id, _openid: work.openid, ...omitUndefined(work) };
}
