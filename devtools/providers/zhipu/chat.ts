import type { ServerResponse } from 'node:http';
import type { Answers } from '../http/answers';
import type { Behaviour } from '../http/directives';
import { createRunning } from '../http/kit';
import type { Kit } from '../http/kit';
import type { Call } from '../http/server';
import { StubError } from '../http/vendor';
import { filterOf, toFrames } from './chat-frames';
import type { Frames, Head } from './chat-frames';
import { planAnswer } from './chat-plan';
import type { Plan } from './chat-plan';
import { parseChatRequest } from './chat-request';
import type { ChatRequest } from './chat-request';
import { lookAt } from './vision';

/** `charged` tells whether an answer was started, `isClosed` whether the client disconnected before the end. */
export type ChatRecord = {
  at: number;
  request: ChatRequest | null;
  charged: boolean;
  outcome: string;
  chunksSent: number;
  isClosed: boolean;
};

type ChatCall = Pick<Call, 'request' | 'response'>;

export type ChatApi = {
  complete(call: ChatCall, body: string): Promise<void>;
  chats(): ChatRecord[];
};

const maxRemembered = 1000;
/** The first chunk takes longer than the following ones: as long as this many chunks. */
const chunksBeforeFirst = 8;
/** Lets the client receive the text before the failure; otherwise both could arrive together. */
const beforeFailureMs = 150;

/** `POST /chat/completions`, with or without streaming. */
export function createChatApi(kit: Kit, { paceMs }: { paceMs: number }): ChatApi {
  const { answers, now, rules } = kit;
  const running = createRunning(kit);
  const seen: ChatRecord[] = [];
  let answered = 0;

  function remember(): ChatRecord {
    const entry: ChatRecord = {
      ...{ at: now(), request: null, charged: false },
      ...{ outcome: 'open', chunksSent: 0, isClosed: false },
    };
    seen.push(entry);
    if (seen.length > maxRemembered) seen.shift();
    return entry;
  }

  async function stream(
    entry: ChatRecord,
    frames: Frames,
    response: ServerResponse,
    chunkMs: number,
  ): Promise<void> {
    const { contentType, isTorn } = frames;
    response.writeHead(200, {
      ...(contentType === null ? {} : { 'content-type': contentType }),
      'cache-control': 'no-cache',
    });
    response.flushHeaders();
    for (const { text, isChunk } of frames.pieces) {
      if (response.destroyed) return;
      await write(response, isTorn, text);
      if (isChunk) entry.chunksSent += 1;
      await answers.wait(chunkMs, response);
    }
    if (frames.isWrong && entry.chunksSent > 0) await answers.wait(beforeFailureMs, response);
    await write(response, isTorn, frames.last);
    if (frames.ending === 'cut') response.destroy();
    else if (frames.ending === 'end') response.end();
  }

  return {
    async complete(call, body) {
      const { response } = call;
      const entry = remember();
      answered += 1;
      const id = `${now()}${String(answered).padStart(12, '0')}`;
      let asked: ChatRequest;
      try {
        running.admit(call);
        asked = parseChatRequest(body);
      } catch (error) {
        if (!(error instanceof StubError)) throw error;
        entry.outcome = `error ${error.code}`;
        answers.error(response, error, id);
        return;
      }
      entry.request = asked;
      const question = asked.turns.filter(({ role }) => role === 'user').at(-1)?.text ?? '';
      const isVision = asked.pictures.length > 0;
      const behaviours = rules.choose(question, isVision ? 'vision' : 'chat');
      entry.outcome = behaviours.map(({ name }) => name).join(' ') || 'answered';

      running.begin(call);
      response.once('close', () => {
        entry.isClosed = !response.writableEnded;
      });
      for (const behaviour of behaviours) {
        if (answers.wrongly(response, behaviour, id)) return;
      }
      let sight: string | null = null;
      try {
        if (isVision) sight = await lookAt(question, asked.pictures, behaviours);
      } catch (error) {
        if (!(error instanceof StubError)) throw error;
        entry.outcome = `error ${error.code}`;
        answers.error(response, error, id);
        return;
      }
      entry.charged = true;
      const chunkMs = valueOf(behaviours, 'pace') ?? paceMs;
      const plan = planAnswer(asked, behaviours, sight);
      await answers.wait(valueOf(behaviours, 'slow') ?? chunkMs * chunksBeforeFirst, response);
      if (valueOf(behaviours, 'cut') !== null) {
        response.destroy();
        return;
      }
      const head = { id, created: Math.floor(now() / 1000), model: asked.model };
      if (asked.isStream && valueOf(behaviours, 'plain-json') === null) {
        await stream(entry, toFrames(head, plan, behaviours), response, chunkMs);
        return;
      }
      await answers.wait(plan.chunks.length * chunkMs, response);
      answerWhole(response, { ...head, request_id: asked.requestId ?? id }, plan, answers);
    },
    chats: () => [...seen],
  };
}

function valueOf(behaviours: readonly Behaviour[], name: string): number | null {
  const found = behaviours.find((behaviour) => behaviour.name === name);
  return found === undefined ? null : Number(found.value);
}

/** Resolves when the text has left this process, so that later data cannot overtake it. */
async function write(response: ServerResponse, isTorn: boolean, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  const size = isTorn ? 1 : bytes.length;
  for (let from = 0; from < bytes.length && !response.destroyed; from += size) {
    await new Promise((resolve) => response.write(bytes.subarray(from, from + size), resolve));
  }
}

/** Sends the answer without streaming; faults that only a stream can have become a closed connection. */
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
