import * as z from 'zod';
import type { CallLimits, Provider, ProviderOrder, StartOutcome } from '../../domain/provider/port';
import type { ProviderAccount } from '../account';
import { faultOfAnswer, nothingMade } from '../fault';
import { callJson } from '../http/json-call';
import { areaProblem } from '../size';
import { classify, errorCodeOf } from './errors';

const Items = z.object({ data: z.array(z.unknown()) });
const Item = z.object({ url: z.string().min(1) });

/** Synchronous edits with Seedream at Ark. A single item of a successful answer may be an error, which is not charged for. */
export function createSeedream({ apiKey, baseUrl }: ProviderAccount): Provider {
  const root = baseUrl.replace(/\/+$/, '');

  async function start(order: ProviderOrder, limits: CallLimits): Promise<StartOutcome> {
    const answer = await callJson({
      method: 'POST',
      url: `${root}/images/generations`,
      headers: { Authorization: `Bearer ${apiKey}` },
      body: toBody(order),
      timeoutMs: limits.timeoutMs,
    });
    if ('fault' in answer) return answer.fault;
    const fault = faultOfAnswer(answer, errorCodeOf(answer.body), classify);
    if (fault !== null) return fault;
    const items = Items.safeParse(answer.body).data?.data ?? [];
    const pictures = items.flatMap((item) => {
      const picture = Item.safeParse(item).data;
      return picture === undefined ? [] : [picture];
    });
    if (pictures.length > 0) return { state: 'done', pictures };
    const code = items.map(errorCodeOf).find((found) => found !== null);
    if (code === undefined) return nothingMade('no-picture', answer);
    return classify({ status: answer.status, code });
  }

  return {
    vendor: 'seedream',
    capabilities: ['edit'],
    labelsPictures: false,
    ...{ sizeProblem, start },
  };
}

function toBody(order: ProviderOrder): object {
  if (order.capability !== 'edit')
    throw new Error(`Seedream is not asked for ${order.capability}.`);
  return {
    ...order.parameters,
    model: order.model,
    prompt: order.prompt,
    image: order.inputs.map(({ url }) => url),
    size: order.size,
    response_format: 'url',
    // We draw the visible mark; without this field the vendor draws its own.
    watermark: false,
  };
}

/** The limits of the models that are still offered. */
function sizeProblem(_model: string, size: string): string | null {
  return areaProblem(size, { minPixels: 921_600, maxPixels: 4_624_220, maxRatio: 16 });
}
