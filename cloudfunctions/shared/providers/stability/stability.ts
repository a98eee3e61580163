import * as z from 'zod';
import type { CallLimits, Provider, ProviderOrder, StartOutcome } from '../../domain/provider/port';
import type { ProviderAccount } from '../account';
import { faultAt, faultOfAnswer, meaning, nothingMade } from '../fault';
import { callJson } from '../http/json-call';
import { parseSize } from '../size';
import { classify, errorCodeOf } from './errors';

const Drawn = z.object({ image: z.string().min(1), finish_reason: z.string() });

/** The model accepts aspect ratios, not sizes. */
const ratios: Readonly<Record<string, number>> = {
  '16:9': 16 / 9,
  '1:1': 1,
  '21:9': 21 / 9,
  '2:3': 2 / 3,
  '3:2': 3 / 2,
  '4:5': 4 / 5,
  '5:4': 5 / 4,
  '9:16': 9 / 16,
  '9:21': 9 / 21,
};
/** 1344x768 counts as 16:9: the model's sizes are rounded to a grid. */
const tolerance = 0.02;
/** The answer contains the picture in base64. */
const maxAnswerBytes = 16_000_000;

/** Synchronous pictures of Stability's v2beta API, returned as bytes, never as URLs. */
export function createStability({ apiKey, baseUrl }: ProviderAccount): Provider {
  const root = baseUrl.replace(/\/+$/, '');

  async function start(order: ProviderOrder, limits: CallLimits): Promise<StartOutcome> {
    const answer = await callJson({
      method: 'POST',
      url: `${root}/stable-image/generate/sd3`,
      headers: { Authorization: `Bearer ${apiKey}`, Accept: 'application/json' },
      form: toForm(order),
      timeoutMs: limits.timeoutMs,
      maxAnswerBytes,
    });
    if ('fault' in answer) return answer.fault;
    const fault = faultOfAnswer(answer, errorCodeOf(answer.body), classify);
    if (fault !== null) return fault;
    const drawn = Drawn.safeParse(answer.body).data;
    if (drawn === undefined) return nothingMade('no-picture', answer);
    // Reported as a success, but the picture is blurred.
    if (drawn.finish_reason === 'CONTENT_FILTERED') {
      return faultAt(meaning.contentRefused, answer, drawn.finish_reason);
    }
    return { state: 'done', pictures: [{ url: `data:image/png;base64,${drawn.image}` }] };
  }

  return {
    vendor: 'stability',
    capabilities: ['text2img'],
    labelsPictures: false,
    sizeProblem: (_model, size) => (ratioOf(size) === null ? 'has a ratio it does not draw' : null),
    start,
  };
}

function toForm(order: ProviderOrder): Record<string, string> {
  if (order.capability !== 'text2img') {
    throw new Error(`Stability is not asked for ${order.capability}.`);
  }
  return {
    ...Object.fromEntries(
      Object.entries(order.parameters ?? {}).map(([name, value]) => [name, String(value)]),
    ),
    prompt: order.prompt,
    mode: 'text-to-image',
    model: order.model,
    aspect_ratio: ratioOf(order.size) ?? '1:1',
    output_format: 'png',
  };
}

function ratioOf(size: string): string | null {
  const parsed = parseSize(size);
  if (parsed === null) return null;
  const ratio = parsed.width / parsed.height;
  const near = Object.entries(ratios).find(([, value]) => Math.abs(value / ratio - 1) <= tolerance);
  return near?.[0] ?? null;
}
