import * as z from 'zod';
import { messageKinds, messageStates } from '../../domain/notify/message';
import type { Message } from '../../domain/notify/message';
import { parseRow } from '../core/rows';

export const MessageRow = z.object({
  _id: z.string(),
  userId: z.string(),
  openid: z.string(),
  taskId: z.string().default(''),
  template: z.enum(messageKinds),
  words: z.object({ title: z.string(), result: z.string(), tip: z.string().default('') }),
  state: z.enum(messageStates),
  tries: z.number().int().min(0).default(0),
  outcome: z.string().default(''),
  messageId: z.string().default(''),
  dueAt: z.date().nullable().default(null),
  createdAt: z.date(),
  version: z.number().int().default(0),
});

export function parseOutboxMessage(row: unknown): Message {
  const { _id: id, ...message } = parseRow('message_outbox', MessageRow, row);
  return { id, ...message };
}
