import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createAnswers } from '../../../devtools/providers/http/answers';
import type { Answers } from '../../../devtools/providers/http/answers';
import type { Behaviour } from '../../../devtools/providers/http/directives';
import type { Kit } from '../../../devtools/providers/http/kit';
import { createChatApi } from '../../../devtools/providers/zhipu/chat';
import { zhipu } from '../../../devtools/providers/zhipu/vendor';
import type { Listener } from './feed';
import type { Answer, SentRequest } from './http';
import type { VirtualTime } from './time';

export type ChatProvider = {
  serve(request: SentRequest, behaviours: Behaviour[], latencyMs: number): Promise<Answer>;
  /** The latest message of each request. */
  questions(): string[];
};

const paceMs = 25;
/** Shorter waits are added up: separate pieces of text would test nothing more. */
const minWaitMs = 150;

/** The chat of the provider's stub without its server, in virtual time: the same contract, the same texts. */
export function createChatProvider(time: VirtualTime, kit: Kit): ChatProvider {
  const owed = new WeakMap<ServerResponse, number>();
  const answers: Answers = {
    ...createAnswers(zhipu),
    async wait(milliseconds, response) {
      const total = (owed.get(response) ?? 0) + milliseconds;
      owed.set(response, total < minWaitMs ? total : 0);
      if (total >= minWaitMs) await time.sleep(total);
    },
  };
  let planned: Behaviour[] = [];
  // The stub reads it at once, before the first wait of its request, so requests cannot mix.
  const rules = { choose: () => planned, set: () => undefined, list: () => [] };
  const chat = createChatApi({ ...kit, rules, answers }, { paceMs });

  return {
    async serve(request, behaviours, latencyMs) {
      const { response, answer } = createResponse();
      const isSlow = behaviours.some(({ name }) => name === 'slow');
      planned = isSlow ? behaviours : [...behaviours, { name: 'slow', value: String(latencyMs) }];
      const incoming = { headers: request.headers, method: request.method } as unknown;
      const call = { request: incoming as IncomingMessage, response };
      void chat.complete(call, request.body.toString());
      return answer;
    },
    questions: () => chat.chats().map(({ request }) => request?.turns.at(-1)?.text ?? ''),
  };
}

/** The part of ServerResponse that the stub uses. The answer settles with its first piece, or at its end if there is none. */
function createResponse(): { response: ServerResponse; answer: Promise<Answer> } {
  let settle: (answer: Answer) => void = () => undefined;
  const answer = new Promise<Answer>((resolve) => {
    settle = resolve;
  });
  const emitter = new EventEmitter();
  let head = { status: 0, headers: {} as Record<string, string> };
  let listener: Listener | null = null;
  const waiting: ((to: Listener) => void)[] = [];
  const tell = (what: (to: Listener) => void): void => {
    if (listener === null) waiting.push(what);
    else what(listener);
  };

  function close(): void {
    if (response.destroyed) return;
    response.destroyed = true;
    emitter.emit('close');
  }

  function flushHeaders(): void {
    const feed = {
      open(to: Listener) {
        listener = to;
        for (const what of waiting.splice(0)) what(to);
      },
      close,
    };
    settle({ kind: 'answer', ...head, body: Buffer.alloc(0), feed });
  }

  const response = Object.assign(emitter, {
    destroyed: false,
    writableEnded: false,
    writeHead(status: number, headers: Record<string, unknown> = {}) {
      const texts = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
      head = { status, headers: Object.fromEntries(texts) };
      return response;
    },
    flushHeaders,
    write(bytes: Buffer, done?: () => void) {
      const copy = Buffer.from(bytes);
      tell((to) => to.piece(copy));
      done?.();
      return true;
    },
    end(text?: string) {
      response.writableEnded = true;
      if (text !== undefined) settle({ kind: 'answer', ...head, body: Buffer.from(text) });
      if (head.status > 0) flushHeaders();
      tell((to) => to.end());
      close();
    },
    destroy() {
      settle({ kind: 'cut' });
      tell((to) => to.cut());
      close();
    },
  });
  return { response: response as unknown as ServerResponse, answer };
}
