import * as z from 'zod';
import type { ApAccount } from '../../domain/chat/ap';
import { apLimitOf } from '../../domain/chat/ap-quota';
import { chatRoles, chatStatuses } from '../../domain/chat/conversation';
import type { ChatMessage, ChatSession } from '../../domain/chat/conversation';
import type { Entitlement } from '../../domain/quota/quota';
import { omitUndefined } from '../core/database';
import { isMissing, parseRow } from '../core/rows';
import { membershipLevelOf } from '../../domain/quota/quota';

const Count = z.number().int().min(0);
const Hold = z.object({
  messageId: z.string(),
  ap: Count,
  expiresAt: z.date(),
  token: z.string().default(''),
});
export const AccountRow = z.object({
  _id: z.string(),
  monthlyUsed: Count,
  holds: z.array(Hold).default([]),
  quotaResetAt: z.date(),
  totalUsed: Count,
  todayUsed: Count.default(0),
  todayDay: z.string().default(''),
});

const Proposal = z.object({
  prompt: z.string(),
  style: z.string().default(''),
  styleName: z.string().default(''),
  size: z.string().default(''),
  ratio: z.string().default(''),
});
export const MessageRow = z.object({
  _id: z.string(),
  _openid: z.string(),
  userId: z.string(),
  sessionId: z.string(),
  messageId: z.string(),
  role: z.enum(chatRoles),
  text: z.string(),
  status: z.enum(chatStatuses),
  proposal: Proposal.optional(),
  apUsed: z.number().int().default(0),
  errorCode: z.string().optional(),
  errorMessage: z.string().optional(),
  attempt: Count.default(0),
  stopRequestedAt: z.date().optional(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export const SessionRow = z.object({
  _id: z.string(),
  _openid: z.string(),
  userId: z.string(),
  title: z.string(),
  preview: z.string().default(''),
  messageCount: z.number().int().default(0),
  lastAnswerId: z.string().default(''),
  createdAt: z.date(),
  updatedAt: z.date(),
  deletedAt: z.date().optional(),
});

export function parseAccount(row: unknown): ApAccount {
  const { _id: _, ...account } = parseRow('chat_quotas', AccountRow, row);
  return account;
}

/** Null: nothing was used yet; the row is created with the first question. */
export function parseAccountOrNull(row: unknown): ApAccount | null {
  return isMissing(row) ? null : parseAccount(row);
}

/** The whole row except its `_id`. Level and limit are copies for lists; nothing is decided by them. */
export function toAccountRow(
  userId: string,
  account: ApAccount,
  entitlement: Entitlement,
  { createdAt, now }: { createdAt: Date; now: Date },
): object {
  return {
    userId,
    membershipLevel: membershipLevelOf(entitlement, now),
    monthlyQuota: apLimitOf(entitlement, now),
    ...account,
    createdAt,
    updatedAt: now,
  };
}

export function parseMessage(row: unknown): ChatMessage {
  const {
    _id: id,
    _openid: openid,
    stopRequestedAt,
    ...rest
  } = parseRow('chat_messages', MessageRow, row);
  return { id, openid, stopRequestedAt: stopRequestedAt ?? null, ...rest };
}

export function parseMessageOrNull(row: unknown): ChatMessage | null {
  return isMissing(row) ? null : parseMessage(row);
}

/** The row without its `_id`, which the write addresses. */
export function toMessageRow({ id: _, openid, ...rest }: ChatMessage): object {
  return omitUndefined({ _openid: openid, ...rest });
}

export function parseSession(row: unknown): ChatSession {
  const {
    _id: id,
    _openid: openid,
    deletedAt,
    ...rest
  } = parseRow('chat_sessions', SessionRow, row);
  return { id, openid, deletedAt: deletedAt ?? null, ...rest };
}

export function parseSessionOrNull(row: unknown): ChatSession | null {
  return isMissing(row) ? null : parseSession(row);
}

export function toSessionRow({ id: _, openid, ...rest }: ChatSession): object {
  return { _openid: openid, ...rest };
}
