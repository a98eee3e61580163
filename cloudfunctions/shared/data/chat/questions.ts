import * as z from 'zod';
import { hold } from '../../domain/chat/ap';
import type { ApAccount } from '../../domain/chat/ap';
import { apLimitOf, apQuota, quotaExceeded } from '../../domain/chat/ap-quota';
import { holdMs, mayAskAgain } from '../../domain/chat/conversation';
import type { ChatMessage, ChatSession, QuestionKey } from '../../domain/chat/conversation';
import type { PictureChoices } from '../../domain/chat/prompt';
import type { Entitlement } from '../../domain/quota/quota';
import type { Clock } from '../../domain/time/clock';
import { AppError } from '../../error';
import {
  parseAccount,
  parseMessage,
  parseMessageOrNull,
  parseSessionOrNull,
  toAccountRow,
  toMessageRow,
  toSessionRow,
} from '../rows/chat';
import type { Command, Database, Join, Pipeline, Transaction } from '../core/database';
import { isDuplicateKey } from '../core/database-error';
import { isFlagOn } from '../core/feature-flags';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { inTransaction } from '../core/transaction';
import { parseSubscription, toPlan } from '../quota/entitlements';

/** All that decides about a question, as it stands at one moment. */
export type QuestionFacts = {
  isOn: boolean;
  /** The answer to this very question. */
  standing: ChatMessage | null;
  /** Null also for somebody else's, and for one that was removed. */
  session: ChatSession | null;
  account: ApAccount | null;
  entitlement: Entitlement;
  /** What was said before in the session, oldest first. */
  history: ChatMessage[];
  choices: PictureChoices;
};

/** A question that asks to be answered. */
export type Question = {
  question: ChatMessage;
  answer: ChatMessage;
  /** As it is written when it is new; a known one moves to its time, preview and answer. */
  session: ChatSession;
  isNewSession: boolean;
  /** It stood unanswered when the facts were read. */
  isRepeated: boolean;
  priceAp: number;
  entitlement: Entitlement;
};
/** `account`, `entitlement`: what the hold was decided by. */
export type Begun = { answer: ChatMessage; account: ApAccount; entitlement: Entitlement };
export type BeginResult =
  ({ outcome: 'begun' } & Begun) | { outcome: 'standing'; answer: ChatMessage };

/** Every question of a user writes the same account: fifty at a time take their turns within ten seconds or so. */
export const maxConflicts = 80;

const noFacts: QuestionFacts = {
  ...{ isOn: false, standing: null, session: null, account: null, history: [] },
  entitlement: { subscription: null, plan: null },
  choices: { styles: [], sizes: [] },
};

export type ChatQuestionRepository = ReturnType<typeof createChatQuestionRepository>;

export function createChatQuestionRepository(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const historyRows = createRowReader('chat_messages', parseMessage, onInvalidRow);
  const { command } = database;
  const together = <Result>(body: (transaction: Transaction) => Promise<Result>) =>
    inTransaction(database, clock, body, { maxConflicts });

  /** Rows of a pipeline, by values that may come from a phone. */
  function rowsOf(from: string, condition: object, refine = (all: Pipeline) => all): Join {
    return {
      from,
      as: from,
      pipeline: refine(command.aggregate.pipeline().match(condition)).done(),
    };
  }

  return {
    /** One read for everything. Throws QUOTA_UNAVAILABLE rather than guess. */
    async find(
      { answerId, sessionId, isNewSession }: QuestionKey,
      userId: string,
      maxHistory: number,
    ): Promise<QuestionFacts> {
      const newest = (all: Pipeline) => all.sort({ createdAt: -1, _id: -1 }).limit(maxHistory);
      const ordered = (all: Pipeline) => all.sort({ order: 1 }).limit(100);
      const earlier = { sessionId: isNewSession ? '' : sessionId, userId };
      try {
        const { list } = await database
          .collection('app_config')
          .aggregate()
          .match({ _id: 'chat' })
          .limit(1)
          .lookup(rowsOf('chat_quotas', { _id: userId }))
          .lookup(rowsOf('user_subscriptions', { _id: userId }))
          .lookup(equal('plans', 'user_subscriptions.planId', '_id'))
          .lookup(equal('plan_features', 'user_subscriptions.planId', 'planId'))
          .lookup({ ...rowsOf('chat_messages', { _id: answerId }), as: 'answers' })
          .lookup(rowsOf('chat_sessions', { _id: sessionId, userId }))
          .lookup(rowsOf('chat_messages', earlier, newest))
          .lookup(rowsOf('styles', {}, ordered))
          .lookup(rowsOf('sizes', {}, ordered))
          .end();
        return list[0] === undefined ? noFacts : toFacts(list[0], userId, historyRows.readAll);
      } catch (error) {
        throw new AppError('QUOTA_UNAVAILABLE', { cause: error });
      }
    },

    /**
     * Writes question, empty answer and session, and holds the price, all or none. Throws QUOTA_EXCEEDED, NOT_FOUND for
     * the session, REQUEST_REUSED; answers what stands when the question was answered before, or is being answered.
     */
    async begin(asked: Question, now: Date): Promise<BeginResult> {
      if (asked.isRepeated)
        return together((transaction) => beginAgain(transaction, asked, now, command));
      try {
        return await together((transaction) => beginFirst(transaction, asked, now, command));
      } catch (error) {
        // A rival with the same key, or an earlier commit of ours whose answer was lost.
        if (!isDuplicateKey(error)) throw error;
        return together((transaction) => beginAgain(transaction, asked, now, command));
      }
    },
  };
}

