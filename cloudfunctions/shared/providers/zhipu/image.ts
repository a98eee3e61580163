import * as z from 'zod';
import { PaintError } from '../../domain/work/painter';
import type { PaintJob, Painter } from '../../domain/work/painter';
import { faultOfAnswer, faultOfTransport } from './faults';
import { parseJson, refusalCode } from './refusal';
import { sizeProblem } from './size';

export type ZhipuOptions = { apiKey: string; baseUrl: string; model: string; timeoutMs: number };

const Success = z.object({ data: z.array(z.object({ url: z.string().min(1) })).min(1) });

/** https://docs.bigmodel.cn/api-reference/模型-api/图像生成: one call makes one picture. */
export function createZhipuPainter(options: ZhipuOptions): Painter {
  const { apiKey, baseUrl, model } = options;
  const url = `${baseUrl.replace(/\/+$/, '')}/images/generations`;

  return {
    name: `zhipu:${model}`,
    refusesSize: (size) => sizeProblem(model, size),

    async paint(job, limits) {
      const timeoutMs = Math.max(1, Math.min(options.timeoutMs, limits.timeoutMs));
      const { status, text, retryAfter } = await post(url, apiKey, toBody(model, job), timeoutMs);
      const body = parseJson(text);
      const code = refusalCode(body);
      if (status !== 200 || code !== null) {
        throw new PaintError(faultOfAnswer(status, code, retryAfter));
      }
      if (body === undefined) {
        throw new PaintError({ ...faultOfAnswer(status, null), providerCode: 'not-json' });
      }
      const success = Success.safeParse(body);
      const picture = success.data?.data[0];
      if (picture === undefined) {
        // It answered, and may have charged: not asked again, but not unknown either.
        throw new PaintError({
          kind: 'unknownOutcome',
          failure: 'PROVIDER_FAILED',
          providerCode: 'no-picture',
          httpStatus: status,
        });
      }
      return { imageUrl: picture.url };
    },
  };
}

function toBody(model: string, job: PaintJob): object {
  return {
    model,
    prompt: job.prompt,
    size: job.size,
    quality: job.quality,
    // The visible mark that the law asks for; the provider draws it.
    watermark_enabled: true,
    user_id: job.anonymousUserId,
  };
}

type Answer = { status: number; text: string; retryAfter: string | undefined };

async function post(url: string, apiKey: string, body: object, timeoutMs: number): Promise<Answer> {
  // Loaded with the first picture: most invocations of an instance's life need no HTTP client at their start.
  const { default: axios } = await import('axios');
  try {
    const response = await axios.post<string>(url, body, {
      headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
      // `timeout` alone does not cover a connection that never opens.
      timeout: timeoutMs,
      signal: AbortSignal.timeout(timeoutMs),
      maxRedirects: 0,
      maxContentLength: 1_000_000,
      proxy: false,
      responseType: 'text',
      transformResponse: (text: string) => text,
      validateStatus: () => true,
    });
    const retryAfter: unknown = response.headers['retry-after'];
    return {
      status: response.status,
      text: response.data,
      retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
    };
  } catch (error) {
    // The error of axios carries the request with its key; only what is safe goes on.
    throw new PaintError(faultOfTransport(error));
  }
}
