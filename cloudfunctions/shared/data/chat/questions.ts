import * as z from 'zod';
import type { ApAccount } from '../../domain/chat/ap';
import type { ChatMessage, ChatSession, QuestionKey } from '../../domain/chat/conversation';
import type { PictureChoices } from '../../domain/chat/prompt';
import { byFallingPriority } from '../../domain/provider/api-config';
import type { ApiConfig } from '../../domain/provider/api-config';
import { isOnFor } from '../../domain/feature-flag';
import type { Entitlement } from '../../domain/quota/quota';
import { AppError, isAppError } from '../../error';
import type { Database, Join, Pipeline } from '../core/database';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { quotaUnavailable } from '../quota/entitlements';
import { createPlanReader } from '../quota/plan-reader';
import { parseApiConfig } from '../rows/api-config';
import { parseAccount, parseMessage, parseSession } from '../rows/chat';
import { nextLookId } from '../timers/expect-due';
import { parseFeatureFlag } from '../rows/feature-flag';
import { parseSubscription } from '../rows/subscription';

/** Whether the chat is on for a user, and the rows of its models by descending priority. */
export type ChatOffer = { isOn: boolean; models: ApiConfig[] };

/** Everything that decides about a question, read at one moment. */
export type QuestionFacts = ChatOffer & {
  /** The answer to this very question. */
  standing: ChatMessage | null;
  /** The same question, as asked before. */
  earlier: ChatMessage | null;
  /** Also null for a removed session and for one of another user. */
  session: ChatSession | null;
  account: ApAccount | null;
  entitlement: Entitlement;
  /** Earlier messages of the session, oldest first. */
  history: ChatMessage[];
  choices: PictureChoices;
  /** The moment for which `tick` is already scheduled, if any. */
  dueAt: Date | null;
};

const noFacts: QuestionFacts = {
  ...{ isOn: false, standing: null, earlier: null, session: null, account: null, history: [] },
  entitlement: { subscription: null, plan: null },
  choices: { styles: [], sizes: [] },
  models: [],
  dueAt: null,
};

export type ChatQuestionRepository = ReturnType<typeof createChatQuestionRepository>;

export function createChatQuestionRepository(database: Database, onInvalidRow: OnInvalidRow) {
  const { command } = database;
  const toOffer = createOfferReader(onInvalidRow);
  const toFacts = createFactsReader(onInvalidRow);

  /** Rows matched inside a pipeline, by values that may come from a phone. */
  function rowsOf(from: string, condition: object, refine = (all: Pipeline) => all): Join {
    return {
      from,
      as: from,
      pipeline: refine(command.aggregate.pipeline().match(condition)).done(),
    };
  }

  const models = rowsOf('api_configs', { capability: 'chat' }, (all) => all.limit(100));

  return {
    async offer(userId: string): Promise<ChatOffer> {
      const { list } = await database
        .collection('app_config')
        .aggregate()
        .match({ _id: 'chat' })
        .limit(1)
        .lookup(models)
        .end();
      return list[0] === undefined ? noFacts : toOffer(list[0], userId);
    },

    /** Reads everything in one query. Throws QUOTA_UNAVAILABLE rather than guess. */
    async find(
      { questionId, answerId, sessionId, isNewSession }: QuestionKey,
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
          .lookup({ ...rowsOf('chat_messages', { _id: questionId }), as: 'questions' })
          .lookup(rowsOf('chat_sessions', { _id: sessionId, userId }))
          .lookup(rowsOf('chat_messages', earlier, newest))
          .lookup(rowsOf('styles', {}, ordered))
          .lookup(rowsOf('sizes', {}, ordered))
          .lookup(models)
          .lookup(rowsOf('timers', { _id: nextLookId }))
          .end();
        return list[0] === undefined ? noFacts : toFacts(list[0], userId);
      } catch (error) {
        throw isAppError(error) ? error : quotaUnavailable(error);
      }
    },
  };
}

const Facts = z.object({
  chat_quotas: z.array(z.unknown()),
  user_subscriptions: z.array(z.unknown()),
  plans: z.array(z.unknown()),
  plan_features: z.array(z.unknown()),
  answers: z.array(z.unknown()),
  questions: z.array(z.unknown()),
  chat_sessions: z.array(z.unknown()),
  chat_messages: z.array(z.unknown()),
  styles: z.array(z.unknown()),
  sizes: z.array(z.unknown()),
  timers: z.array(z.unknown()),
});
const Offer = z.object({ api_configs: z.array(z.unknown()) });
const Style = z.object({ _id: z.string(), name: z.string() });
const Timer = z.object({ dueAt: z.date() });
const Size = z.object({ _id: z.string(), ratio: z.string() });

function createOfferReader(onInvalidRow: OnInvalidRow) {
  const flags = createRowReader(parseFeatureFlag, onInvalidRow);
  const models = createRowReader(parseApiConfig, onInvalidRow);
  return (row: unknown, userId: string): ChatOffer => {
    const flag = flags.readOptional(row);
    return {
      isOn: flag !== null && isOnFor(flag, 'chat', userId),
      models: models.readAll(Offer.parse(row).api_configs).sort(byFallingPriority),
    };
  };
}

function createFactsReader(onInvalidRow: OnInvalidRow) {
  const toOffer = createOfferReader(onInvalidRow);
  const accounts = createRowReader(parseAccount, onInvalidRow);
  const subscriptions = createRowReader(parseSubscription, onInvalidRow);
  const plans = createPlanReader(onInvalidRow);
  const messages = createRowReader(parseMessage, onInvalidRow);
  const sessions = createRowReader(parseSession, onInvalidRow);
  const parsed = <Row>(schema: z.ZodType<Row>, rows: unknown[]): Row[] =>
    rows.flatMap((raw) => schema.safeParse(raw).data ?? []);

  return (row: unknown, userId: string): QuestionFacts => {
    const facts = Facts.parse(row);
    const session = sessions.readOptional(facts.chat_sessions[0]);
    return {
      ...toOffer(row, userId),
      // A malformed answer does not tell whether it was charged.
      standing: messages.find(facts.answers[0], (cause) => new AppError('INTERNAL', { cause })),
      earlier: messages.readOptional(facts.questions[0]),
      session: session?.userId === userId && session.deletedAt === null ? session : null,
      account: accounts.find(facts.chat_quotas[0], quotaUnavailable),
      entitlement: {
        subscription: subscriptions.find(facts.user_subscriptions[0], quotaUnavailable),
        plan: plans.readPlan(facts.plans[0], facts.plan_features),
      },
      history: messages.readAll(facts.chat_messages).reverse(),
      choices: {
        styles: parsed(Style, facts.styles).map(({ _id: id, name }) => ({ id, name })),
        sizes: parsed(Size, facts.sizes).map(({ _id: id, ratio }) => ({ id, ratio })),
      },
      dueAt: parsed(Timer, facts.timers)[0]?.dueAt ?? null,
    };
  };
}

function equal(from: string, localField: string, foreignField: string): Join {
  return { from, localField, foreignField, as: from };
}
