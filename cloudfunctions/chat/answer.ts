import type { Context } from '../shared/context';
import type { Begun, Ended, Given, NotGiven } from '../shared/data/chat/answers';
import { isAnswered } from '../shared/domain/chat/conversation';
import { ChatError } from '../shared/domain/chat/model';
import type { ChatTurn } from '../shared/domain/chat/model';
import { parseAnswer } from '../shared/domain/chat/prompt';
import type { ParsedAnswer, PictureChoices } from '../shared/domain/chat/prompt';
import { estimateTokens, estimateTurnTokens } from '../shared/domain/chat/context';
import { anonymous } from '../shared/domain/ids';
import { AppError, isAppError } from '../shared/error';
import { describeError } from '../shared/domain/log';
import { requireCleanText } from '../shared/flows/text-check';
import { ask } from './ask';
import type { Answered } from './ask';
import { createGrowth } from './growth';

/** After each failed attempt to write the end of an answer; a transaction repeats itself before that. */
const waitsMs = [500, 1_500];
const checkAttempts = 2;

type Asked = {
  begun: Begun;
  turns: readonly ChatTurn[];
  choices: PictureChoices;
  priceAp: number;
  deadline: Date;
};
/** What there is to be judged before it may stay. `whole`: every word of it, the proposal included. */
type Draft = { given: Given; whole: string };

/**
 * From the empty answer to its end: asked, shown while it grows, checked, and paid if and only if it stays. Throws
 * ANSWER_FAILED or ANSWER_REFUSED when it does not; then nothing is paid and no word of it is left.
 */
export async function giveAnswer(asked: Asked, context: Context): Promise<Ended> {
  const { begun, priceAp } = asked;
  try {
    const draft = await draw(asked, context);
    if (draft === null) {
      const ended = await keepNothing(begun, { status: 'stopped' }, context);
      if (ended.answer.status === 'stopped') return ended;
      throw new AppError('ANSWER_FAILED');
    }
    await requireCleanAnswer(draft.whole, context);
    const ended = await withCare(context, () =>
      context.chat.answers.settle(begun, draft.given, priceAp, context.clock.now()),
    );
    if (ended.isOurs) return ended;
    throw new AppError('ANSWER_FAILED');
  } catch (error) {
    const refusal = refusalOf(error, context);
    const { failure: errorCode, message: errorMessage } = refusal;
    const status = errorCode === 'ANSWER_REFUSED' ? 'refused' : 'failed';
    try {
      const ended = await keepNothing(begun, { status, errorCode, errorMessage }, context);
      // Its end was written after all, and only the answer to that was lost.
      if (isAnswered(ended.answer) && ended.answer.token === begun.answer.token) return ended;
    } catch (cause) {
      // Its silence will say it, and its hold ends by itself.
      context.log.warn('answer not ended', { cause: describeError(cause) });
    }
    throw refusal;
  }
}

/** The words of the answer, or null when it was stopped before the first. */
async function draw(
  { begun, turns, choices, deadline }: Asked,
  context: Context,
): Promise<Draft | null> {
  const growth = createGrowth(begun.answer, choices, context);
  try {
    const answered = await ask(turns, context, deadline, {
      userId: `user-${anonymous(begun.answer.userId)}`,
      signal: growth.signal,
      onText: growth.onText,
    });
    const { text: whole, tokensUsed, model } = answered;
    const parsed = parseWhole(answered, choices);
    return { given: { status: 'completed', ...parsed, tokensUsed, model }, whole };
  } catch (error) {
    const isStopped = error instanceof ChatError && error.fault.failure === 'stopped';
    if (!isStopped || growth.reason() !== 'stop') throw error;
    const shown = growth.shown();
    const whole = [shown.text, shown.proposal?.prompt ?? ''].join('\n').trim();
    if (whole === '') return null;
    const tokensUsed = estimateTurnTokens(turns) + estimateTokens(whole);
    const model = context.providers.chatModels[0]?.name ?? '';
    return { given: { status: 'stopped', ...shown, tokensUsed, model }, whole };
  } finally {
    await growth.end();
  }
}

/** Where the model had to end, half a proposal is left out, unless there is nothing else. */
function parseWhole({ text, finish }: Answered, choices: PictureChoices): ParsedAnswer {
  const cut = parseAnswer(text, choices, finish === 'stop');
  return cut.text === '' && cut.proposal === undefined ? parseAnswer(text, choices, true) : cut;
}

/** The provider has its own filter; what we show is our own responsibility. */
async function requireCleanAnswer(text: string, context: Context): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await requireCleanText(text, 'social', context);
      return;
    } catch (error) {
      const isRefused = isAppError(error) && error.failure === 'CONTENT_REFUSED';
      if (isRefused) throw new AppError('ANSWER_REFUSED');
      if (attempt === checkAttempts) throw error;
      await context.clock.sleep(waitsMs[0] ?? 0);
    }
  }
}

function keepNothing(begun: Begun, ending: NotGiven, context: Context): Promise<Ended> {
  return withCare(context, () => context.chat.answers.giveUp(begun, ending, context.clock.now()));
}

/** In the words of the user; the reason is for the log. */
function refusalOf(error: unknown, { log }: Context): AppError {
  if (isAppError(error) && error.failure === 'ANSWER_REFUSED') return error;
  if (error instanceof ChatError && error.fault.failure === 'refused') {
    return new AppError('ANSWER_REFUSED', { cause: error });
  }
  if (!(error instanceof ChatError)) log.error('answer failed', { cause: describeError(error) });
  return new AppError('ANSWER_FAILED', { cause: error });
}

async function withCare<Result>(
  { clock, log }: Context,
  step: () => Promise<Result>,
): Promise<Result> {
  for (const waitMs of waitsMs) {
    try {
      return await step();
    } catch (error) {
      log.warn('end of answer not written yet', { cause: describeError(error) });
      await clock.sleep(waitMs);
    }
  }
  return step();
}
