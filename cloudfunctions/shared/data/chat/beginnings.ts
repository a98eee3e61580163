import * as z from 'zod';
import { hold, isHeldBy } from '../../domain/chat/ap';
import type { ApAccount } from '../../domain/chat/ap';
import { apLimitOf, apQuota, quotaExceeded } from '../../domain/chat/ap-quota';
import { holdMs, isSameQuestion, mayAskAgain } from '../../domain/chat/conversation';
import type { ChatMessage, ChatSession } from '../../domain/chat/conversation';
import type { Entitlement } from '../../domain/quota/quota';
import type { Clock } from '../../domain/time/clock';
import { AppError } from '../../error';
import type { Command, Database, Transaction } from '../core/database';
import { isDuplicateKey } from '../core/database-error';
import { inTransaction } from '../core/transaction';
import {
  parseAccountOrNull,
  parseMessageOrNull,
  toAccountRow,
  toMessageRow,
  toSessionRow,
} from '../rows/chat';

/** A question to be answered. */
export type Question = {
  question: ChatMessage;
  answer: ChatMessage;
  /** The session as written when it is new; for a known session only its time, preview and latest answer change. */
  session: ChatSession;
  isNewSession: boolean;
  /** The question already had an unfinished answer when the facts were read. */
  isRepeated: boolean;
  /** Identifies this invocation in the hold; phones cannot see it. */
  token: string;
  priceAp: number;
  entitlement: Entitlement;
};
/** `account` and `entitlement` are as read when the hold was decided. */
export type StartedAnswer = {
  answer: ChatMessage;
  token: string;
  account: ApAccount;
  entitlement: Entitlement;
};
export type BeginResult =
  ({ outcome: 'begun' } & StartedAnswer) | { outcome: 'standing'; answer: ChatMessage };

/** All questions of a user write the same account: fifty concurrent ones take about ten seconds. */
export const maxConflicts = 80;

export type ChatBeginningRepository = ReturnType<typeof createChatBeginningRepository>;

/** Begins an answer, in one transaction with the AP that it holds. */
export function createChatBeginningRepository(database: Database, clock: Clock) {
  const { command } = database;
  const together = <Result>(body: (transaction: Transaction) => Promise<Result>) =>
    inTransaction(database, clock, body, { maxConflicts });

  return {
    /**
     * Writes question, empty answer and session, and holds the price, all or nothing. Throws QUOTA_EXCEEDED, NOT_FOUND for the
     * session, REQUEST_REUSED. Returns the existing answer if the question was answered before or is being answered.
     */
    async begin(asked: Question): Promise<BeginResult> {
      if (asked.isRepeated)
        return together((transaction) => beginAgain(transaction, asked, clock, command));
      try {
        return await together((transaction) => beginFirst(transaction, asked, clock, command));
      } catch (error) {
        // A concurrent call with the same key, or an earlier commit of ours whose answer was lost.
        if (!isDuplicateKey(error)) throw error;
        return together((transaction) => beginAgain(transaction, asked, clock, command));
      }
    },
  };
}

async function beginFirst(
  transaction: Transaction,
  asked: Question,
  clock: Clock,
  command: Pick<Command, 'inc'>,
): Promise<BeginResult> {
  const { question, answer, token, entitlement } = asked;
  const account = await holdPrice(transaction, asked, clock);
  const rows = [answer, question].map((message) => ({ _id: message.id, ...toMessageRow(message) }));
  await transaction.collection('chat_messages').add({ data: rows });
  await writeSession(transaction, asked, command);
  return { outcome: 'begun', answer, token, account, entitlement };
}

async function beginAgain(
  transaction: Transaction,
  asked: Question,
  clock: Clock,
  command: Pick<Command, 'inc'>,
): Promise<BeginResult> {
  const { question, answer, token, entitlement } = asked;
  const row = (id: string) => transaction.collection('chat_messages').doc(id);
  const standing = parseMessageOrNull((await row(answer.id).get()).data);
  // An earlier commit of this invocation whose answer was lost.
  let isOurs = false;
  if (standing !== null) {
    const earlier = parseMessageOrNull((await row(question.id).get()).data);
    if (earlier !== null && !isSameQuestion(earlier, question))
      throw new AppError('REQUEST_REUSED');
    const quotaRow = transaction.collection('chat_quotas').doc(answer.userId);
    isOurs = isHeldBy(parseAccountOrNull((await quotaRow.get()).data), answer.id, token);
    if (!isOurs && !mayAskAgain(standing, clock.now()))
      return { outcome: 'standing', answer: standing };
  }
  const account = await holdPrice(transaction, asked, clock);
  const again =
    standing === null
      ? answer
      : {
          ...answer,
          attempt: standing.attempt + (isOurs ? 0 : 1),
          createdAt: standing.createdAt,
        };
  await row(answer.id).set({ data: toMessageRow(again) });
  if (standing === null) {
    await row(question.id).set({ data: toMessageRow(question) });
    await writeSession(transaction, asked, command);
  }
  return { outcome: 'begun', answer: again, token, account, entitlement };
}

const Created = z.object({ createdAt: z.date() });

async function holdPrice(
  transaction: Transaction,
  { answer, token, entitlement, priceAp }: Question,
  clock: Clock,
): Promise<ApAccount> {
  const { id: messageId, userId } = answer;
  const row = transaction.collection('chat_quotas').doc(userId);
  const raw = (await row.get()).data;
  // Read after the account: with an earlier time the account's month could lie in the future.
  const now = clock.now();
  const account = parseAccountOrNull(raw);
  const expiresAt = new Date(now.getTime() + holdMs);
  const wanted = { messageId, ap: priceAp, expiresAt, token };
  const holding = hold(account, wanted, apLimitOf(entitlement, now), now);
  if (holding === null) throw quotaExceeded(apQuota(account, entitlement, priceAp, now));
  const { createdAt } = Created.catch({ createdAt: now }).parse(raw);
  await row.set({ data: toAccountRow(userId, holding, entitlement, { createdAt, now }) });
  return holding;
}

/** For a known session only some fields change: its title may have been changed meanwhile. */
async function writeSession(
  transaction: Transaction,
  { session, isNewSession }: Question,
  { inc }: Pick<Command, 'inc'>,
): Promise<void> {
  const row = transaction.collection('chat_sessions').doc(session.id);
  if (isNewSession) {
    await row.set({ data: toSessionRow(session) });
    return;
  }
  const { preview, lastAnswerId, updatedAt } = session;
  await row.update({ data: { preview, lastAnswerId, messageCount: inc(2), updatedAt } });
}
