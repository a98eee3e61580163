import * as z from 'zod';
import { consentResults } from '../../domain/notify/consent';
import type { Consent } from '../../domain/notify/consent';
import { parseRow } from '../core/rows';

export const ConsentRow = z.object({
  _id: z.string(),
  userId: z.string(),
  templateId: z.string(),
  balance: z.number().int().min(0),
  accepts: z.number().int().min(0),
  sends: z.number().int().min(0),
  lost: z.number().int().min(0).default(0),
  requests: z
    .array(z.object({ requestId: z.string(), result: z.enum(consentResults) }))
    .default([]),
});

export function parseConsent(row: unknown): Consent {
  const { _id: id, ...consent } = parseRow('subscribe_consents', ConsentRow, row);
  return { id, ...consent };
}
