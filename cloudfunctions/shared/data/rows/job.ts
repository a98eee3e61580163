import * as z from 'zod';
import { fidelityResults } from '../../domain/gates/fidelity';
import { mediaOutcomes } from '../../domain/moderation/media-check';
import { garmentParts, modelChoices } from '../../domain/studio/prompt';
import { jobStates } from '../../domain/tasks/job';
import type { Job } from '../../domain/tasks/job';
import { taskTypes } from '../../domain/tasks/task-type';
import { omitUndefined } from '../core/database';
import { isMissing, parseRow } from '../core/rows';

const count = z.number().int().min(0);
const moment = z.date().nullable().default(null);

const Inputs = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('photography'),
    garmentAssetId: z.string(),
    sceneId: z.string(),
    model: z.enum(modelChoices),
    size: z.string(),
    note: z.string().default(''),
    prompt: z.string(),
    templateId: z.string().default(''),
    templateVersion: count.default(0),
  }),
  z.object({
    type: z.literal('fitting'),
    personAssetId: z.string(),
    garments: z.array(z.object({ assetId: z.string(), part: z.enum(garmentParts) })).min(1),
  }),
]);

const Attempt = z.object({
  n: z.number().int().min(1),
  configId: z.string(),
  provider: z.string(),
  startedAt: z.date(),
  deadline: z.date(),
  providerTaskId: z.string().optional(),
  resultUrl: z.string().optional(),
  polls: count.default(0),
});

const Picture = z.object({ fileId: z.string(), bytes: count }).nullable().default(null);

export const JobRow = z.object({
  _id: z.string(),
  taskId: z.string(),
  userId: z.string(),
  openid: z.string(),
  type: z.enum(taskTypes),
  inputs: Inputs,
  state: z.enum(jobStates),
  dueAt: moment,
  turn: z.date(),
  shard: count.default(0),
  leaseToken: count,
  leaseUntil: moment,
  leaseHolder: z.string().default(''),
  attempts: count,
  lostLeases: count,
  candidates: z.array(z.string()).default([]),
  attempt: Attempt.nullable().default(null),
  picture: Picture,
  firstPicture: Picture,
  verdict: z.enum(mediaOutcomes).nullable().default(null),
  hasRerolled: z.boolean().default(false),
  hasDoubt: z.boolean().default(false),
  fidelity: z.enum(fidelityResults).nullable().default(null),
  cancelRequestedAt: moment,
  isCancelAsked: z.boolean().default(false),
  orphanUntil: moment,
  errorCode: z.string().default(''),
  lastError: z.string().default(''),
  trace: z.string().optional(),
  replayOf: z.string().optional(),
  discardedAt: z.date().optional(),
  createdAt: z.date(),
  updatedAt: z.date(),
  startedAt: z.date().optional(),
  endedAt: z.date().optional(),
});

export function parseJob(row: unknown): Job {
  const { _id: id, ...job } = parseRow('task_jobs', JobRow, row);
  return { id, ...job };
}

export function parseJobOrNull(row: unknown): Job | null {
  return isMissing(row) ? null : parseJob(row);
}

/** The whole row. */
export function toJobRow({ id, ...job }: Job): Record<string, unknown> & { _id: string } {
  return { _id: id, ...omitUndefined(job) };
}
