import * as z from 'zod';
import { inviteRejections, inviteStatuses } from '../../domain/wallet/invite';
import type { Invite } from '../../domain/wallet/invite';
import { isMissing, parseRow } from '../core/rows';

export const InviteRow = z.object({
  _id: z.string(),
  inviterId: z.string(),
  code: z.string(),
  status: z.enum(inviteStatuses),
  reason: z.enum(inviteRejections).nullable().default(null),
  checkAt: z.date().nullable().default(null),
  createdAt: z.date(),
  endedAt: z.date().nullable().default(null),
});

export function parseInvite(row: unknown): Invite {
  const { _id: id, ...rest } = parseRow('invites', InviteRow, row);
  return { id, ...rest };
}

export function parseInviteOrNull(row: unknown): Invite | null {
  return isMissing(row) ? null : parseInvite(row);
}

export function toInviteRow({ id: _, ...rest }: Invite): object {
  return { ...rest };
}
