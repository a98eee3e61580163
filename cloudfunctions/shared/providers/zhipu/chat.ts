import type { Readable } from 'node:stream';
import { estimateTokens, estimateTurnTokens } from '../../domain/chat/context';
import { ChatError } from '../../domain/chat/model';
import type { ChatAnswer, ChatFault, ChatModel, ChatTurn } from '../../domain/chat/model';
import { createEventReader } from '../http/event-stream';
import type { ServerEvent } from '../http/event-stream';
import { createPatience } from '../http/patience';
import type { Patience } from '../http/patience';
import { createTelling } from '../telling';
import { open, readText } from './chat-connection';
import type { Opened, Target } from './chat-connection';
import { chatFaultOfAnswer, chatFaultOfTransport, cutStream, strangeAnswer } from './chat-faults';
import type { Fault } from './chat-faults';
import { capped, hear, hearBody, isFault, nothingHeard } from './chat-events';
import type { Heard } from './chat-events';
import { parseJson, refusalCode } from './refusal';

export type ZhipuChatOptions = {
  apiKey: string;
  baseUrl: string;
  model: string;
  /** The longest answer, in characters; what is longer is cut there. */
  longestText?: number;
  /** The longest silence, before the answer and within it. */
  quietMs?: number;
};

/** Some 800 Chinese characters: the assistant is told to stay below 120. */
const mostAnswerTokens = 1024;
const longestEvent = 256 * 1024;
const mostBytes = 4 * 1024 * 1024;
/** After the reason of its end only the end itself is due. */
const endMs = 1_000;

/** https://docs.bigmodel.cn/api-reference/模型-api/对话补全, streamed. */
export function createZhipuChat(options: ZhipuChatOptions): ChatModel {
  const { apiKey, baseUrl, model, longestText = 4_000, quietMs = 20_000 } = options;
  const url = `${baseUrl.replace(/\/+$/, '')}/chat/completions`;

  return {
    name: model,
    async answer(turns, { userId, timeoutMs, signal, onText }) {
      const patience = createPatience({ timeoutMs: Math.max(1, timeoutMs), quietMs, signal });
      const telling = createTelling(onText, () => patience.giveUp('listener'));
      const onHeard = (heard: Heard): void => {
        if (heard.finish !== null) patience.hurry(Math.min(endMs, quietMs));
        if (heard.text !== '') telling.tell(heard.text);
      };
      const outcome = await ask({
        target: { url, apiKey, body: toBody(model, turns, userId) },
        patience,
        longestText,
        onHeard,
      }).finally(() => patience.end());
      await telling.end();
      if (!isFault(outcome)) return toAnswer(outcome, turns);
      throw new ChatError(seen(outcome, telling.hasTold()));
    },
  };
}

/** The same fault from where the user sits. */
function seen(fault: Fault, hasShownText: boolean): ChatFault {
  return {
    ...fault,
    failure: hasShownText && fault.failure === 'noAnswer' ? 'cut' : fault.failure,
    hasShownText,
    mustErase: hasShownText && fault.failure === 'refused',
  };
}

function toBody(model: string, turns: readonly ChatTurn[], userId: string): object {
  return {
    model,
    messages: turns.map(({ role, text }) => ({ role, content: text })),
    stream: true,
    max_tokens: mostAnswerTokens,
    temperature: 0.8,
    user_id: userId,
    // Since 4.5 the models think before they answer unless told not to, and may use up all tokens on it.
    ...(/^glm-(4\.[5-9]|[5-9])/i.test(model) ? { thinking: { type: 'disabled' } } : {}),
  };
}

function toAnswer({ text, finish, tokensUsed }: Heard, turns: readonly ChatTurn[]): ChatAnswer {
  return {
    text,
    tokensUsed: tokensUsed ?? estimateTurnTokens(turns) + estimateTokens(text),
    finish: finish ?? 'stop',
  };
}

