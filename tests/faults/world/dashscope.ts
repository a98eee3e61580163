import { parseEdit, parseTryOn } from '../../../devtools/providers/dashscope/request';
import type { DashscopeOrder } from '../../../devtools/providers/dashscope/request';
import { dashscopeError } from '../../../devtools/providers/dashscope/errors';
import type { Behaviour } from '../../../devtools/providers/http/directives';
import { createPictures } from '../../../devtools/providers/http/pictures';
import { StubError } from '../../../devtools/providers/http/vendor';
import type { Answer, SentRequest } from './http';
import { errorAnswer, htmlAnswer, jsonAnswer } from './json-answer';
import { smallPicture } from './provider';
import { createResponse } from './response';
import type { VirtualTime } from './time';

export const dashscopeHost = 'dashscope.test';
const origin = `http://${dashscopeHost}`;
export const dashscopeUrl = `${origin}/api/v1`;

/** An order that the vendor accepted; `endedAt`: when it stopped working on it. */
export type StudioOrder = { model: string; prompt: string; at: number; endedAt: number };

type Task = {
  order: DashscopeOrder;
  createdAt: number;
  readyAt: number;
  code: string | null;
  url: string;
  isLost: boolean;
  isCancelled: boolean;
};

export type Dashscope = {
  serve(request: SentRequest, behaviours: readonly Behaviour[], latencyMs: number): Promise<Answer>;
  orders(): readonly StudioOrder[];
};

const day = 86_400;
/** A task spends this share of its time in the queue. */
const pendingPart = 0.25;
const errorsOf: Record<string, string> = {
  '500': 'InternalError',
  '429': 'Throttling.RateQuota',
  refused: 'DataInspectionFailed',
  'bad-photo': 'InvalidPerson',
  arrears: 'Arrearage',
  unreadable: 'InvalidParameter.DataInspection',
};

