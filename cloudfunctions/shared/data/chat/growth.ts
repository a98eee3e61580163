import { maxAheadMs } from '../../domain/chat/conversation';
import type { ChatMessage } from '../../domain/chat/conversation';
import type { PictureProposal } from '../../domain/chat/prompt';
import { parseMessage, parseMessageOrNull } from '../rows/chat';
import type { Database } from '../core/database';
import type { Sign } from '../timers/sign';
import { toLazyRow } from '../core/lazy-row';
import type { LazyRow } from '../core/lazy-row';

export type ChatGrowthRepository = ReturnType<typeof createChatGrowthRepository>;

/** Answers in flight: their visible text, and whether they are still wanted. Moves no AP. */
export function createChatGrowthRepository(database: Database) {
  const messages = () => database.collection('chat_messages');

  return {
    /** Shows what has arrived. `stop`: the owner no longer wants it. `lost`: another call has ended or taken over the answer. */
    async grow(
      { id, attempt }: ChatMessage,
      shown: { text: string; proposal?: PictureProposal | undefined },
      now: Date,
    ): Promise<'grown' | 'stop' | 'lost'> {
      const { text, proposal } = shown;
      const { stats } = await messages()
        .where({ _id: id, attempt, status: 'streaming', stopRequestedAt: null })
        .update({
          data: { text, ...(proposal === undefined ? {} : { proposal }), updatedAt: now },
        });
      if (stats.updated > 0) return 'grown';
      const standing = parseMessageOrNull((await messages().doc(id).get()).data);
      if (standing?.attempt !== attempt || standing.status !== 'streaming') return 'lost';
      return standing.stopRequestedAt === null ? 'grown' : 'stop';
    },

    /** False if the answer has already ended; null if there is none. */
    async requestStop(answerId: string, userId: string, now: Date): Promise<boolean | null> {
      const { stats } = await messages()
        .where({ _id: answerId, userId, status: 'streaming' })
        .update({ data: { stopRequestedAt: now } });
      if (stats.updated > 0) return true;
      const standing = parseMessageOrNull((await messages().doc(answerId).get()).data);
      if (standing?.userId !== userId) return null;
      return standing.status === 'streaming';
    },

    sign(): Sign {
      return { collection: 'chat_messages', where: { status: 'streaming' } };
    },

    /** Answers in flight that were not written for `afterMs`, oldest first, then those dated far in the future. */
    async listSilent(now: Date, afterMs: number, limit: number): Promise<LazyRow<ChatMessage>[]> {
      const { command } = database;
      const list = (updatedAt: unknown) =>
        messages()
          .where({ status: 'streaming', updatedAt })
          .orderBy('updatedAt', 'asc')
          .limit(limit)
          .get();
      const [silent, ahead] = await Promise.all([
        list(command.lte(new Date(now.getTime() - afterMs))),
        list(command.gt(new Date(now.getTime() + maxAheadMs))),
      ]);
      const rows = [...silent.data, ...ahead.data].slice(0, limit);
      return rows.map((row) => toLazyRow(row, parseMessage));
    },

    /** When the answer in flight that will next reach `afterMs` of silence was last written. */
    async oldestSign(now: Date, afterMs: number): Promise<Date | null> {
      const { command } = database;
      const { data } = await messages()
        .where({
          status: 'streaming',
          updatedAt: command
            .gt(new Date(now.getTime() - afterMs))
            .and(command.lte(new Date(now.getTime() + maxAheadMs))),
        })
        .orderBy('updatedAt', 'asc')
        .field({ updatedAt: true })
        .limit(1)
        .get();
      return (data as { updatedAt: Date }[])[0]?.updatedAt ?? null;
    },
  };
}
