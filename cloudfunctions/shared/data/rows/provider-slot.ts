import * as z from 'zod';
import type { Slot } from '../../domain/tasks/slots';
import { parseRow } from '../core/rows';

export const ProviderSlotRow = z.object({
  _id: z.string(),
  configId: z.string(),
  kind: z.enum(['concurrent', 'minute']),
  minute: z.number().int().min(0),
  n: z.number().int().min(1),
  holder: z.string(),
  until: z.date(),
});

export function parseSlot(row: unknown): Slot {
  const { _id: id, ...slot } = parseRow('provider_slots', ProviderSlotRow, row);
  return { id, ...slot };
}
