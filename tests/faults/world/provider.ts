import type { IncomingMessage } from 'node:http';
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
import { createResponse } from './response';
import type { VirtualTime } from './time';
import { isVision, lookAtPictures } from './vision';

export const providerHost = 'zhipu.test';
const providerOrigin = `http://${providerHost}`;
export const providerUrl = `${providerOrigin}/api/paas/v4`;
export const providerKey = 'test-key.secret';

/** A picture that the provider drew, by the prompt it received, and whether it charged for it. */
export type DrawnRequest = { prompt: string; charged: boolean };

export type Provider = {
  serve(request: SentRequest, behaviours: Behaviour[], latencyMs: number): Promise<Answer>;
  requests(): DrawnRequest[];
  /** The latest message of each chat request. */
  questions(): string[];
};

/** The stub of the provider without its server: the same contract, and pictures that take no time to draw. */
export function createProvider(time: VirtualTime): Provider {
  const now = (): number => time.now();
  const urlLifeSeconds = 30 * 86_400;
  let planned: Behaviour[] = [];
  const kit: Kit = {
    vendor: zhipu,
    apiKeys: [providerKey],
    concurrency: Number.POSITIVE_INFINITY,
    now,
    // The stub reads it at once, before the first wait of its request, so requests cannot mix.
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
      if (isVision(request)) return lookAtPictures(request, behaviours, latencyMs, time);
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

/** A tiny picture that takes no time to draw. */
export function smallPicture(): Buffer {
  if (drawn === undefined) {
    const data = new Uint8ClampedArray(8 * 8 * 4).fill(200);
    drawn = encodePng({ width: 8, height: 8, data } satisfies Canvas);
  }
  return drawn;
}
