import * as z from 'zod';
import { mediaVerdicts } from '../../domain/moderation/media-check';
import { parseRow } from '../core/rows';

/** One submission to WeChat. A verdict that arrives before its submission is recorded has no subject yet: it is parked. */
export const MediaCheckRow = z.object({
  _id: z.string(),
  subjectKey: z.string().nullable().default(null),
  /** The number of the submission for its subject, from 1; 0 while parked. */
  tries: z.number().int().min(0),
  verdict: z.enum(mediaVerdicts).nullable().default(null),
  label: z.string().default(''),
  submittedAt: z.date().nullable().default(null),
  verdictAt: z.date().nullable().default(null),
});
export type MediaCheckRecord = Omit<z.output<typeof MediaCheckRow>, '_id'> & { traceId: string };

export function parseMediaCheck(row: unknown): MediaCheckRecord {
  const { _id: traceId, ...check } = parseRow('media_checks', MediaCheckRow, row);
  return { traceId, ...check };
}
