import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answers } from './answers';
import { planAnswer } from './chat-plan';
import type { Plan } from './chat-plan';
import { filterOf, toFrames } from './chat-frames';
import type { Frames, Head } from './chat-frames';
import { parseChatRequest } from './chat-request';
import type { ChatRequest } from './chat-request';
import { ZhipuError } from './errors';
import { checkKey } from './fields';
import type { Rules } from './rules';

/** `charged` tells whether an answer was begun. `isClosed`: the client went away before the end. */
export type SeenChat = {
  at: number;
  request: ChatRequest | null;
  charged: boolean;
  outcome: string;
  chunksSent: number;
  isClosed: boolean;
};

type Pace = { chunkMs: number; isTorn: boolean };

type Parts = {
  apiKeys: string[];
  paceMs: number;
  concurrency?: number;
  now: () => number;
  rules: Rules;
  answers: Answers;
};

export type Chat = {
  complete(request: IncomingMessage, body: string, response: ServerResponse): Promise<void>;
  chats(): SeenChat[];
};

const mostRemembered = 1000;
/** A model takes longer to begin than to go on. */
const beginning = 8;
/** What was sent is heard before it goes wrong: otherwise both could arrive in one piece. */
const beforeFailureMs = 150;

/** `POST /chat/completions`, streamed or not. */
export function createChat(parts: Parts): Chat {
  const { answers, now, rules } = parts;
  const seen: SeenChat[] = [];
  let running = 0;

  function remember(): SeenChat {
    const entry: SeenChat = {
      at: now(),
      request: null,
      charged: false,
      outcome: 'open',
      chunksSent: 0,
      isClosed: false,
    };
    seen.push(entry);
    if (seen.length > mostRemembered) seen.shift();
    return entry;
  }

  function admit(request: IncomingMessage, body: string): ChatRequest {
    checkKey(request, parts.apiKeys);
    if (parts.concurrency !== undefined && running >= parts.concurrency) {
      throw new ZhipuError('1302');
    }
    return parseChatRequest(body);
  }

  async function stream(
    entry: SeenChat,
    frames: Frames,
    response: ServerResponse,
    pace: Pace,
  ): Promise<void> {
    response.writeHead(200, {
      'content-type': 'text/event-stream;charset=UTF-8',
      'cache-control': 'no-cache',
    });
    response.flushHeaders();
    for (const { text, isChunk } of frames.pieces) {
      if (response.destroyed) return;
      await write(response, pace.isTorn, text);
      if (isChunk) entry.chunksSent += 1;
      await answers.wait(pace.chunkMs, response);
    }
    if (frames.isWrong && entry.chunksSent > 0) await answers.wait(beforeFailureMs, response);
    await write(response, pace.isTorn, frames.last);
    if (frames.ending === 'cut') response.destroy();
    else if (frames.ending === 'end') response.end();
  }

  return {
    async complete(request, body, response) {
      const entry = remember();
      const id = `${now()}${randomBytes(6).toString('hex')}`;
      let asked: ChatRequest;
      try {
        asked = admit(request, body);
      } catch (error) {
        if (!(error instanceof ZhipuError)) throw error;
        entry.outcome = `error ${error.code}`;
        answers.error(response, error, id);
        return;
      }
      entry.request = asked;
      const question = asked.turns.filter(({ role }) => role === 'user').at(-1)?.text ?? '';
      const behaviours = rules.choose(question, 'chat');
      entry.outcome = behaviours.map(({ name }) => name).join(' ') || 'answered';

      running += 1;
      response.once('close', () => {
        running -= 1;
        entry.isClosed = !response.writableEnded;
      });
      for (const behaviour of behaviours) {
        if (answers.wrongly(response, behaviour, id)) return;
      }
      entry.charged = true;
      const valueOf = (name: string): number | null => {
        const found = behaviours.find((behaviour) => behaviour.name === name);
        return found === undefined ? null : Number(found.value);
      };
      const chunkMs = valueOf('pace') ?? parts.paceMs;
      const plan = planAnswer(asked, behaviours);
      await answers.wait(valueOf('slow') ?? chunkMs * beginning, response);
      if (valueOf('cut') !== null) {
        response.destroy();
        return;
      }
      const head = { id, created: Math.floor(now() / 1000), model: asked.model };
      if (asked.isStream) {
        const pace = { chunkMs, isTorn: valueOf('torn') !== null };
        await stream(entry, toFrames(head, plan, behaviours), response, pace);
        return;
      }
      await answers.wait(plan.chunks.length * chunkMs, response);
      answerWhole(response, { ...head, request_id: asked.requestId ?? id }, plan, answers);
    },
    chats: () => [...seen],
  };
}

/** Resolves when the text has left this process, so that what follows cannot overtake it. */
async function write(response: ServerResponse, isTorn: boolean, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  const size = isTorn ? 1 : bytes.length;
  for (let from = 0; from < bytes.length && !response.destroyed; from += size) {
    await new Promise((resolve) => response.write(bytes.subarray(from, from + size), resolve));
  }
}

/** The answer in one piece; what can only happen to a stream happens to it as a closed connection. */
function answerWhole(
  response: ServerResponse,
  head: Head & { request_id: string },
  plan: Plan,
  answers: Answers,
): void {
  const { chunks, thoughts, ending, usage } = plan;
  if (ending.kind === 'error') {
    answers.error(response, ending.code, head.request_id);
  } else if (ending.kind === 'finish') {
    const reasoning = thoughts.length === 0 ? {} : { reasoning_content: thoughts.join('') };
    const message = { role: 'assistant', content: chunks.join(''), ...reasoning };
    answers.json(response, 200, {
      ...head,
      choices: [{ index: 0, finish_reason: ending.reason, message }],
      ...(ending.hasUsage ? { usage } : {}),
      ...filterOf(ending),
    });
  } else if (ending.kind !== 'silence') {
    response.destroy();
  }
}
