import type { ServerResponse } from 'node:http';
import type { Answers } from '../http/answers';
import type { Behaviour } from '../http/directives';
import { checkKey } from '../http/fields';
import { createRunning, publish } from '../http/kit';
import type { Kit } from '../http/kit';
import type { Call } from '../http/server';
import { StubError } from '../http/vendor';
import { zhipuError } from './errors';
import { parseImageRequest } from './image-request';
import type { ImageRequest } from './image-request';

const maxRemembered = 1000;

/** `charged` tells whether a picture was made, even if the answer was not sent. */
export type ImageRequestRecord = {
  at: number;
  kind: 'sync' | 'async';
  request: ImageRequest | null;
  charged: boolean;
  outcome: string;
};

export type ImageApi = {
  generate(
    call: Pick<Call, 'id' | 'request' | 'response'>,
    body: string,
    kind: 'sync' | 'async',
  ): Promise<void>;
  poll(call: Pick<Call, 'id' | 'request' | 'response'>, taskId: string): void;
  requests(): ImageRequestRecord[];
};

/** The image API, both synchronous and with tasks. */
export function createImageApi(kit: Kit, { latencyMs }: { latencyMs: number }): ImageApi {
  const { answers, now, rules, tasks } = kit;
  const running = createRunning(kit);
  const seen: ImageRequestRecord[] = [];

  function remember(kind: 'sync' | 'async'): ImageRequestRecord {
    const entry = { at: now(), kind, request: null, charged: false, outcome: 'open' };
    seen.push(entry);
    if (seen.length > maxRemembered) seen.shift();
    return entry;
  }

  function parse(body: string, kind: 'sync' | 'async'): ImageRequest {
    const image = parseImageRequest(body);
    if (kind === 'async' && image.model !== 'glm-image') throw zhipuError('1212');
    return image;
  }

  return {
    async generate(call, body, kind) {
      const { id, response } = call;
      const entry = remember(kind);
      let image: ImageRequest;
      try {
        running.admit(call);
        image = parse(body, kind);
      } catch (error) {
        if (!(error instanceof StubError)) throw error;
        entry.outcome = `error ${error.code}`;
        answers.error(response, error, id);
        return;
      }
      entry.request = image;
      const behaviours = rules.choose(image.prompt, 'images');
      entry.outcome = behaviours.map(({ name }) => name).join(' ') || 'drawn';
      const slow = behaviours.find(({ name }) => name === 'slow')?.value;
      const takesMs = Number(slow ?? latencyMs * (image.quality === 'hd' ? 2 : 1));

      running.begin(call);
      for (const behaviour of behaviours) {
        if (answers.wrongly(response, behaviour, id)) return;
      }
      entry.charged = true;
      const readyAt = now() + takesMs;
      const url = publish(kit, image, behaviours, readyAt);
      if (kind === 'async') {
        const fails = behaviours.some(({ name }) => name === 'task-fail');
        const taskId = tasks.add({ model: image.model, url: fails ? null : url, readyAt });
        const status = { model: image.model, id: taskId, request_id: id };
        answers.json(response, 200, { ...status, task_status: 'PROCESSING' });
        return;
      }
      await answers.wait(takesMs, response);
      finish(response, behaviours, { created: Math.floor(now() / 1000), data: [{ url }] }, answers);
    },
    poll({ id, request, response }, taskId) {
      try {
        checkKey(request, kit.apiKeys, kit.vendor);
      } catch (error) {
        if (!(error instanceof StubError)) throw error;
        answers.error(response, error, id);
        return;
      }
      const task = tasks.find(taskId);
      if (task === undefined) {
        answers.error(response, zhipuError('1210', 'The task does not exist'), id);
        return;
      }
      const isReady = now() >= task.readyAt;
      const ended = task.url === null ? 'FAIL' : 'SUCCESS';
      answers.json(response, 200, {
        id: taskId,
        model: task.model,
        request_id: id,
        task_status: isReady ? ended : 'PROCESSING',
        ...(isReady && task.url !== null ? { image_result: [{ url: task.url }] } : {}),
      });
    },
    requests: () => [...seen],
  };
}

type Success = { created: number; data: { url: string }[] };

/** Sends the answer for a finished picture, or the part of it that a fault leaves. */
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
