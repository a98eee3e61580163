import { publishEdit } from '../http/made';
import { startPictureStub } from '../http/stub';
import type { PictureStub, PictureStubOptions } from '../http/stub';
import { tencentError } from './errors';
import { parseOrder } from './request';
import type { TencentOrder } from './request';
import { tencent } from './vendor';

export type TencentStub = PictureStub<TencentOrder>;

const basePath = '/v1';
const halfADaySeconds = 12 * 3600;

/**
 * A local stub of the edits of hy-image at tokenhub.tencentmaas.com; README.md lists the faults that it can simulate.
 */
export function startTencent(options: PictureStubOptions): Promise<TencentStub> {
  return startPictureStub<TencentOrder>(
    { ...{ vendor: tencent, basePath, usualLatencyMs: 3000 }, urlLifeSeconds: halfADaySeconds },
    options,
    (kit, orders) => async (call) => {
      if (call.name !== `POST ${basePath}/wand/hunyuan-image/v35-generation`) return false;
      const taken = await orders.take(call, 'images', parseOrder);
      if (taken === null) return true;
      const { order, asked, takesMs } = taken;
      const made = await publishEdit(kit, taken, () =>
        tencentError('400001', 'the image could not be downloaded'),
      );
      await kit.answers.wait(takesMs, call.response);
      if ('error' in made) {
        kit.answers.error(call.response, made.error, call.id);
        return true;
      }
      const head = {
        ...{ id: call.id, object: 'image.chat.completion.chunk', model: order.model },
        ...{ created: Math.floor(kit.now() / 1000), request_id: call.id },
      };
      const failed = asked('error-in-200');
      const { width, height } = order;
      const image = { url: made.url, width, height, source: 'generated' };
      const refusal = '内容安全警告：输入内容不符合规范，请修改后重试。';
      const delta =
        asked('content-warning') !== null
          ? { type: 'text', content: refusal }
          : { type: 'image', ...(asked('no-image') === null ? { image } : {}) };
      orders.finish(
        taken,
        call.response,
        failed === null
          ? { ...head, choices: [{ delta, finish_reason: null }], usage: { total_tokens: 0 } }
          : { ...head, error: { code: failed, message: tencentError(failed).message } },
      );
      return true;
    },
  );
}
