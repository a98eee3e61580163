import type { Page, Position } from '../../domain/cursor';
import { previewOfAnswer } from '../../domain/chat/conversation';
import type { ChatMessage, ChatSession } from '../../domain/chat/conversation';
import { AppError } from '../../error';
import { parseMessage, parseSession } from '../rows/chat';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import type { Database } from '../core/database';
import { requireDefined } from '../core/database';
import { findNewest } from '../core/newest';

export type ChatSessionRepository = ReturnType<typeof createChatSessionRepository>;

/** Conversations as their owner sees them. */
export function createChatSessionRepository(database: Database, onInvalidRow: OnInvalidRow) {
  const sessionReader = createRowReader(parseSession, onInvalidRow);
  const messageReader = createRowReader(parseMessage, onInvalidRow);
  const sessions = () => database.collection('chat_sessions');

  async function change(sessionId: string, userId: string, data: object): Promise<boolean> {
    const condition = requireDefined({ _id: sessionId, userId, deletedAt: null });
    return (await sessions().where(condition).update({ data })).stats.updated > 0;
  }

  /** Adds the beginning of their latest answers, if there are any. */
  async function withPreviews(found: ChatSession[]): Promise<ChatSession[]> {
    const ids = found.map(({ lastAnswerId }) => lastAnswerId).filter((id) => id !== '');
    if (ids.length === 0) return found;
    const { data } = await database
      .collection('chat_messages')
      .where({ _id: database.command.in(ids) })
      .limit(ids.length)
      .get();
    const previews = new Map(
      messageReader.readAll(data).map((row) => [row.id, previewOfAnswer(row)]),
    );
    return found.map((session) => {
      const preview = previews.get(session.lastAnswerId) ?? '';
      return preview === '' ? session : { ...session, preview };
    });
  }

  return {
    /** Also null for a removed or malformed session, and for one of another user. */
    async find(sessionId: string, userId: string): Promise<ChatSession | null> {
      const session = sessionReader.readOptional((await sessions().doc(sessionId).get()).data);
      return session?.userId === userId && session.deletedAt === null ? session : null;
    },

    /** The most recently used session comes first. */
    async list(userId: string, from: Position, size: number): Promise<Page<ChatSession>> {
      const condition = requireDefined({ userId, deletedAt: null });
      const rows = await findNewest(database, 'chat_sessions', condition, from, size + 1, {
        by: 'updatedAt',
      });
      const page = sessionReader.readPage(rows, size, 'updatedAt');
      return { ...page, rows: await withPreviews(page.rows) };
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
      return messageReader.readPage(rows, size);
    },

    /** Throws INTERNAL for a malformed row: it does not tell whether it was charged. */
    async findMessage(id: string): Promise<ChatMessage | null> {
      const { data } = await database.collection('chat_messages').doc(id).get();
      return messageReader.find(data, (cause) => new AppError('INTERNAL', { cause }));
    },

    /** False if the user has no such session, or has removed it. */
    rename(sessionId: string, userId: string, title: string): Promise<boolean> {
      return change(sessionId, userId, { title });
    },
    /** Hides it with all its messages. */
    remove(sessionId: string, userId: string, now: Date): Promise<boolean> {
      return change(sessionId, userId, { deletedAt: now });
    },
  };
}
