import * as z from 'zod';
import { hold, newAccount, paidAt, release, settle } from '../../domain/chat/ap';
import type { ApAccount } from '../../domain/chat/ap';
import { apLimitOf, apQuota, quotaExceeded } from '../../domain/chat/ap-quota';
import { holdMs, isAnswered, mayAskAgain } from '../../domain/chat/conversation';
import type { ChatMessage, ChatSession } from '../../domain/chat/conversation';
import type { PictureProposal } from '../../domain/chat/prompt';
import { membershipLevelOf } from '../../domain/quota/quota';
import type { Entitlement, Plan } from '../../domain/quota/quota';
import { AppError } from '../../error';
import {
  parseAccountOrNull,
  parseMessageOrNull,
  parseSessionOrNull,
  toAccountRow,
  toMessageRow,
  toSessionRow,
} from '../rows/chat';
import type { Database, Transaction } from '../core/database';
import type { OnInvalidRow } from '../core/rows';
import { createEntitlementReader } from '../quota/entitlements';
import { inTransaction } from '../core/transaction';
import type { Clock } from '../../domain/time/clock';

/** A question as it asks to be answered. `session` is written when it is new; else it gets the two messages more. */
export type Question = {
  question: ChatMessage;
  answer: ChatMessage;
  session: ChatSession;
  isNewSession: boolean;
  priceAp: number;
  /** The plan that the user's subscription named a moment ago: it saves reading it again. */
  plan: Plan | null;
};
/** `account`, `entitlement`: what the hold was decided by. */
export type Begun = {
  answer: ChatMessage;
  account: ApAccount;
  entitlement: Entitlement;
};
export type BeginResult =
  ({ outcome: 'begun' } & Begun) | { outcome: 'standing'; answer: ChatMessage };

export type Given = {
  status: 'completed' | 'stopped';
  text: string;
  proposal?: PictureProposal | undefined;
  tokensUsed: number;
  model: string;
};
export type NotGiven = {
  status: 'failed' | 'refused' | 'stopped';
  errorCode?: string | undefined;
  errorMessage?: string | undefined;
};
/** `account` is null where nothing was changed. */
export type Ended = { answer: ChatMessage; account: ApAccount | null };
/** `isOurs`: this call, or an earlier one of the same invocation, ended it. */
export type Changed = Ended & { isOurs: boolean };

/** Every question of a user writes the same account: fifty at a time take their turns within ten seconds or so. */
const maxConflicts = 80;

export type ChatAnswerRepository = ReturnType<typeof createChatAnswerRepository>;

