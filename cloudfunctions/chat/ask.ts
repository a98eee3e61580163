import type { Context } from '../shared/context';
import { ChatError, minAnswerMs, nextChatStep } from '../shared/domain/chat/model';
import type { ChatAnswer, ChatModel, ChatOptions, ChatTurn } from '../shared/domain/chat/model';
import { needsAlarm } from '../shared/domain/provider/fault';

export type ModelAnswer = ChatAnswer & { model: string };

/**
 * The only retry loop around paid questions. Models are tried in order until one answers, the time is over or a fault forbids
 * another attempt; never after a part of an answer was shown. Throws ChatError.
 */
export async function ask(
  turns: readonly ChatTurn[],
  models: readonly ChatModel[],
  { clock, log }: Pick<Context, 'clock' | 'log'>,
  deadline: Date,
  options: Omit<ChatOptions, 'timeoutMs'>,
): Promise<ModelAnswer> {
  const remaining = () => deadline.getTime() - clock.now().getTime();
  let lastError: ChatError | null = null;
  for (const model of models) {
    for (let attempt = 1; remaining() >= minAnswerMs || lastError === null; attempt += 1) {
      const timeoutMs = Math.max(1, remaining());
      try {
        return { ...(await model.answer(turns, { ...options, timeoutMs })), model: model.name };
      } catch (error) {
        if (!(error instanceof ChatError)) throw error;
        lastError = error;
      }
      const { fault } = lastError;
      const next = nextChatStep(fault, attempt, remaining(), () => clock.random());
      const fields = {
        provider: model.name,
        failure: fault.failure,
        providerCode: fault.providerCode,
        httpStatus: fault.httpStatus,
        state: fault.state,
        attempt,
        next: next.step,
      };
      if (needsAlarm(fault)) log.alarm('chat provider', fields);
      else if (fault.failure !== 'stopped') log.warn('chat provider fault', fields);
      if (next.step === 'stop') throw lastError;
      if (next.step === 'other') break;
      await clock.sleep(next.waitMs);
    }
  }
  throw lastError ?? new Error('There is no chat model to ask.');
}
