import * as z from 'zod';
import type { ProviderFault } from '../../domain/provider/fault';
import type {
  CallLimits,
  CheckOutcome,
  DoneOutcome,
  Provider,
  ProviderOrder,
  StartOutcome,
} from '../../domain/provider/port';
import type { ProviderAccount } from '../account';
import { faultAt, faultOfAnswer, meaning, nothingMade } from '../fault';
import { callJson } from '../http/json-call';
import type { JsonAnswer } from '../http/json-call';
import { classify, errorCodeOf } from './errors';
import { sizeProblem } from './size';
import { askVision } from './vision';

const Pictures = z.array(z.object({ url: z.string().min(1) })).min(1);
const Drawn = z.object({ data: Pictures }).transform(({ data }) => data);
const Accepted = z.object({ id: z.string().min(1) });
const Task = z.object({
  task_status: z.enum(['PROCESSING', 'SUCCESS', 'FAIL']),
  image_result: z.unknown().optional(),
});

/**
 * Pictures of Zhipu, and questions about pictures. One call makes one picture:
 * https://docs.bigmodel.cn/api-reference/模型-api/图像生成. Asynchronous tasks: https://docs.bigmodel.cn/api-reference/模型-api/图像生成异步.
 */
export function createZhipu(account: ProviderAccount): Provider {
  const { apiKey, baseUrl } = account;
  const root = baseUrl.replace(/\/+$/, '');
  const headers = { Authorization: `Bearer ${apiKey}` };

  async function start(order: ProviderOrder, limits: CallLimits): Promise<StartOutcome> {
    if (order.capability === 'vision') return askVision(order, account, limits);
    if (order.capability !== 'text2img') {
      throw new Error(`Zhipu has no model for ${order.capability}.`);
    }
    const isTask = order.mode === 'async';
    const answer = await callJson({
      method: 'POST',
      url: `${root}${isTask ? '/async' : ''}/images/generations`,
      headers,
      body: toBody(order),
      timeoutMs: limits.timeoutMs,
    });
    if ('fault' in answer) return answer.fault;
    const fault = faultOfAnswer(answer, errorCodeOf(answer.body), classify);
    if (fault !== null) return fault;
    if (!isTask) return done(Drawn.safeParse(answer.body).data, answer);
    const accepted = Accepted.safeParse(answer.body);
    if (!accepted.success) return nothingMade('no-task', answer);
    return { state: 'accepted', taskId: accepted.data.id };
  }

  async function check(taskId: string, limits: CallLimits): Promise<CheckOutcome> {
    const answer = await callJson({
      method: 'GET',
      url: `${root}/async-result/${encodeURIComponent(taskId)}`,
      headers,
      timeoutMs: limits.timeoutMs,
    });
    if ('fault' in answer) return { state: 'running' };
    const task = Task.safeParse(answer.body);
    if (answer.status !== 200 || !task.success) return endOfCheck(answer);
    switch (task.data.task_status) {
      case 'PROCESSING':
        return { state: 'running' };
      case 'SUCCESS':
        return done(Pictures.safeParse(task.data.image_result).data, answer);
      case 'FAIL':
        return (
          faultOfAnswer(answer, errorCodeOf(answer.body), classify) ??
          faultAt(meaning.other, answer, 'task-failed')
        );
    }
  }

  return {
    vendor: 'zhipu',
    capabilities: ['text2img', 'vision'],
    labelsPictures: true,
    ...{ sizeProblem, start, check },
  };
}

function toBody(order: Extract<ProviderOrder, { capability: 'text2img' }>): object {
  return {
    ...order.parameters,
    model: order.model,
    prompt: order.prompt,
    size: order.size,
    quality: order.quality,
    // The visible mark required by law; the vendor draws it.
    watermark_enabled: true,
    user_id: order.anonymousUserId,
    // Documented only for tasks.
    ...(order.mode === 'async' && order.requestId !== undefined
      ? { request_id: order.requestId }
      : {}),
  };
}

function done(
  pictures: DoneOutcome['pictures'] | undefined,
  answer: JsonAnswer,
): DoneOutcome | ProviderFault {
  return pictures === undefined ? nothingMade('no-picture', answer) : { state: 'done', pictures };
}

/** Zhipu uses 1210 for a task that does not exist; any other code concerns the query itself. */
function endOfCheck({ status, body }: JsonAnswer): CheckOutcome {
  const code = errorCodeOf(body);
  if (code === '1210' || status === 404) {
    return faultAt(meaning.unknown, { status }, code ?? 'http-404');
  }
  return { state: 'running' };
}