/** How an answer begins and ends, each in one transaction with the AP it holds and costs. */
export function createChatAnswerRepository(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const entitlements = createEntitlementReader(onInvalidRow);
  const together = <Result>(body: (transaction: Transaction) => Promise<Result>) =>
    inTransaction(database, clock, body, { maxConflicts });

  /** `isDue` is asked once more, of the row as it stands. */
  function end(
    { id, userId }: ChatMessage,
    ending: NotGiven,
    isDue: (standing: ChatMessage) => boolean,
    now: Date,
  ): Promise<Changed> {
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
     * Writes the question and its empty answer, and holds the price. The limit is the one that stands at this moment,
     * whatever was read before. Throws QUOTA_EXCEEDED, NOT_FOUND for the session, REQUEST_REUSED; answers what stands
     * when the question was answered before, or is being answered.
     */
    async begin(asked: Question, now: Date): Promise<BeginResult> {
      const { question, answer, session, isNewSession, priceAp, plan } = asked;
      const { userId } = answer;
      return together(async (transaction): Promise<BeginResult> => {
        const row = (name: string, id: string) => transaction.collection(name).doc(id);
        const standing = parseMessageOrNull((await row('chat_messages', answer.id).get()).data);
        if (standing !== null) {
          if (standing.requestHash !== answer.requestHash) throw new AppError('REQUEST_REUSED');
          const isOurs = standing.token === answer.token;
          if (!isOurs && !mayAskAgain(standing, now)) {
            return { outcome: 'standing', answer: standing };
          }
        }
        const accountRow = (await row('chat_quotas', userId).get()).data;
        const account = parseAccountOrNull(accountRow);
        const entitlement = await entitlements.read(transaction, userId, 'chat_ap_monthly', plan);
        const limit = apLimitOf(entitlement, now);
        const expiresAt = new Date(now.getTime() + holdMs);
        const wanted = { messageId: answer.id, ap: priceAp, expiresAt };
        const holding = hold(account, wanted, limit, now);
        if (holding === null) throw quotaExceeded(apQuota(account, entitlement, priceAp, now));
        const sessionRow =
          isNewSession && standing === null ? null : row('chat_sessions', session.id);
        const known =
          sessionRow === null ? null : parseSessionOrNull((await sessionRow.get()).data);
        if (sessionRow !== null && !isOwn(known, userId)) throw new AppError('NOT_FOUND');

        const { createdAt } = Created.catch({ createdAt: now }).parse(accountRow);
        await row('chat_quotas', userId).set({
          data: toAccountRow(userId, holding, entitlement, { createdAt, now }),
        });
        const asking = standing === null ? answer : { ...answer, createdAt: standing.createdAt };
        await row('chat_messages', answer.id).set({ data: toMessageRow(asking) });
        if (standing === null) {
          await row('chat_messages', question.id).set({ data: toMessageRow(question) });
          const messageCount = (known?.messageCount ?? 0) + 2;
          const changed = {
            ...(known ?? session),
            messageCount,
            preview: session.preview,
            updatedAt: now,
          };
          await row('chat_sessions', session.id).set({ data: toSessionRow(changed) });
        }
        return { outcome: 'begun', answer: asking, account: holding, entitlement };
      });
    },

    /**
     * The answer stands, and costs: row, AP and usage log in one. Not when somebody else has ended or taken it over
     * meanwhile, or when its hold had expired and the AP are gone: then it has failed. Safe to repeat.
     */
    async settle(begun: Begun, given: Given, priceAp: number, now: Date): Promise<Changed> {
      const { id, userId, token } = begun.answer;
      return together(async (transaction) => {
        const answerRow = transaction.collection('chat_messages').doc(id);
        const standing = parseMessageOrNull((await answerRow.get()).data);
        if (standing?.token !== token || standing.status !== 'streaming') {
          const answer = standing ?? begun.answer;
          const isOurs = answer.token === token && isAnswered(answer);
          return { answer, account: null, isOurs };
        }
        const quotaRow = transaction.collection('chat_quotas').doc(userId);
        const account = parseAccountOrNull((await quotaRow.get()).data);
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

    /** There is no answer: its text goes, and so does its hold. Not when somebody else has ended or taken it over. */
    giveUp({ answer }: Begun, ending: NotGiven, now: Date): Promise<Changed> {
      return end(answer, ending, ({ token }) => token === answer.token, now);
    },

    /** The same for an answer whose function has died: it has shown no sign of life since `before`. */
    endInterrupted(answer: ChatMessage, before: Date, now: Date): Promise<Changed> {
      return end(answer, failure(), ({ updatedAt }) => updatedAt <= before, now);
    },
  };
}

function failure(): NotGiven {
  const { failure: errorCode, message: errorMessage } = new AppError('ANSWER_FAILED');
  return { status: 'failed', errorCode, errorMessage };
}

function toFailed(standing: ChatMessage, ending: NotGiven, now: Date): ChatMessage {
  return { ...standing, ...ending, text: '', proposal: undefined, apUsed: 0, updatedAt: now };
}

const Created = z.object({ createdAt: z.date() });

function isOwn(session: ChatSession | null, userId: string): session is ChatSession {
  return session?.userId === userId && session.deletedAt === null;
}
