import type { Context } from '../shared/context';
import type { AnswerEnd, Ending, GivenAnswer } from '../shared/data/chat/answers';
import type { StartedAnswer } from '../shared/data/chat/beginnings';
import { fixedWaits, retry } from '../shared/data/core/retry';
import { isAnswered } from '../shared/domain/chat/conversation';
import { ChatError } from '../shared/domain/chat/model';
import type { ChatModel, ChatTurn } from '../shared/domain/chat/model';
import { parseAnswer } from '../shared/domain/chat/prompt';
import type { ParsedAnswer, PictureChoices } from '../shared/domain/chat/prompt';
import { estimateTokens, estimateTurnTokens } from '../shared/domain/chat/context';
import { anonymous } from '../shared/domain/ids';
import { AppError, isAppError } from '../shared/error';
import { describeError } from '../shared/domain/log';
import { requireCleanText } from '../shared/flows/text-check';
import { ask } from './ask';
import type { ModelAnswer } from './ask';
import { createGrowth } from './growth';

/** Waits between attempts; each transaction already retries by itself. */
const endWaits = fixedWaits(500, 1_500);
const checkWaits = fixedWaits(500);

type AnswerOrder = {
  begun: StartedAnswer;
  turns: readonly ChatTurn[];
  models: readonly ChatModel[];
  choices: PictureChoices;
  priceAp: number;
  deadline: Date;
};
/** An answer before moderation. `whole`: all of its text, including the proposal. */
type Draft = { given: GivenAnswer; whole: string };

/**
 * Asks the model, shows the answer as it grows, moderates and records it. An answer is charged if and only if it is kept.
 * Otherwise throws ANSWER_FAILED or ANSWER_REFUSED; then nothing is charged and none of its text remains. Throws ANSWER_UNDER_WAY
 * if the database does not tell whether it was kept.
 */
export async function giveAnswer(order: AnswerOrder, context: Context): Promise<AnswerEnd> {
  const { begun, priceAp } = order;
  let isPaymentSent = false;
  try {
    const drafted = await draft(order, context);
    if (drafted === null) {
      const ended = await keepNothing(begun, { status: 'stopped' }, context);
      if (ended.answer.status === 'stopped') return ended;
      throw new AppError('ANSWER_FAILED');
    }
    await requireCleanAnswer(drafted.whole, context);
    isPaymentSent = true;
    const ended = await retried(context, () =>
      context.chat.answers.settle(begun, drafted.given, priceAp),
    );
    if (ended.isOurs) return ended;
    throw new AppError('ANSWER_FAILED');
  } catch (error) {
    const refusal = refusalOf(error, context);
    const { failure: errorCode, message: errorMessage } = refusal;
    const status = errorCode === 'ANSWER_REFUSED' ? 'refused' : 'failed';
    try {
      const ended = await keepNothing(begun, { status, errorCode, errorMessage }, context);
      // The end was committed; only the reply to the write was lost.
      if (isAnswered(ended.answer) && ended.answer.attempt === begun.answer.attempt) return ended;
    } catch (cause) {
      // The answer counts as failed once its row is silent, and its hold expires.
      context.log.warn('answer not ended', { cause: describeError(cause) });
      // It may have been charged, so it must not be reported as failed: the phone asks again.
      if (isPaymentSent) throw new AppError('ANSWER_UNDER_WAY', { cause });
    }
    throw refusal;
  }
}

/** The text of the answer; null if it was stopped before any arrived. */
async function draft(
  { begun, turns, models, choices, deadline }: AnswerOrder,
  context: Context,
): Promise<Draft | null> {
  const growth = createGrowth(begun.answer, choices, context);
  try {
    const answer = await ask(turns, models, context, deadline, {
      userId: `user-${anonymous(begun.answer.userId)}`,
      signal: growth.signal,
      onText: growth.onText,
    });
    const { text: whole, tokensUsed, model } = answer;
    const parsed = parseWhole(answer, choices);
    return { given: { status: 'completed', ...parsed, tokensUsed, model }, whole };
  } catch (error) {
    const isStopped = error instanceof ChatError && error.fault.failure === 'stopped';
    if (!isStopped || growth.reason() !== 'stop') throw error;
    const shown = growth.shown();
    const whole = [shown.text, shown.proposal?.prompt ?? ''].join('\n').trim();
    if (whole === '') return null;
    const tokensUsed = estimateTurnTokens(turns) + estimateTokens(whole);
    const model = models[0]?.name ?? '';
    return { given: { status: 'stopped', ...shown, tokensUsed, model }, whole };
  } finally {
    await growth.end();
  }
}

/** If the model was cut off, an incomplete proposal is left out, unless there is nothing else. */
function parseWhole({ text, finish }: ModelAnswer, choices: PictureChoices): ParsedAnswer {
  const cut = parseAnswer(text, choices, finish === 'stop');
  return cut.text === '' && cut.proposal === undefined ? parseAnswer(text, choices, true) : cut;
}

/** The provider has its own filter, but we are responsible for what we show. */
async function requireCleanAnswer(text: string, context: Context): Promise<void> {
  const isRefusal = (error: unknown) => isAppError(error) && error.failure === 'CONTENT_REFUSED';
  const isRetryable = (error: unknown) => !isRefusal(error);
  try {
    await retry(context.clock, { ...checkWaits, isRetryable }, () =>
      requireCleanText(text, 'social', context),
    );
  } catch (error) {
    throw isRefusal(error) ? new AppError('ANSWER_REFUSED') : error;
  }
}

function keepNothing(begun: StartedAnswer, ending: Ending, context: Context): Promise<AnswerEnd> {
  return retried(context, () => context.chat.answers.giveUp(begun, ending, context.clock.now()));
}

/** The refusal shown to the user; the reason goes to the log. */
function refusalOf(error: unknown, { log }: Context): AppError {
  if (isAppError(error) && error.failure === 'ANSWER_REFUSED') return error;
  if (error instanceof ChatError && error.fault.failure === 'refused') {
    return new AppError('ANSWER_REFUSED', { cause: error });
  }
  if (!(error instanceof ChatError)) log.error('answer failed', { cause: describeError(error) });
  return new AppError('ANSWER_FAILED', { cause: error });
}

function retried<Result>(
  { clock, log }: Pick<Context, 'clock' | 'log'>,
  step: () => Promise<Result>,
): Promise<Result> {
  const onRetry = (error: unknown) =>
    log.warn('end of answer not written yet', { cause: describeError(error) });
  return retry(clock, { ...endWaits, onRetry }, step);
}
