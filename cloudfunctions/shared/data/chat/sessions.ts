import { toPage } from '../../domain/cursor';
import type { Page, Position } from '../../domain/cursor';
import { previewOfAnswer } from '../../domain/chat/conversation';
import type { ChatMessage, ChatSession } from '../../domain/chat/conversation';
import { parseMessage, parseMessageOrNull, parseSession, parseSessionOrNull } from '../rows/chat';
import type { Database } from '../core/database';
import { requireDefined } from '../core/database';
import { findNewest } from '../core/newest';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';

export type ChatSessionRepository = ReturnType<typeof createChatSessionRepository>;

/** Conversations as their owner sees them. */
export function createChatSessionRepository(database: Database, onInvalidRow: OnInvalidRow) {
  const messageRows = createRowReader('chat_messages', parseMessage, onInvalidRow);
  const sessionRows = createRowReader('chat_sessions', parseSession, onInvalidRow);
  const sessions = () => database.collection('chat_sessions');

  async function change(sessionId: string, userId: string, data: object): Promise<boolean> {
    const condition = requireDefined({ _id: sessionId, userId, deletedAt: null });
    return (await sessions().where(condition).update({ data })).stats.updated > 0;
  }

  /** With the beginning of their latest answers, where there are some. */
  async function withPreviews(found: ChatSession[]): Promise<ChatSession[]> {
    const ids = found.map(({ lastAnswerId }) => lastAnswerId).filter((id) => id !== '');
    if (ids.length === 0) return found;
    const { data } = await database
      .collection('chat_messages')
      .where({ _id: database.command.in(ids) })
      .limit(ids.length)
      .get();
    const previews = new Map(
      messageRows.readAll(data).map((row) => [row.id, previewOfAnswer(row)]),
    );
    return found.map((session) => {
      const preview = previews.get(session.lastAnswerId) ?? '';
      return preview === '' ? session : { ...session, preview };
    });
  }

  return {
    /** Null also for somebody else's, and for one that was removed. */
    async find(sessionId: string, userId: string): Promise<ChatSession | null> {
      const session = parseSessionOrNull((await sessions().doc(sessionId).get()).data);
      return session?.userId === userId && session.deletedAt === null ? session : null;
    },

    /** The one that was used last comes first. */
    async list(userId: string, from: Position, size: number): Promise<Page<ChatSession>> {
      const condition = requireDefined({ userId, deletedAt: null });
      const rows = await findNewest(database, 'chat_sessions', condition, from, size + 1, {
        by: 'updatedAt',
      });
      const found = sessionRows
        .readAll(rows)
        .map((session) => ({ id: session.id, createdAt: session.updatedAt, session }));
      const { rows: page, nextCursor } = toPage(found, size);
      return { rows: await withPreviews(page.map(({ session }) => session)), nextCursor };
    },

    /** Newest first. */
    async listMessages(
      sessionId: string,
      userId: string,
      from: Position,
      size: number,
    ): Promise<Page<ChatMessage>> {
      const condition = requireDefined({ sessionId, userId });
      const rows = await findNewest(database, 'chat_messages', condition, from, size + 1);
      return toPage(messageRows.readAll(rows), size);
    },

    async findMessage(id: string): Promise<ChatMessage | null> {
      return parseMessageOrNull((await database.collection('chat_messages').doc(id).get()).data);
    },

    /** False when the user has no such session, or has removed it. */
    rename(sessionId: string, userId: string, title: string): Promise<boolean> {
      return change(sessionId, userId, { title });
    },
    /** Hides it with all its messages. */
    remove(sessionId: string, userId: string, now: Date): Promise<boolean> {
      return change(sessionId, userId, { deletedAt: now });
    },
  };
}
