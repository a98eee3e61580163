import { checkKey } from '../http/fields';
import { publish } from '../http/kit';
import type { Kit } from '../http/kit';
import type { Orders, TakenOrder } from '../http/orders';
import type { Call } from '../http/server';
import type { Route } from '../http/stub';
import { createTasks } from '../http/tasks';
import { StubError } from '../http/vendor';
import { dashscopeError } from './errors';
import { prepare } from './pictures';
import { parseEdit, parseTryOn } from './request';
import type { DashscopeOrder } from './request';

/** The outcome of a task: its pictures, or the error code when there are none. */
type Ending = { urls: string[] } | { code: string };
type DashscopeTask = {
  order: DashscopeOrder;
  createdAt: number;
  readyAt: number;
  ending: Ending | null;
  isLost: boolean;
  isCancelled: boolean;
  failingPolls: { status: number; left: number } | null;
};

const base = '/api/v1';
const tryOnPath = `POST ${base}/services/aigc/image2image/image-synthesis`;
const taskPath = `POST ${base}/services/aigc/image-generation/generation`;
const syncPath = `POST ${base}/services/aigc/multimodal-generation/generation`;
const tasksPath = `${base}/tasks/`;
/** The share of its duration that a task spends in the queue. */
const pendingPart = 0.25;

export function createDashscopeRoute(kit: Kit, orders: Orders<DashscopeOrder>): Route {
  const { answers, now } = kit;
  const tasks = createTasks<DashscopeTask>();

  /** Draws the pictures at once; their URLs start to expire when the vendor reveals them. */
  async function make(
    { order, number, behaviours, asked }: TakenOrder<DashscopeOrder>,
    at: number,
  ): Promise<Ending> {
    const code = asked('item-error');
    if (code !== null && order.count === 1) return { code };
    const prepared = await prepare(order, number);
    if ('code' in prepared) return prepared;
    return { urls: prepared.drawings.map((drawing) => publish(kit, drawing, behaviours, at)) };
  }

  async function create(call: Call, read: (body: string) => DashscopeOrder): Promise<void> {
    const isAsync = call.request.headers['x-dashscope-async'] === 'enable';
    const taken = await orders.take(call, 'tasks', (body) => {
      if (!isAsync) {
        throw dashscopeError(
          'AccessDenied',
          'current user api does not support synchronous calls.',
        );
      }
      return read(body);
    });
    if (taken === null) return;
    const { order, takesMs, asked } = taken;
    const createdAt = now();
    const failed = asked('task-fail');
    const task: DashscopeTask = {
      ...{ order, createdAt, ending: null, isCancelled: false },
      readyAt: asked('task-stuck') === null ? createdAt + takesMs : Number.POSITIVE_INFINITY,
      isLost: asked('task-lost') !== null,
      failingPolls: failingPolls(asked),
    };
    if (failed !== null) task.ending = { code: failed === '' ? 'InternalError.Algo' : failed };
    else void make(taken, task.readyAt).then((ending) => (task.ending = ending));
    const id = tasks.add(task);
    orders.finish(taken, call.response, {
      output: { task_status: 'PENDING', ...(asked('no-task') === null ? { task_id: id } : {}) },
      request_id: call.id,
    });
  }

  async function answerAtOnce(call: Call): Promise<void> {
    const taken = await orders.take(call, 'images', (body) => parseEdit(body, 'sync'));
    if (taken === null) return;
    const made = await make(taken, now() + taken.takesMs);
    await answers.wait(taken.takesMs, call.response);
    if ('code' in made) {
      answers.error(call.response, made.code, call.id);
      return;
    }
    orders.finish(taken, call.response, {
      output: { choices: toChoices(taken.asked('empty-choices') === null ? made.urls : []) },
      usage: { image_count: made.urls.length, ...taken.order.size },
      request_id: call.id,
    });
  }

  function poll(call: Call, id: string): void {
    const task = tasks.find(id);
    const failing = task?.failingPolls ?? null;
    if (failing !== null && failing.left > 0) {
      failing.left -= 1;
      const code = failing.status === 429 ? 'Throttling.RateQuota' : 'InternalError';
      answers.error(call.response, code, call.id);
      return;
    }
    const output =
      task === undefined || task.isLost
        ? { task_id: id, task_status: 'UNKNOWN' }
        : { task_id: id, ...statusOf(task, now()) };
    answers.json(call.response, 200, { request_id: call.id, output });
  }

  function cancel(call: Call, id: string): void {
    const task = tasks.find(id);
    if (task === undefined || stateOf(task, now()) !== 'PENDING') {
      answers.error(call.response, 'UnsupportedOperation', call.id);
      return;
    }
    task.isCancelled = true;
    answers.json(call.response, 200, { request_id: call.id });
  }

  function ask(call: Call): boolean {
    try {
      checkKey(call.request, kit.apiKeys, kit.vendor);
    } catch (error) {
      if (!(error instanceof StubError)) throw error;
      answers.error(call.response, error, call.id);
      return true;
    }
    const [, id = '', action] = /^(?:.*\/tasks\/)([^/]+)(\/cancel)?$/.exec(call.path) ?? [];
    if (action === undefined) poll(call, id);
    else cancel(call, id);
    return true;
  }

  return async (call) => {
    if (call.path.startsWith(tasksPath)) return ask(call);
    switch (call.name) {
      case tryOnPath:
        await create(call, parseTryOn);
        return true;
      case taskPath:
        await create(call, (body) => parseEdit(body, 'async'));
        return true;
      case syncPath:
        await answerAtOnce(call);
        return true;
      default:
        return false;
    }
  };
}

function failingPolls(asked: (name: string) => string | null): DashscopeTask['failingPolls'] {
  for (const status of [500, 429]) {
    const polls = asked(`poll-${status}`);
    if (polls !== null) return { status, left: Number(polls) };
  }
  return null;
}

function stateOf({ createdAt, readyAt, ending, isCancelled }: DashscopeTask, at: number): string {
  if (isCancelled) return 'CANCELED';
  if (at < createdAt + (readyAt - createdAt) * pendingPart) return 'PENDING';
  if (at < readyAt || ending === null) return 'RUNNING';
  return 'code' in ending ? 'FAILED' : 'SUCCEEDED';
}

function statusOf(task: DashscopeTask, at: number): object {
  const { order, ending, createdAt, readyAt } = task;
  const state = stateOf(task, at);
  const submitted = { task_status: state, submit_time: timeOf(createdAt) };
  if (ending === null || (state !== 'FAILED' && state !== 'SUCCEEDED')) return submitted;
  const ended = { ...submitted, scheduled_time: timeOf(createdAt), end_time: timeOf(readyAt) };
  if ('code' in ending) {
    return { ...ended, code: ending.code, message: dashscopeError(ending.code).message };
  }
  return order.kind === 'tryon'
    ? { ...ended, image_url: ending.urls[0] }
    : { ...ended, choices: toChoices(ending.urls) };
}

function toChoices(urls: readonly string[]): object[] {
  return urls.map((image) => ({
    finish_reason: 'stop',
    message: { role: 'assistant', content: [{ type: 'image', image }] },
  }));
}

/** Formats a moment in Beijing time, as `2024-07-30 15:39:39.918`. */
function timeOf(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().replace('T', ' ').replace('Z', '');
}
