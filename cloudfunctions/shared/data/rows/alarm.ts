import * as z from 'zod';
import { alarmKinds } from '../../domain/alarms/alarm';
import type { Alarm } from '../../domain/alarms/alarm';
import { parseRow } from '../core/rows';

const moment = z.date().nullable().default(null);

export const AlarmRow = z.object({
  _id: z.enum(alarmKinds),
  isOpen: z.boolean(),
  value: z.number(),
  text: z.string(),
  since: z.date(),
  endedAt: moment,
  toldAt: moment,
  messagedAt: moment,
});

/** Throws InvalidRowError. */
export function parseAlarm(row: unknown): Alarm {
  const { _id: kind, ...alarm } = parseRow('alarms', AlarmRow, row);
  return { kind, ...alarm };
}
