import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { encodePng } from '../../../devtools/providers/painter/png';
import type { Canvas } from '../../../devtools/providers/painter/canvas';
import { createAnswers } from '../../../devtools/providers/http/answers';
import type { Behaviour } from '../../../devtools/providers/http/directives';
import type { Kit } from '../../../devtools/providers/http/kit';
import { createPictures } from '../../../devtools/providers/http/pictures';
import { createTasks } from '../../../devtools/providers/http/tasks';
import { createImageApi } from '../../../devtools/providers/zhipu/images';
import { zhipu } from '../../../devtools/providers/zhipu/vendor';
import { createChatProvider } from './chat-provider';
import type { Answer, SentRequest } from './http';
import type { VirtualTime } from './time';

export const providerHost = 'zhipu.test';
const providerOrigin = `http://${providerHost}`;
export const providerUrl = `${providerOrigin}/api/paas/v4`;
export const providerKey = 'test-key.secret';

/** The provider's charges, by the prompt it received. */
export type DrawnRequest = { prompt: string; charged: boolean };

export type Provider = {
  serve(request: SentRequest, behaviours: Behaviour[], latencyMs: number): Promise<Answer>;
  requests(): DrawnRequest[];
  /** What the chat was asked, the latest message of each request. */
  questions(): string[];
};

/** The stub of the provider without its server: the same contract, pictures that cost no time to draw. */
export function createProvider(time: VirtualTime): Provider {
  const now = (): number => time.now();
  const urlLifeSeconds = 30 * 86_400;
  let planned: Behaviour[] = [];
  const kit: Kit = {
    vendor: zhipu,
    apiKeys: [providerKey],
    concurrency: Number.POSITIVE_INFINITY,
    now,
    // Read at once, before the first wait of the request that it was set for.
    rules: { choose: () => planned, set: () => undefined, list: () => [] },
    answers: { ...createAnswers(zhipu), wait: (milliseconds) => time.sleep(milliseconds) },
    pictures: createPictures({ origin: () => providerOrigin, now, urlLifeSeconds }),
    tasks: createTasks(),
    draw: () => Promise.resolve(smallPicture()),
  };
  const images = createImageApi(kit, { latencyMs: 0 });
  const chat = createChatProvider(time, kit);

  return {
    async serve(request, behaviours, latencyMs) {
      const { response, answer } = createResponse();
      const incoming = { headers: request.headers, method: request.method } as unknown;
      if (request.path.endsWith('/chat/completions'))
        return chat.serve(request, behaviours, latencyMs);
      if (request.path.startsWith('/pictures/')) {
        const path = request.path.split('?')[0] ?? '';
        void kit.pictures.serve(path, response, kit.answers.wait);
        return answer;
      }
      const isSlow = behaviours.some(({ name }) => name === 'slow');
      planned = isSlow ? behaviours : [...behaviours, { name: 'slow', value: String(latencyMs) }];
      const call = { id: '', request: incoming as IncomingMessage, response };
      void images.generate(call, request.body.toString(), 'sync');
      return answer;
    },
    questions: () => chat.questions(),
    requests: () =>
      images.requests().map(({ request, charged }) => ({ prompt: request?.prompt ?? '', charged })),
  };
}

let drawn: Buffer | undefined;

function smallPicture(): Buffer {
  if (drawn === undefined) {
    const data = new Uint8ClampedArray(8 * 8 * 4).fill(200);
    drawn = encodePng({ width: 8, height: 8, data } satisfies Canvas);
  }
  return drawn;
}

/** As much of a ServerResponse as the stub uses; it is answered when the stub ends or closes it. */
function createResponse(): { response: ServerResponse; answer: Promise<Answer> } {
  let settle: (answer: Answer) => void = () => undefined;
  const answer = new Promise<Answer>((resolve) => {
    settle = resolve;
  });
  const emitter = new EventEmitter();
  const chunks: Buffer[] = [];
  let head: { status: number; headers: Record<string, string> } | null = null;
  const add = (chunk: string | Buffer | undefined): void => {
    if (chunk !== undefined) chunks.push(Buffer.from(chunk));
  };
  const finish = (isCut: boolean): void => {
    const body = Buffer.concat(chunks);
    settle(head === null ? { kind: 'cut' } : { kind: 'answer', ...head, body, isCut });
    emitter.emit('close');
  };
  const response = Object.assign(emitter, {
    destroyed: false,
    writeHead(status: number, headers: Record<string, unknown> = {}) {
      const texts = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
      head = { status, headers: Object.fromEntries(texts) };
      return response;
    },
    write(chunk: string | Buffer, done?: () => void) {
      add(chunk);
      done?.();
      return true;
    },
    end(chunk?: string | Buffer) {
      add(chunk);
      finish(false);
    },
    destroy() {
      finish(true);
    },
  });
  return { response: response as unknown as ServerResponse, answer };
}
