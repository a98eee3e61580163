import { isHeldBy, newAccount, paidAt, release, settle } from '../../domain/chat/ap';
import type { ApAccount } from '../../domain/chat/ap';
import { apLimitOf } from '../../domain/chat/ap-quota';
import { isAnswered, isSilent } from '../../domain/chat/conversation';
import type { ChatMessage } from '../../domain/chat/conversation';
import type { PictureProposal } from '../../domain/chat/prompt';
import { membershipLevelOf } from '../../domain/quota/quota';
import type { Clock } from '../../domain/time/clock';
import { AppError } from '../../error';
import type { Database, Transaction } from '../core/database';
import { inTransaction } from '../core/transaction';
import { parseAccountOrNull, parseMessageOrNull, toMessageRow } from '../rows/chat';
import { maxConflicts } from './beginnings';
import type { StartedAnswer } from './beginnings';

export type GivenAnswer = {
  status: 'completed' | 'stopped';
  text: string;
  proposal?: PictureProposal | undefined;
  tokensUsed: number;
  model: string;
};
export type Ending = {
  status: 'failed' | 'refused' | 'stopped';
  errorCode?: string | undefined;
  errorMessage?: string | undefined;
};
/** `account` is null if nothing was changed. */
export type AnswerEnd = { answer: ChatMessage; account: ApAccount | null };
/** `isOurs`: ended by this call, or by an earlier one of the same invocation. */
export type EndResult = AnswerEnd & { isOurs: boolean };

export type ChatAnswerRepository = ReturnType<typeof createChatAnswerRepository>;

/** Ends an answer, in one transaction with the AP that it costs or releases. */
export function createChatAnswerRepository(database: Database, clock: Clock) {
  const together = <Result>(body: (transaction: Transaction) => Promise<Result>) =>
    inTransaction(database, clock, body, { maxConflicts });

  /** `isDue` is checked again, on the row inside the transaction. */
  function end(
    { id, userId }: ChatMessage,
    ending: Ending,
    isDue: (standing: ChatMessage) => boolean,
    now: Date,
  ): Promise<EndResult> {
    return together(async (transaction) => {
      const answerRow = transaction.collection('chat_messages').doc(id);
      const standing = parseMessageOrNull((await answerRow.get()).data);
      if (standing === null) throw new AppError('NOT_FOUND');
      if (standing.status !== 'streaming' || !isDue(standing)) {
        return { answer: standing, account: null, isOurs: false };
      }
      const quotaRow = transaction.collection('chat_quotas').doc(userId);
      const account = parseAccountOrNull((await quotaRow.get()).data);
      const freed = account === null ? newAccount(now) : release(account, id);
      if (account !== null && freed.holds.length < account.holds.length) {
        await quotaRow.update({ data: { holds: freed.holds, updatedAt: now } });
      }
      const ended = toFailed(standing, ending, now);
      await answerRow.set({ data: toMessageRow(ended) });
      return { answer: ended, account: freed, isOurs: true };
    });
  }

  return {
    /**
     * Completes and charges an answer: row, AP and usage log in one transaction. If another call has ended it or taken it over,
     * or its hold has expired and the AP are used up, it fails instead. Idempotent.
     */
    async settle(begun: StartedAnswer, given: GivenAnswer, priceAp: number): Promise<EndResult> {
      const { token } = begun;
      const { id, userId, attempt } = begun.answer;
      return together(async (transaction) => {
        const answerRow = transaction.collection('chat_messages').doc(id);
        const quotaRow = transaction.collection('chat_quotas').doc(userId);
        const account = parseAccountOrNull((await quotaRow.get()).data);
        // Read after the account: with an earlier time the account's month could lie in the future.
        const now = clock.now();
        const standing = isHeldBy(account, id, token)
          ? begun.answer
          : parseMessageOrNull((await answerRow.get()).data);
        if (standing?.attempt !== attempt || standing.status !== 'streaming') {
          const answer = standing ?? begun.answer;
          const isOurs = answer.attempt === attempt && isAnswered(answer);
          return { answer, account: null, isOurs };
        }
        const limit = apLimitOf(begun.entitlement, now);
        const paid = settle(account, { messageId: id, ap: priceAp }, limit, now);
        if (paid === null) {
          const answer = toFailed(standing, failure(), now);
          await answerRow.set({ data: toMessageRow(answer) });
          return { answer, account, isOurs: false };
        }
        const { status, text, proposal, tokensUsed, model } = given;
        const answer = { ...standing, status, text, proposal, apUsed: priceAp, updatedAt: now };
        await quotaRow.update({ data: { ...paid, updatedAt: now } });
        await transaction.collection('chat_usage_logs').add({
          data: {
            _id: id,
            userId,
            sessionId: answer.sessionId,
            membershipLevel: membershipLevelOf(begun.entitlement, now),
            model,
            tokensUsed,
            apUsed: priceAp,
            createdAt: paidAt(paid, now),
          },
        });
        await answerRow.set({ data: toMessageRow(answer) });
        return { answer, account: paid, isOurs: true };
      });
    },

    /** Fails an answer: removes its text and its hold, unless another call has ended it or taken it over. */
    giveUp({ answer }: StartedAnswer, ending: Ending, now: Date): Promise<EndResult> {
      return end(answer, ending, ({ attempt }) => attempt === answer.attempt, now);
    },

    /** Like `giveUp`, for an answer whose function has died: its row was not written for `afterMs`. */
    endInterrupted(answer: ChatMessage, afterMs: number, now: Date): Promise<EndResult> {
      return end(answer, failure(), (standing) => isSilent(standing, now, afterMs), now);
    },
  };
}

function failure(): Ending {
  const { failure: errorCode, message: errorMessage } = new AppError('ANSWER_FAILED');
  return { status: 'failed', errorCode, errorMessage };
}

function toFailed(standing: ChatMessage, ending: Ending, now: Date): ChatMessage {
  return { ...standing, ...ending, text: '', proposal: undefined, apUsed: 0, updatedAt: now };
}
