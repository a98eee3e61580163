import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import { defineAction } from '../../shared/action';
import { chat } from '../../shared/contracts/chat';
import type { Context } from '../../shared/context';
import type { AnswerEnd } from '../../shared/data/chat/answers';
import type { StartedAnswer, Question } from '../../shared/data/chat/beginnings';
import type { QuestionFacts } from '../../shared/data/chat/questions';
import { hold, settle } from '../../shared/domain/chat/ap';
import type { ApAccount } from '../../shared/domain/chat/ap';
import { apLimitOf, apQuota, quotaExceeded } from '../../shared/domain/chat/ap-quota';
import {
  holdMs,
  isAnswered,
  isSameQuestion,
  mayAskAgain,
  previewOf,
  questionKey,
  titleOf,
  toTurns,
} from '../../shared/domain/chat/conversation';
import type { ChatMessage, QuestionKey } from '../../shared/domain/chat/conversation';
import type { ChatModel } from '../../shared/domain/chat/model';
import { fitContext } from '../../shared/domain/chat/context';
import { systemPrompt } from '../../shared/domain/chat/prompt';
import { AppError } from '../../shared/error';
import { requireCleanText } from '../../shared/flows/text-check';
import { giveAnswer } from '../answer';
import { priceOf } from '../price';
import { toMessageView } from '../views';

type Input = z.output<typeof chat.send.input>;
type Reply = z.input<typeof chat.send.output>;

/** Within the function's limit of 60 s; the rest is reserved for checking and recording the outcome. */
const deadlineMs = 45_000;
const maxContextTokens = 6_000;
const maxContextMessages = 40;

export const send = defineAction(chat.send, {
  access: 'member',
  async run(input, context): Promise<Reply> {
    const { caller, clock, providers, timers } = context;
    const startedAt = clock.now();
    const key = questionKey(caller.userId, input);
    const { beginnings, questions } = context.chat;
    const facts = await questions.find(key, caller.userId, maxContextMessages);
    const models = providers.chatModels(facts.models);
    const priceAp = priceOf(models);
    const answered = requireMayAsk(input, key, facts, models, context);
    if (answered !== null) return replay(answered, key, priceAp, context);

    await Promise.all([
      requireCleanText(input.text, 'social', context),
      timers.expectDue(new Date(startedAt.getTime() + holdMs), facts.dueAt),
    ]);
    const asked = toQuestion(input, key, facts, priceAp, context);
    const begun = await beginnings.begin(asked);
    if (begun.outcome === 'standing') return replay(begun.answer, key, priceAp, context);
    const { choices, history } = facts;
    const turns = fitContext(
      [
        { role: 'system', text: systemPrompt(choices) },
        ...toTurns(history),
        { role: 'user', text: input.text },
      ],
      maxContextTokens,
    );
    const deadline = new Date(startedAt.getTime() + deadlineMs);
    const end = await giveAnswer({ begun, turns, models, choices, priceAp, deadline }, context);
    const now = clock.now();
    return {
      sessionId: key.sessionId,
      question: toMessageView(asked.question, now),
      answer: toMessageView(end.answer, now),
      quota: apQuota(accountAfter(begun, end, now), begun.entitlement, priceAp, now),
    };
  },
});

export const stop = defineAction(chat.stop, {
  access: 'member',
  async run({ messageId }, { caller, chat: { growth }, clock }) {
    const { answerId } = questionKey(caller.userId, { messageId });
    const isStopped = await growth.requestStop(answerId, caller.userId, clock.now());
    if (isStopped === null) throw new AppError('NOT_FOUND');
    return { messageId, isStopped };
  },
});

/** Refuses a question before it is moderated. Returns the existing answer to this very question, unless it may be asked again. */
function requireMayAsk(
  { text }: Input,
  key: QuestionKey,
  { isOn, standing, earlier, session, account, entitlement }: QuestionFacts,
  models: readonly ChatModel[],
  { clock }: Pick<Context, 'clock'>,
): ChatMessage | null {
  const now = clock.now();
  const priceAp = priceOf(models);
  if (!isOn) throw new AppError('FEATURE_OFF');
  if (standing !== null) {
    const asked = { sessionId: key.sessionId, text };
    if (earlier !== null && !isSameQuestion(earlier, asked)) throw new AppError('REQUEST_REUSED');
    if (!mayAskAgain(standing, now)) return standing;
  }
  // Another user's session answers like a missing one, so that ids cannot be probed.
  if (session === null && (!key.isNewSession || standing !== null)) throw new AppError('NOT_FOUND');
  if (models.length === 0) throw new AppError('CHAT_NOT_CONFIGURED');
  const wanted = { messageId: key.answerId, ap: priceAp, expiresAt: now, token: '' };
  if (hold(account, wanted, apLimitOf(entitlement, now), now) === null) {
    throw quotaExceeded(apQuota(account, entitlement, priceAp, now));
  }
  return null;
}

/** A repeated question returns its existing answer, without another charge. */
async function replay(
  answer: ChatMessage,
  { questionId, sessionId }: QuestionKey,
  priceAp: number,
  context: Pick<Context, 'caller' | 'chat' | 'clock' | 'quota'>,
): Promise<Reply> {
  if (!isAnswered(answer)) throw new AppError('ANSWER_UNDER_WAY');
  const { caller, clock } = context;
  const { quotas, sessions } = context.chat;
  const [question, account, entitlement] = await Promise.all([
    sessions.findMessage(questionId),
    quotas.find(caller.userId),
    context.quota.entitlements.find(caller.userId),
  ]);
  if (question === null) throw new AppError('NOT_FOUND');
  const now = clock.now();
  return {
    sessionId,
    question: toMessageView(question, now),
    answer: toMessageView(answer, now),
    quota: apQuota(account, entitlement, priceAp, now),
  };
}

function toQuestion(
  { text, messageId }: Input,
  { questionId, answerId, sessionId, isNewSession }: QuestionKey,
  { entitlement, standing }: QuestionFacts,
  priceAp: number,
  { caller, clock }: Pick<Context, 'caller' | 'clock'>,
): Question {
  const now = clock.now();
  const { openid, userId } = caller;
  const common = {
    ...{ openid, userId, sessionId, messageId },
    ...{ apUsed: 0, stopRequestedAt: null, updatedAt: now },
  };
  return {
    question: {
      ...common,
      ...{ id: questionId, role: 'user', status: 'completed', attempt: 0 },
      text,
      createdAt: now,
    },
    answer: {
      ...common,
      ...{ id: answerId, role: 'assistant', status: 'streaming', attempt: 1 },
      text: '',
      // Later than its question, so that a list never shows it first.
      createdAt: new Date(now.getTime() + 1),
    },
    session: {
      ...{ id: sessionId, openid, userId, title: titleOf(text), preview: previewOf(text) },
      ...{ messageCount: 2, lastAnswerId: answerId },
      ...{ createdAt: now, updatedAt: now, deletedAt: null },
    },
    isNewSession,
    isRepeated: standing !== null,
    token: randomUUID(),
    priceAp,
    entitlement,
  };
}

/** The account after the charge; if it was not read again, computed from the earlier one. */
function accountAfter(begun: StartedAnswer, { account, answer }: AnswerEnd, now: Date): ApAccount {
  const paid = { messageId: answer.id, ap: answer.apUsed };
  return account ?? settle(begun.account, paid, Infinity, now) ?? begun.account;
}
