import * as z from 'zod';
import { parseRow } from '../core/rows';

/** `leaving`: the account is deleted, and what it owned is being removed. */
export const formerUserStates = ['leaving', 'left'] as const;
/** The person asked for it, or WeChat reported that they have left WeChat. */
export const leaveReasons = ['request', 'cancellation'] as const;

export const FormerUserRow = z.object({
  _id: z.string(),
  openid: z.string(),
  state: z.enum(formerUserStates),
  reason: z.enum(leaveReasons),
  requestId: z.string(),
  times: z.number().int().min(1),
  generateCount: z.number().int().catch(0),
  /** Files of the profile that are still to be removed. */
  files: z.array(z.string()).default([]),
  deletedAt: z.date(),
  leftAt: z.date().nullable().default(null),
});
export type FormerUser = Omit<z.output<typeof FormerUserRow>, '_id'> & { userId: string };

export function parseFormerUser(row: unknown): FormerUser {
  const { _id: userId, ...former } = parseRow('former_users', FormerUserRow, row);
  return { userId, ...former };
}