type Request = {
  target: Target;
  patience: Patience;
  longestText: number;
  onHeard: (heard: Heard) => void;
};

/** The whole answer, or the fault that stands in its place. */
async function ask(request: Request): Promise<Heard | Fault> {
  const { patience } = request;
  if (patience.reason() !== null) return faultOfPatience(patience);
  let response: Opened;
  try {
    response = await open(request.target, patience.signal);
  } catch (error) {
    // The error of axios carries the request with its key; only what is safe goes on.
    return patience.reason() === null ? chatFaultOfTransport(error) : faultOfPatience(patience);
  }
  try {
    if (response.isEventStream) return await readEvents(response.stream, request);
    const outcome = await readBody(response);
    const isGivenUp = isFault(outcome) && patience.reason() !== null;
    return isGivenUp ? faultOfPatience(patience) : capped(outcome, request.longestText);
  } finally {
    // When patience ends the client closes the connection by its signal; here, when there is nothing more to hear.
    response.stream.destroy();
  }
}

/** An answer that is no stream: an error as a rule, or a whole answer from a gateway that does not stream. */
async function readBody({ status, retryAfter, stream }: Opened): Promise<Heard | Fault> {
  const text = await readText(stream);
  if (status !== 200 || text === null) {
    const code = text === null ? null : refusalCode(parseJson(text));
    return chatFaultOfAnswer(status, code, retryAfter);
  }
  const body = parseJson(text);
  const code = refusalCode(body);
  return code === null
    ? ended(hearBody(nothingHeard, body))
    : chatFaultOfAnswer(status, code, retryAfter);
}

async function readEvents(stream: Readable, request: Request): Promise<Heard | Fault> {
  const { patience, longestText, onHeard } = request;
  const reader = createEventReader();
  // Characters may be cut anywhere; the decoder keeps their first bytes until the others come.
  const decoder = new TextDecoder();
  let heard = nothingHeard;
  let bytes = 0;
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      patience.heard();
      bytes += part.length;
      const next = hearAll(heard, reader.push(decoder.decode(part, { stream: true })));
      // A piece that ends in a fault is not shown, not even its beginning.
      if (isFault(next)) return next;
      const hasGrown = next.text.length > heard.text.length || next.finish !== heard.finish;
      heard = capped(next, longestText);
      if (hasGrown) onHeard(heard);
      if (heard.isOver) return ended(heard);
      if (bytes > mostBytes || reader.pendingLength() > longestEvent) return cutStream('too-much');
    }
  } catch (error) {
    if (heard.finish !== null) return ended(heard);
    if (patience.reason() !== null) return faultOfPatience(patience);
    return cutStream(chatFaultOfTransport(error).providerCode);
  }
  if (patience.reason() !== null && heard.finish === null) return faultOfPatience(patience);
  const last = hearAll(heard, [...reader.push(decoder.decode()), ...reader.end()]);
  return ended(capped(last, longestText));
}

function hearAll(heard: Heard, events: readonly ServerEvent[]): Heard | Fault {
  let next = heard;
  for (const event of events) {
    const outcome = hear(next, event);
    if (isFault(outcome)) return outcome;
    next = outcome;
    if (next.isOver) break;
  }
  return next;
}

/** What an answer is worth that nothing will be added to. */
function ended(outcome: Heard | Fault): Heard | Fault {
  if (isFault(outcome)) return outcome;
  if (!outcome.isOver && outcome.finish === null) return cutStream('no-end');
  return outcome.text.trim() === '' ? { ...cutStream('empty'), failure: 'failed' } : outcome;
}

function faultOfPatience(patience: Patience): Fault {
  const reason = patience.reason() ?? 'timeout';
  if (reason === 'stopped') {
    return { kind: 'userFault', failure: 'stopped', providerCode: 'stopped', httpStatus: null };
  }
  return { ...strangeAnswer(reason), httpStatus: null };
}