/** The contract of DashScope in virtual time, with the checks of its stub. Pictures take no time and are not inspected. */
export function createDashscope(time: VirtualTime): Dashscope {
  const tasks = new Map<string, Task>();
  const orders: StudioOrder[] = [];
  const pictures = createPictures({
    origin: () => origin,
    now: () => time.now(),
    urlLifeSeconds: day,
  });

  function note(order: DashscopeOrder, tookMs: number): StudioOrder {
    const noted = {
      ...{ model: order.model, prompt: order.prompt },
      ...{ at: time.elapsed, endedAt: time.elapsed + tookMs },
    };
    orders.push(noted);
    return noted;
  }

  function publish(behaviours: readonly Behaviour[], toldAt: number): string {
    return pictures.publish(Promise.resolve(smallPicture()), [...behaviours], toldAt);
  }

  function create(order: DashscopeOrder, behaviours: readonly Behaviour[], latencyMs: number) {
    const asked = (name: string): boolean => behaviours.some((one) => one.name === name);
    const takesMs = asked('late') ? 700_000 : asked('task-stuck') ? Infinity : 2 * latencyMs;
    const now = time.now();
    const task: Task = {
      ...{ order, createdAt: now, readyAt: now + takesMs, isCancelled: false },
      code: asked('task-fail')
        ? 'InternalError.Algo'
        : asked('item-error')
          ? 'InvalidPerson'
          : null,
      url: publish(behaviours, now + (Number.isFinite(takesMs) ? takesMs : 0)),
      isLost: asked('task-lost'),
    };
    const id = `task-${tasks.size + 1}`;
    tasks.set(id, task);
    note(order, takesMs);
    const output = { task_status: 'PENDING', ...(asked('no-task') ? {} : { task_id: id }) };
    return jsonAnswer(200, { output, request_id: 'request' });
  }

  async function answerAtOnce(
    order: DashscopeOrder,
    behaviours: readonly Behaviour[],
    latencyMs: number,
  ): Promise<Answer> {
    const asked = (name: string): boolean => behaviours.some((one) => one.name === name);
    const slow = behaviours.find(({ name }) => name === 'slow')?.value;
    const takesMs = Number(slow ?? latencyMs);
    note(order, takesMs);
    await time.sleep(takesMs);
    const image = publish(behaviours, time.now());
    const isEmpty = asked('empty-choices') || asked('item-error');
    return jsonAnswer(200, {
      output: { choices: isEmpty ? [] : toChoices(image) },
      request_id: 'request',
    });
  }

  function poll(id: string): Answer {
    const task = tasks.get(id);
    const output =
      task === undefined || task.isLost
        ? { task_id: id, task_status: 'UNKNOWN' }
        : { task_id: id, ...statusOf(task, time.now()) };
    return jsonAnswer(200, { request_id: 'request', output });
  }

  function cancel(id: string): Answer {
    const task = tasks.get(id);
    if (task === undefined || stateOf(task, time.now()) !== 'PENDING') {
      return errorAnswer(dashscopeError('UnsupportedOperation'));
    }
    task.isCancelled = true;
    return jsonAnswer(200, { request_id: 'request' });
  }

  return {
    async serve(request, behaviours, latencyMs) {
      const path = request.path.split('?')[0] ?? '';
      if (path.startsWith('/pictures/')) {
        const { response, answer } = createResponse();
        const wait = (milliseconds: number): Promise<void> => time.sleep(milliseconds);
        void pictures.serve(path, response, wait);
        return answer;
      }
      await time.sleep(Math.round(latencyMs / 20));
      const [behaviour] = behaviours;
      const code = errorsOf[behaviour?.name ?? ''];
      if (behaviour?.name === 'cut-before') return { kind: 'cut' };
      if (behaviour?.name === 'html502') return htmlAnswer(502);
      if (code !== undefined) return errorAnswer(dashscopeError(code));
      const answer = await carryOut(path, request, behaviours, latencyMs);
      if (behaviour?.name === 'hang') return { kind: 'silence' };
      return behaviour?.name === 'cut' ? { kind: 'cut' } : answer;
    },
    orders: () => orders,
  };

  async function carryOut(
    path: string,
    { body, headers, method }: SentRequest,
    behaviours: readonly Behaviour[],
    latencyMs: number,
  ): Promise<Answer> {
    const [, id = '', isCancel] = /^\/api\/v1\/tasks\/([^/]+)(\/cancel)?$/.exec(path) ?? [];
    if (id !== '') return isCancel === undefined && method === 'GET' ? poll(id) : cancel(id);
    try {
      const isTask = headers['x-dashscope-async'] ?? headers['X-DashScope-Async'];
      const text = body.toString();
      if (path.endsWith('/image-synthesis')) return create(parseTryOn(text), behaviours, latencyMs);
      if (isTask === undefined)
        return await answerAtOnce(parseEdit(text, 'sync'), behaviours, latencyMs);
      return create(parseEdit(text, 'async'), behaviours, latencyMs);
    } catch (error) {
      if (!(error instanceof StubError)) throw error;
      return errorAnswer(error);
    }
  }
}

function stateOf({ createdAt, readyAt, code, isCancelled }: Task, at: number): string {
  if (isCancelled) return 'CANCELED';
  if (at < createdAt + Math.min(readyAt - createdAt, 40_000) * pendingPart) return 'PENDING';
  if (at < readyAt) return 'RUNNING';
  return code === null ? 'SUCCEEDED' : 'FAILED';
}

function statusOf(task: Task, at: number): object {
  const { order, code, url } = task;
  const state = stateOf(task, at);
  if (state === 'FAILED')
    return { task_status: state, code, message: dashscopeError(code ?? '').message };
  if (state !== 'SUCCEEDED') return { task_status: state };
  return order.kind === 'tryon'
    ? { task_status: state, image_url: url }
    : { task_status: state, choices: toChoices(url) };
}

function toChoices(image: string): object[] {
  return [
    { finish_reason: 'stop', message: { role: 'assistant', content: [{ type: 'image', image }] } },
  ];
}
