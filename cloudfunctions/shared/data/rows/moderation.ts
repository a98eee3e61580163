import * as z from 'zod';
import { moderationStates, subjectKey, subjectKinds } from '../../domain/moderation/media-check';
import type { Moderation } from '../../domain/moderation/media-check';
import { parseRow } from '../core/rows';

export const ModerationRow = z.object({
  _id: z.string(),
  kind: z.enum(subjectKinds),
  subjectId: z.string(),
  fileId: z.string(),
  openid: z.string(),
  trace: z.string().default(''),
  state: z.enum(moderationStates),
  isApplied: z.boolean(),
  tries: z.number().int().min(0),
  traceId: z.string(),
  begunAt: z.date(),
  dueAt: z.date().nullable().default(null),
  version: z.number().int(),
  createdAt: z.date(),
});

export function parseModeration(row: unknown): Moderation {
  const {
    _id: _,
    kind,
    subjectId: id,
    createdAt: __,
    ...moderation
  } = parseRow('moderations', ModerationRow, row);
  return { subject: { kind, id }, ...moderation };
}

export function toModerationRow(
  { subject, ...moderation }: Moderation,
  createdAt: Date,
): z.input<typeof ModerationRow> {
  const { kind, id: subjectId } = subject;
  return { _id: subjectKey(subject), kind, subjectId, ...moderation, createdAt };
}
