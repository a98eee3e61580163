import * as z from 'zod';
import type {
  CallLimits,
  CheckOutcome,
  DoneOutcome,
  Provider,
  ProviderOrder,
  StartOutcome,
} from '../../domain/provider/port';
import type { ProviderFault } from '../../domain/provider/fault';
import type { ProviderAccount } from '../account';
import { faultAt, faultOfAnswer, meaning, nothingMade } from '../fault';
import { callJson } from '../http/json-call';
import type { JsonAnswer } from '../http/json-call';
import { classify, errorCodeOf } from './errors';
import { toRequest } from './request';
import { picturesOf } from './result';
import { sizeProblem } from './size';

const Answer = z.object({ output: z.unknown() });
const Accepted = z.object({ output: z.object({ task_id: z.string().min(1) }) });
const Task = z.object({ output: z.looseObject({ task_status: z.string() }) });

/**
 * Try-on and edits of DashScope. A task query answers HTTP 200 even if the task failed:
 * https://help.aliyun.com/zh/model-studio/manage-asynchronous-tasks.
 */
export function createDashscope({ apiKey, baseUrl }: ProviderAccount): Provider {
  const root = baseUrl.replace(/\/+$/, '');
  const headers = { Authorization: `Bearer ${apiKey}` };

  async function start(order: ProviderOrder, limits: CallLimits): Promise<StartOutcome> {
    const { path, isTask, body } = toRequest(order);
    const answer = await callJson({
      method: 'POST',
      url: root + path,
      headers: { ...headers, ...(isTask ? { 'X-DashScope-Async': 'enable' } : {}) },
      body,
      timeoutMs: limits.timeoutMs,
    });
    if ('fault' in answer) return answer.fault;
    const fault = faultOfAnswer(answer, errorCodeOf(answer.body), classify);
    if (fault !== null) return fault;
    if (!isTask) return done(Answer.safeParse(answer.body).data?.output, answer);
    const accepted = Accepted.safeParse(answer.body);
    if (!accepted.success) return nothingMade('no-task', answer);
    return { state: 'accepted', taskId: accepted.data.output.task_id };
  }

  async function check(taskId: string, limits: CallLimits): Promise<CheckOutcome> {
    const answer = await callJson({
      method: 'GET',
      url: `${root}/tasks/${encodeURIComponent(taskId)}`,
      headers,
      timeoutMs: limits.timeoutMs,
    });
    if ('fault' in answer) return { state: 'running' };
    const task = Task.safeParse(answer.body);
    if (answer.status !== 200 || !task.success) return { state: 'running' };
    const { output } = task.data;
    switch (output.task_status) {
      case 'SUCCEEDED':
        return done(output, answer);
      case 'FAILED':
        return failed(output, answer);
      case 'CANCELED':
        return faultAt(meaning.other, answer, 'CANCELED');
      case 'UNKNOWN':
        return faultAt(meaning.unknown, answer, 'UNKNOWN');
      default:
        return { state: 'running' };
    }
  }

  /** Only a task that is still waiting can be cancelled. */
  async function cancel(taskId: string, limits: CallLimits): Promise<boolean> {
    const answer = await callJson({
      method: 'POST',
      url: `${root}/tasks/${encodeURIComponent(taskId)}/cancel`,
      headers,
      timeoutMs: limits.timeoutMs,
    });
    return !('fault' in answer) && answer.status === 200 && errorCodeOf(answer.body) === null;
  }

  return {
    vendor: 'dashscope',
    capabilities: ['tryon', 'edit'],
    labelsPictures: false,
    ...{ sizeProblem, start, check, cancel },
  };
}

function done(output: unknown, answer: JsonAnswer): DoneOutcome | ProviderFault {
  const { pictures, errorCode } = picturesOf(output);
  if (pictures.length > 0) return { state: 'done', pictures };
  return errorCode === null
    ? nothingMade('no-picture', answer)
    : failed({ code: errorCode }, answer);
}

/** The task has ended without a picture and without a charge: if its code is inconclusive, another vendor may try. */
function failed(output: unknown, answer: JsonAnswer): ProviderFault {
  const code = errorCodeOf(output);
  const fault = classify({ status: answer.status, code });
  return fault.state === 'unknown' ? faultAt(meaning.other, answer, code ?? 'task-failed') : fault;
}
