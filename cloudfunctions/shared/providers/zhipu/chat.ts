import { isReadable } from '../../domain/chat/answer-text';
import { estimateTokens, estimateTurnTokens } from '../../domain/chat/context';
import { ChatError } from '../../domain/chat/model';
import type { ChatAnswer, ChatModel, ChatTurn } from '../../domain/chat/model';
import { createCallTimer } from '../http/call-timer';
import type { CallTimer } from '../http/call-timer';
import { createAnswerReader } from '../http/event-stream';
import type { AnswerReader, ServerEvent } from '../http/event-stream';
import { parseJson } from '../http/json';
import { createLatestNotifier } from '../latest-notifier';
import { addEvent, emptyPartial, isFault, shownText } from './chat-answer';
import type { PartialAnswer } from './chat-answer';
import { open } from './chat-connection';
import type { ChatRequest, OpenAnswer } from './chat-connection';
import {
  abortedCall,
  chatFaultOfAnswer,
  chatFaultOfTransport,
  cutStream,
  emptyAnswer,
  strangeAnswer,
  toChatFault,
} from './chat-faults';
import type { Fault } from './chat-faults';
import { errorCodeOf } from './errors';

export type ZhipuChatOptions = {
  apiKey: string;
  baseUrl: string;
  model: string;
  /** A longer answer is cut off at this many characters. */
  maxTextLength?: number;
  /** The call is aborted if no byte arrives for this long, before or during the answer. */
  idleMs?: number;
};

/** About 800 Chinese characters: the assistant is told to stay below 120. */
const maxAnswerTokens = 1024;
const maxBytes = 4 * 1024 * 1024;
const limits = { maxEventLength: 256 * 1024, maxBodyLength: 64 * 1024 };
/** After the finish reason, only the end of the stream is expected. */
const endMs = 1_000;

/** https://docs.bigmodel.cn/api-reference/模型-api/对话补全, streamed. */
export function createZhipuChat(options: ZhipuChatOptions): ChatModel {
  const { apiKey, baseUrl, model, maxTextLength = 2_000, idleMs = 20_000 } = options;
  const url = `${baseUrl.replace(/\/+$/, '')}/chat/completions`;

  return {
    name: model,
    async answer(turns, { userId, requestId, timeoutMs, signal, onText }) {
      const timer = createCallTimer({ timeoutMs: Math.max(1, timeoutMs), idleMs, signal });
      const notifier = createLatestNotifier(onText, () => timer.abort('listener'));
      const onPartial = (partial: PartialAnswer): boolean => {
        if (partial.finish !== null) timer.shortenIdle(Math.min(endMs, idleMs));
        const { text, isCut } = shownText(partial, maxTextLength, false);
        if (isReadable(text)) notifier.notify(text);
        return isCut;
      };
      const body = toBody(model, turns, userId, requestId);
      const outcome = await ask({ url, apiKey, body }, timer, onPartial).finally(() => timer.end());
      await notifier.end();
      const answer = isFault(outcome) ? outcome : toAnswer(outcome, turns, maxTextLength);
      if (!isFault(answer)) return answer;
      throw new ChatError(toChatFault(answer, notifier.hasNotified()));
    },
  };
}

function toBody(
  model: string,
  turns: readonly ChatTurn[],
  userId: string,
  requestId: string | undefined,
): object {
  return {
    model,
    messages: turns.map(({ role, text }) => ({ role, content: text })),
    stream: true,
    max_tokens: maxAnswerTokens,
    temperature: 0.8,
    user_id: userId,
    ...(requestId === undefined ? {} : { request_id: requestId }),
    // Since 4.5 the models think before they answer unless told not to, and may use up all tokens on it.
    ...(/^glm-(4\.[5-9]|[5-9])/i.test(model) ? { thinking: { type: 'disabled' } } : {}),
  };
}

function toAnswer(
  partial: PartialAnswer,
  turns: readonly ChatTurn[],
  maxTextLength: number,
): ChatAnswer | Fault {
  const { text, isCut } = shownText(partial, maxTextLength, true);
  if (!isCut && !partial.isOver && partial.finish === null) return cutStream('no-end');
  if (!isReadable(text)) return emptyAnswer();
  return {
    text,
    tokensUsed: partial.tokensUsed ?? estimateTurnTokens(turns) + estimateTokens(text),
    finish: isCut ? 'length' : (partial.finish ?? 'stop'),
  };
}

/** Reports what has arrived; returns true if reading further is pointless. */
type OnPartial = (partial: PartialAnswer) => boolean;

/** Returns the whole answer, or the fault. */
async function ask(
  request: ChatRequest,
  timer: CallTimer,
  onPartial: OnPartial,
): Promise<PartialAnswer | Fault> {
  const aborted = (): Fault | null => {
    const cause = timer.cause();
    return cause === null ? null : abortedCall(cause);
  };
  const early = aborted();
  if (early !== null) return early;
  let answer: OpenAnswer;
  try {
    answer = await open(request, timer.signal);
  } catch (error) {
    // The axios error contains the request with its key; only safe parts are passed on.
    return aborted() ?? chatFaultOfTransport(error);
  }
  const reader = createAnswerReader(answer.contentType, limits);
  try {
    const outcome = await read(answer, reader, timer, onPartial);
    const isEnded = !isFault(outcome) && outcome.finish !== null;
    return isEnded ? outcome : (aborted() ?? outcome);
  } finally {
    // An abort closes the connection through its signal; this closes it once nothing more is needed.
    answer.stream.destroy();
  }
}

async function read(
  { status, retryAfter, stream }: OpenAnswer,
  reader: AnswerReader,
  timer: CallTimer,
  onPartial: OnPartial,
): Promise<PartialAnswer | Fault> {
  // Chunks may split characters: the decoder keeps incomplete bytes until the next chunk, and drops a byte order mark.
  const decoder = new TextDecoder();
  const add = status === 200 ? addEvent : failed;
  let partial = emptyPartial;
  let bytes = 0;
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      timer.touch();
      bytes += part.length;
      const next = addAll(partial, reader.push(decoder.decode(part, { stream: true })), add);
      // A piece that ends in a fault is not shown, not even its beginning.
      if (isFault(next)) return next;
      const isEnough = next !== partial && onPartial(next);
      partial = next;
      if (isEnough || partial.isOver) return partial;
      if (bytes > maxBytes || reader.isTooLong()) return brokenOff('too-much');
    }
  } catch (error) {
    return partial.finish === null ? brokenOff(chatFaultOfTransport(error).providerCode) : partial;
  }
  const rest = [...reader.push(decoder.decode()), ...reader.end()];
  const last = addAll(partial, rest, add);
  return status === 200 || isFault(last) ? last : failure(null);

  function failed(_: PartialAnswer, { data }: ServerEvent): Fault {
    return failure(errorCodeOf(parseJson(data)));
  }
  function failure(code: string | null): Fault {
    return chatFaultOfAnswer({ status, code, retryAfter });
  }
  function brokenOff(providerCode: string): Fault {
    if (status !== 200) return failure(null);
    return reader.isEventStream() ? cutStream(providerCode) : strangeAnswer(providerCode);
  }
}

function addAll(
  partial: PartialAnswer,
  events: readonly ServerEvent[],
  add: (partial: PartialAnswer, event: ServerEvent) => PartialAnswer | Fault,
): PartialAnswer | Fault {
  let next = partial;
  for (const event of events) {
    const outcome = add(next, event);
    if (isFault(outcome)) return outcome;
    next = outcome;
    if (next.isOver) break;
  }
  return next;
}
