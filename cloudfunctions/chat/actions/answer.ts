import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import { defineAction } from '../../shared/action';
import { chat } from '../../shared/contracts/chat';
import type { Context } from '../../shared/context';
import type { Begun, Ended, Question } from '../../shared/data/chat/answers';
import { hold, settle } from '../../shared/domain/chat/ap';
import type { ApAccount } from '../../shared/domain/chat/ap';
import { apLimitOf, apQuota, quotaExceeded } from '../../shared/domain/chat/ap-quota';
import {
  isAnswered,
  mayAskAgain,
  previewOf,
  questionKey,
  titleOf,
  toTurns,
} from '../../shared/domain/chat/conversation';
import type { ChatMessage, QuestionKey } from '../../shared/domain/chat/conversation';
import { fitContext } from '../../shared/domain/chat/context';
import type { ChatTurn } from '../../shared/domain/chat/model';
import { systemPrompt } from '../../shared/domain/chat/prompt';
import type { PictureChoices } from '../../shared/domain/chat/prompt';
import { top } from '../../shared/domain/cursor';
import type { Entitlement } from '../../shared/domain/quota/quota';
import { AppError } from '../../shared/error';
import { describeError } from '../../shared/domain/log';
import { requireCleanText } from '../../shared/flows/text-check';
import { giveAnswer } from '../answer';
import { requireChat } from '../feature';
import { priceOf } from '../price';
import { toMessageView } from '../views';

type Input = z.output<typeof chat.send.input>;
type Reply = z.input<typeof chat.send.output>;

/** Inside the 60 s of the function: what remains is for checking and recording how the answer ended. */
const deadlineMs = 45_000;
const contextTokens = 6_000;
const contextMessages = 40;

export const send = defineAction(chat.send, {
  access: 'member',
  async run(input, context): Promise<Reply> {
    const { caller, clock } = context;
    const startedAt = clock.now();
    const key = questionKey(caller.userId, input);
    const known = await look(key, input.text, context);
    if (known.standing !== null) return replay(known.standing, key, context);

    await requireCleanText(input.text, 'social', context);
    const asked = toQuestion(input, key, known, context);
    const begun = await context.chat.answers.begin(asked, clock.now());
    if (begun.outcome === 'standing') return replay(begun.answer, key, context);
    const { choices, turns, priceAp } = known;
    const deadline = new Date(startedAt.getTime() + deadlineMs);
    const ended = await giveAnswer({ begun, turns, choices, priceAp, deadline }, context);
    await showPreview(ended.answer, context);
    const now = clock.now();
    return {
      sessionId: key.sessionId,
      question: toMessageView(asked.question, now),
      answer: toMessageView(ended.answer, now),
      quota: apQuota(accountAfter(begun, ended, now), begun.entitlement, priceAp, now),
    };
  },
});

export const stop = defineAction(chat.stop, {
  access: 'member',
  async run({ messageId }, { caller, chat: { growth }, clock }) {
    const { answerId } = questionKey(caller.userId, { messageId, text: '' });
    const isStopped = await growth.requestStop(answerId, caller.userId, clock.now());
    if (isStopped === null) throw new AppError('NOT_FOUND');
    return { messageId, isStopped };
  },
});

type Known = {
  /** The answer to this very question, unless it may be asked for. */
  standing: ChatMessage | null;
  entitlement: Entitlement;
  choices: PictureChoices;
  turns: ChatTurn[];
  priceAp: number;
};

/** Everything that may refuse a question before anybody else is asked. */
async function look(key: QuestionKey, text: string, context: Context): Promise<Known> {
  const { caller, clock, options } = context;
  const { quotas, sessions } = context.chat;
  const { chatModels } = context.providers;
  const { userId } = caller;
  const now = clock.now();
  const [standing, account, entitlement, choices, history] = await Promise.all([
    sessions.findMessage(key.answerId),
    quotas.find(userId),
    context.quota.entitlements.find(userId),
    options.choices(now),
    key.isNewSession
      ? []
      : sessions
          .listMessages(key.sessionId, userId, top, contextMessages)
          .then(({ rows }) => rows.reverse()),
    requireChat(context),
  ]);
  const priceAp = priceOf(chatModels);
  const turns = fitContext(
    [{ role: 'system', text: systemPrompt(choices) }, ...toTurns(history), { role: 'user', text }],
    contextTokens,
  );
  const known = { entitlement, choices, turns, priceAp };
  if (standing !== null) {
    if (standing.requestHash !== key.requestHash) throw new AppError('REQUEST_REUSED');
    if (!mayAskAgain(standing, now)) return { ...known, standing };
  }
  if (chatModels.length === 0) throw new AppError('CHAT_NOT_CONFIGURED');
  const wanted = { messageId: key.answerId, ap: priceAp, expiresAt: now };
  if (hold(account, wanted, apLimitOf(entitlement, now), now) === null) {
    throw quotaExceeded(apQuota(account, entitlement, priceAp, now));
  }
  return { ...known, standing: null };
}

/** The same question again: answered as it was, without another charge. */
async function replay(
  answer: ChatMessage,
  { questionId, sessionId }: QuestionKey,
  context: Pick<Context, 'caller' | 'chat' | 'clock' | 'providers' | 'quota'>,
): Promise<Reply> {
  if (!isAnswered(answer)) throw new AppError('ANSWER_UNDER_WAY');
  const { caller, clock, providers } = context;
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
    quota: apQuota(account, entitlement, priceOf(providers.chatModels), now),
  };
}

function toQuestion(
  { text, messageId }: Input,
  { questionId, answerId, sessionId, isNewSession, requestHash }: QuestionKey,
  { entitlement, priceAp }: Known,
  { caller, clock }: Pick<Context, 'caller' | 'clock'>,
): Question {
  const now = clock.now();
  const { openid, userId } = caller;
  const common = {
    ...{ openid, userId, sessionId, messageId, requestHash },
    ...{ apUsed: 0, stopRequestedAt: null, updatedAt: now },
  };
  return {
    question: {
      ...common,
      ...{ id: questionId, role: 'user', status: 'completed', token: '' },
      text,
      createdAt: now,
    },
    answer: {
      ...common,
      ...{ id: answerId, role: 'assistant', status: 'streaming', token: randomUUID() },
      text: '',
      // Later than its question, so that a list never shows it first.
      createdAt: new Date(now.getTime() + 1),
    },
    session: {
      ...{ id: sessionId, openid, userId },
      title: titleOf(text),
      preview: previewOf(text),
      messageCount: 0,
      ...{ createdAt: now, updatedAt: now, deletedAt: null },
    },
    isNewSession,
    priceAp,
    plan: entitlement.plan,
  };
}

/** Where the account was not read again, it is what it was with this answer paid. */
function accountAfter(begun: Begun, { account, answer }: Ended, now: Date): ApAccount {
  const paid = { messageId: answer.id, ap: answer.apUsed };
  return account ?? settle(begun.account, paid, Infinity, now) ?? begun.account;
}

/** For the list of sessions only. */
async function showPreview(
  { sessionId, userId, text, proposal }: ChatMessage,
  { chat: { sessions }, log }: Pick<Context, 'chat' | 'log'>,
): Promise<void> {
  const preview = previewOf(text === '' ? (proposal?.prompt ?? '') : text);
  if (preview === '') return;
  try {
    await sessions.setPreview(sessionId, userId, preview);
  } catch (error) {
    log.warn('preview not written', { cause: describeError(error) });
  }
}
