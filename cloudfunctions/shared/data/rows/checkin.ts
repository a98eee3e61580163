import * as z from 'zod';
import type { Checkin } from '../../domain/wallet/checkin';
import { parseRow } from '../core/rows';

export const CheckinRow = z.object({
  _id: z.string(),
  userId: z.string(),
  day: z.string().regex(/^\d{8}$/),
  streak: z.number().int().min(1),
  credits: z.number().int().min(0),
  createdAt: z.date(),
});

export function parseCheckin(row: unknown): Checkin {
  const { _id: id, ...rest } = parseRow('checkins', CheckinRow, row);
  return { id, ...rest };
}
