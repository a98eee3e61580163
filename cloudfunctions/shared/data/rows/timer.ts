import * as z from 'zod';
import type { NextLook } from '../../domain/time/due';
import { parseRow } from '../core/rows';

export const TimerRow = z.object({
  _id: z.string(),
  dueAt: z.date(),
  lookAt: z.date(),
  beatAt: z.date(),
  failures: z.number().int(),
  watchedAt: z.date().optional(),
});

/** Throws InvalidRowError. */
export function parseNextLook(row: unknown): NextLook {
  const { _id: _, ...next } = parseRow('timers', TimerRow, row);
  return next;
}
