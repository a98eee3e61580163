import * as z from 'zod';
import type { Work } from '../../domain/work/work';
import { withoutHoles } from '../core/database';

/** Fields that rows of older shapes lack are filled in; what a rule depends on must be there. */
const WorkRow = z.object({
  _id: z.string(),
  openid: z.string().default(''),
  userId: z.string(),
  requestId: z.string().default(''),
  requestHash: z.string().default(''),
  admissionToken: z.string().default(''),
  groupId: z.string().optional(),
  type: z.enum(['text2img', 'photography', 'fitting']).catch('text2img'),
  mode: z.enum(['single', 'double']).catch('single'),
  title: z.string().default(''),
  originalPrompt: z.string().default(''),
  prompt: z.string().default(''),
  enhancedPrompt: z.string().default(''),
  character: z.string().default(''),
  style: z.string().default(''),
  emotion: z.string().default(''),
  size: z.string().default(''),
  quality: z.enum(['standard', 'hd']).catch('standard'),
  provider: z.string().default(''),
  providerTaskId: z.string().optional(),
  imageUrl: z.string().default(''),
  images: z.array(z.string()).default([]),
  thumbnailUrl: z.string().default(''),
  imageBytes: z.number().int().min(0).default(0),
  thumbnailBytes: z.number().int().min(0).default(0),
  isFavorite: z.boolean().default(false),
  status: z.enum(['pending', 'processing', 'completed', 'failed', 'cancelled']),
  errorCode: z.string().optional(),
  errorMessage: z.string().optional(),
  seat: z.string().default(''),
  day: z.string().default(''),
  cost: z.number().int().min(0).default(0),
  refundedCredits: z.number().int().min(0).default(0),
  createdAt: z.date(),
  updatedAt: z.date().optional(),
  startedAt: z.date().optional(),
  completedAt: z.date().optional(),
  deletedAt: z.date().nullable().default(null),
  filesRemovedAt: z.date().optional(),
  recoveredAt: z.date().optional(),
  isRecovered: z.boolean().optional(),
  doubtedAt: z.date().optional(),
});

export function parseWork(row: unknown): Work {
  const { _id: id, updatedAt, ...work } = WorkRow.parse(row);
  return { id, ...work, updatedAt: updatedAt ?? work.createdAt };
}

export function parseWorkOrNull(row: unknown): Work | null {
  return row === null || row === undefined ? null : parseWork(row);
}

/** The whole row; `id` and `_openid` stand beside `_id` and `openid` for readers of other shapes. */
export function toWorkRow(work: Work): Record<string, unknown> & { _id: string } {
  return { _id: work.id, _openid: work.openid, ...withoutHoles(work) };
}
