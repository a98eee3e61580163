import { withoutDirectives } from '../http/directives';
import { startPictureStub } from '../http/stub';
import type { PictureStub, PictureStubOptions } from '../http/stub';
import { parseOrder } from './request';
import type { StabilityOrder } from './request';
import { stability } from './vendor';

export type StabilityStub = PictureStub<StabilityOrder>;

const basePath = '/v2beta';

/** A local stub of text to image of api.stability.ai, which returns bytes instead of URLs. */
export function startStability(options: PictureStubOptions): Promise<StabilityStub> {
  return startPictureStub<StabilityOrder>(
    { ...{ vendor: stability, basePath, usualLatencyMs: 3000 }, urlLifeSeconds: 0 },
    options,
    (kit, orders) => async (call) => {
      if (call.name !== `POST ${basePath}/stable-image/generate/sd3`) return false;
      const taken = await orders.take(call, 'images', (body) => parseOrder(body, call.request));
      if (taken === null) return true;
      const { order, asked, takesMs, number } = taken;
      const { prompt, width, height } = order;
      const drawing = { prompt: withoutDirectives(prompt), width, height, hasWatermark: false };
      const bytes = await kit.draw(drawing);
      await kit.answers.wait(takesMs, call.response);
      orders.finish(taken, call.response, {
        ...(asked('no-image') === null ? { image: bytes.toString('base64') } : {}),
        finish_reason: asked('content-filtered') === null ? 'SUCCESS' : 'CONTENT_FILTERED',
        seed: number,
      });
      return true;
    },
  );
}
