import * as z from 'zod';
import type { CallLimits, Provider, ProviderOrder, StartOutcome } from '../../domain/provider/port';
import type { ProviderAccount } from '../account';
import { faultAt, faultOfAnswer, meaning, nothingMade } from '../fault';
import { callJson } from '../http/json-call';
import { parseSize } from '../size';
import { classify, errorCodeOf } from './errors';

const Choices = z.object({ choices: z.array(z.unknown()) });
/** A chat chunk: the picture is in `delta`, or at other gateways in `message`. */
const Delta = z.object({
  image: z
    .object({ url: z.string().min(1) })
    .optional()
    .catch(undefined),
  content: z.string().optional().catch(undefined),
});
const Choice = z.union([
  z.object({ delta: Delta }).transform(({ delta }) => delta),
  z.object({ message: Delta }).transform(({ message }) => message),
]);

const minSide = 256;
const maxSide = 8192;
const maxPixels = 16_777_216;

/** Synchronous edits with hy-image at Tencent's TokenHub. A refusal is a successful answer with a text instead of a picture. */
export function createTencent({ apiKey, baseUrl }: ProviderAccount): Provider {
  const root = baseUrl.replace(/\/+$/, '');

  async function start(order: ProviderOrder, limits: CallLimits): Promise<StartOutcome> {
    const answer = await callJson({
      method: 'POST',
      url: `${root}/wand/hunyuan-image/v35-generation`,
      headers: { Authorization: `Bearer ${apiKey}` },
      body: toBody(order),
      timeoutMs: limits.timeoutMs,
    });
    if ('fault' in answer) return answer.fault;
    const fault = faultOfAnswer(answer, errorCodeOf(answer.body), classify);
    if (fault !== null) return fault;
    const choices = (Choices.safeParse(answer.body).data?.choices ?? []).flatMap((choice) => {
      const delta = Choice.safeParse(choice).data;
      return delta === undefined ? [] : [delta];
    });
    const pictures = choices.flatMap(({ image }) => (image === undefined ? [] : [image]));
    if (pictures.length > 0) return { state: 'done', pictures };
    const isRefused = choices.some(({ content }) => content?.startsWith('内容安全警告') === true);
    return isRefused
      ? faultAt(meaning.contentRefused, answer, 'content-warning')
      : nothingMade('no-picture', answer);
  }

  return {
    vendor: 'tencent',
    capabilities: ['edit'],
    labelsPictures: false,
    ...{ sizeProblem, start },
  };
}

function toBody(order: ProviderOrder): object {
  if (order.capability !== 'edit') throw new Error(`Tencent is not asked for ${order.capability}.`);
  return {
    ...order.parameters,
    model: order.model,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: order.prompt },
          ...order.inputs.map(({ url }) => ({ type: 'image_url', image_url: { url } })),
        ],
      },
    ],
    size: order.size,
  };
}

function sizeProblem(_model: string, size: string): string | null {
  const parsed = parseSize(size);
  if (parsed === null) return 'is not WIDTHxHEIGHT';
  const { width, height } = parsed;
  if (Math.min(width, height) < minSide || Math.max(width, height) > maxSide) {
    return `has a side outside ${minSide}-${maxSide}`;
  }
  return width * height > maxPixels ? `has more than ${maxPixels} pixels` : null;
}
