import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answers } from './answers';
import { withoutDirectives } from './directives';
import type { Behaviour } from './directives';
import { ZhipuError } from './errors';
import { checkKey } from './fields';
import type { Pictures } from './pictures';
import { parseImageRequest } from './request';
import type { ImageRequest } from './request';
import type { Rules } from './rules';
import type { Tasks } from './tasks';
import type { Drawing } from '../painter/drawings';

export const basePath = '/api/paas/v4';
const mostRemembered = 1000;

/** `charged` tells whether a picture was made, answered or not. */
export type SeenRequest = {
  at: number;
  kind: 'sync' | 'async';
  request: ImageRequest | null;
  charged: boolean;
  outcome: string;
};

type Parts = {
  apiKeys: string[];
  latencyMs: number;
  concurrency?: number;
  now: () => number;
  rules: Rules;
  answers: Answers;
  pictures: Pictures;
  tasks: Tasks;
  draw: (drawing: Drawing) => Promise<Buffer>;
};

export type Generation = {
  generate(
    request: IncomingMessage,
    body: string,
    response: ServerResponse,
    kind: 'sync' | 'async',
  ): Promise<void>;
  poll(request: IncomingMessage, id: string, response: ServerResponse): void;
  requests(): SeenRequest[];
};

export function createGenerate(parts: Parts): Generation {
  const { answers, now, pictures, rules, tasks } = parts;
  const seen: SeenRequest[] = [];
  let running = 0;

  function remember(kind: 'sync' | 'async'): SeenRequest {
    const entry = { at: now(), kind, request: null, charged: false, outcome: 'open' };
    seen.push(entry);
    if (seen.length > mostRemembered) seen.shift();
    return entry;
  }

  /** The checks in the provider's order: who asks, how often, what for. */
  function admit(request: IncomingMessage, body: string, kind: 'sync' | 'async'): ImageRequest {
    checkKey(request, parts.apiKeys);
    if (parts.concurrency !== undefined && running >= parts.concurrency) {
      throw new ZhipuError('1302');
    }
    const image = parseImageRequest(body);
    if (kind === 'async' && image.model !== 'glm-image') throw new ZhipuError('1212');
    return image;
  }

  function publish(image: ImageRequest, behaviours: Behaviour[]): string {
    const drawing = parts.draw({
      prompt: withoutDirectives(image.prompt),
      width: image.width,
      height: image.height,
      hasWatermark: image.hasWatermark,
    });
    // A failed drawing shows when its address is opened; until then nobody may be listening.
    drawing.catch(() => undefined);
    return pictures.publish(drawing, behaviours);
  }

  return {
    async generate(request, body, response, kind) {
      const entry = remember(kind);
      const id = randomBytes(12).toString('hex');
      let image: ImageRequest;
      try {
        image = admit(request, body, kind);
      } catch (error) {
        if (!(error instanceof ZhipuError)) throw error;
        entry.outcome = `error ${error.code}`;
        answers.error(response, error, id);
        return;
      }
      entry.request = image;
      const behaviours = rules.choose(image.prompt, 'images');
      entry.outcome = behaviours.map(({ name }) => name).join(' ') || 'drawn';
      const slow = behaviours.find(({ name }) => name === 'slow')?.value;
      const latencyMs = parts.latencyMs * (image.quality === 'hd' ? 2 : 1);

      running += 1;
      response.once('close', () => (running -= 1));
      for (const behaviour of behaviours) {
        if (answers.wrongly(response, behaviour, id)) return;
      }
      entry.charged = true;
      const url = publish(image, behaviours);
      if (kind === 'async') {
        const fails = behaviours.some(({ name }) => name === 'task-fail');
        const readyAt = now() + Number(slow ?? latencyMs);
        const taskId = tasks.add({ model: image.model, url: fails ? null : url, readyAt });
        const status = { model: image.model, id: taskId, request_id: id };
        answers.json(response, 200, { ...status, task_status: 'PROCESSING' });
        return;
      }
      await answers.wait(Number(slow ?? latencyMs), response);
      finish(response, behaviours, { created: Math.floor(now() / 1000), data: [{ url }] }, answers);
    },
    poll(request, id, response) {
      const requestId = randomBytes(12).toString('hex');
      try {
        checkKey(request, parts.apiKeys);
      } catch (error) {
        if (!(error instanceof ZhipuError)) throw error;
        answers.error(response, error, requestId);
        return;
      }
      const task = tasks.find(id);
      if (task === undefined) {
        answers.error(response, new ZhipuError('1210', 'The task does not exist'), requestId);
        return;
      }
      const isReady = now() >= task.readyAt;
      const ended = task.url === null ? 'FAIL' : 'SUCCESS';
      answers.json(response, 200, {
        id,
        model: task.model,
        request_id: requestId,
        task_status: isReady ? ended : 'PROCESSING',
        ...(isReady && task.url !== null ? { image_result: [{ url: task.url }] } : {}),
      });
    },
    requests: () => [...seen],
  };
}

type Success = { created: number; data: { url: string }[] };

/** The answer to a picture that was made, or what is left of it. */
function finish(
  response: ServerResponse,
  behaviours: Behaviour[],
  success: Success,
  answers: Answers,
): void {
  const has = (name: string): boolean => behaviours.some((behaviour) => behaviour.name === name);
  if (has('cut')) {
    response.destroy();
  } else if (has('cut-body')) {
    const text = JSON.stringify(success);
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    });
    response.write(text.slice(0, text.length >> 1), () => response.destroy());
  } else if (has('empty-data')) {
    answers.json(response, 200, { ...success, data: [] });
  } else if (has('no-url')) {
    answers.json(response, 200, { ...success, data: [{}] });
  } else if (has('content-filter')) {
    const filter = [{ role: 'assistant', level: 3 }];
    answers.json(response, 200, { ...success, content_filter: filter });
  } else {
    answers.json(response, 200, success);
  }
}