async function beginFirst(
  transaction: Transaction,
  asked: Question,
  now: Date,
  command: Pick<Command, 'inc'>,
): Promise<BeginResult> {
  const { question, answer, entitlement } = asked;
  const account = await holdPrice(transaction, asked, now);
  const rows = [answer, question].map((message) => ({ _id: message.id, ...toMessageRow(message) }));
  await transaction.collection('chat_messages').add({ data: rows });
  await writeSession(transaction, asked, command);
  return { outcome: 'begun', answer, account, entitlement };
}

async function beginAgain(
  transaction: Transaction,
  asked: Question,
  now: Date,
  command: Pick<Command, 'inc'>,
): Promise<BeginResult> {
  const { question, answer, entitlement } = asked;
  const row = (id: string) => transaction.collection('chat_messages').doc(id);
  const standing = parseMessageOrNull((await row(answer.id).get()).data);
  if (standing !== null) {
    if (standing.requestHash !== answer.requestHash) throw new AppError('REQUEST_REUSED');
    const isOurs = standing.token === answer.token;
    if (!isOurs && !mayAskAgain(standing, now)) return { outcome: 'standing', answer: standing };
  }
  const account = await holdPrice(transaction, asked, now);
  const again = standing === null ? answer : { ...answer, createdAt: standing.createdAt };
  await row(answer.id).set({ data: toMessageRow(again) });
  if (standing === null) {
    await row(question.id).set({ data: toMessageRow(question) });
    await writeSession(transaction, asked, command);
  }
  return { outcome: 'begun', answer: again, account, entitlement };
}

const Created = z.object({ createdAt: z.date() });

async function holdPrice(
  transaction: Transaction,
  { answer, entitlement, priceAp }: Question,
  now: Date,
): Promise<ApAccount> {
  const { id: messageId, token, userId } = answer;
  const row = transaction.collection('chat_quotas').doc(userId);
  const raw = (await row.get()).data;
  const account = parseAccount(raw);
  const expiresAt = new Date(now.getTime() + holdMs);
  const wanted = { messageId, ap: priceAp, expiresAt, token };
  const holding = hold(account, wanted, apLimitOf(entitlement, now), now);
  if (holding === null) throw quotaExceeded(apQuota(account, entitlement, priceAp, now));
  const { createdAt } = Created.catch({ createdAt: now }).parse(raw);
  await row.set({ data: toAccountRow(userId, holding, entitlement, { createdAt, now }) });
  return holding;
}

/** A known session only moves: its title may have been changed meanwhile. */
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

const Facts = z.object({
  chat_quotas: z.array(z.unknown()),
  user_subscriptions: z.array(z.unknown()),
  plans: z.array(z.unknown()),
  plan_features: z.array(z.unknown()),
  answers: z.array(z.unknown()),
  chat_sessions: z.array(z.unknown()),
  chat_messages: z.array(z.unknown()),
  styles: z.array(z.unknown()),
  sizes: z.array(z.unknown()),
});
const Style = z.object({ _id: z.string(), name: z.string() });
const Size = z.object({ _id: z.string(), ratio: z.string() });

function toFacts(
  row: unknown,
  userId: string,
  readHistory: (rows: unknown[]) => ChatMessage[],
): QuestionFacts {
  const facts = Facts.parse(row);
  const [plan] = facts.plans;
  const session = parseSessionOrNull(facts.chat_sessions[0]);
  const readable = <Row>(schema: z.ZodType<Row>, rows: unknown[]): Row[] =>
    rows.flatMap((raw) => schema.safeParse(raw).data ?? []);
  return {
    isOn: isFlagOn(row, 'chat', userId),
    standing: parseMessageOrNull(facts.answers[0]),
    session: session?.userId === userId && session.deletedAt === null ? session : null,
    account: parseAccount(facts.chat_quotas[0]),
    entitlement: {
      subscription: parseSubscription(facts.user_subscriptions[0]),
      plan: plan === undefined ? null : toPlan(plan, facts.plan_features),
    },
    history: readHistory(facts.chat_messages).reverse(),
    choices: {
      styles: readable(Style, facts.styles).map(({ _id: id, name }) => ({ id, name })),
      sizes: readable(Size, facts.sizes).map(({ _id: id, ratio }) => ({ id, ratio })),
    },
  };
}

function equal(from: string, localField: string, foreignField: string): Join {
  return { from, localField, foreignField, as: from };
}
