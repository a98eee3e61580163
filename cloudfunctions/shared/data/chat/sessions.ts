import { toPage } from '../../domain/cursor';
import type { Page, Position } from '../../domain/cursor';
import type { ChatMessage, ChatSession } from '../../domain/chat/conversation';
import { parseMessage, parseMessageOrNull, parseSession, parseSessionOrNull } from '../rows/chat';
import type { Database } from '../core/database';
import { exactly } from '../core/database';
import { findNewest } from '../core/newest';

export type ChatSessionRepository = ReturnType<typeof createChatSessionRepository>;

/** Conversations as their owner sees them. */
export function createChatSessionRepository(database: Database) {
  const sessions = () => database.collection('chat_sessions');

  async function change(sessionId: string, userId: string, data: object): Promise<boolean> {
    const condition = exactly({ _id: sessionId, userId, deletedAt: null });
    return (await sessions().where(condition).update({ data })).stats.updated > 0;
  }

  return {
    /** Null also for somebody else's, and for one that was removed. */
    async find(sessionId: string, userId: string): Promise<ChatSession | null> {
      const session = parseSessionOrNull((await sessions().doc(sessionId).get()).data);
      return session?.userId === userId && session.deletedAt === null ? session : null;
    },

    /** The one that was used last comes first. */
    async list(userId: string, from: Position, size: number): Promise<Page<ChatSession>> {
      const condition = exactly({ userId, deletedAt: null });
      const rows = await findNewest(database, 'chat_sessions', condition, from, size + 1, {
        by: 'updatedAt',
      });
      const found = rows.map((row) => {
        const session = parseSession(row);
        return { id: session.id, createdAt: session.updatedAt, session };
      });
      const { rows: page, nextCursor } = toPage(found, size);
      return { rows: page.map(({ session }) => session), nextCursor };
    },

    /** Newest first. */
    async listMessages(
      sessionId: string,
      userId: string,
      from: Position,
      size: number,
    ): Promise<Page<ChatMessage>> {
      const condition = exactly({ sessionId, userId });
      const rows = await findNewest(database, 'chat_messages', condition, from, size + 1);
      return toPage(rows.map(parseMessage), size);
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
    async setPreview(sessionId: string, userId: string, preview: string): Promise<void> {
      await change(sessionId, userId, { preview });
    },
  };
}
