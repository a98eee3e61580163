import { publishEdit } from '../http/made';
import { startPictureStub } from '../http/stub';
import type { PictureStub, PictureStubOptions } from '../http/stub';
import { seedreamError } from './errors';
import { parseOrder } from './request';
import type { SeedreamOrder } from './request';
import { seedream } from './vendor';

export type SeedreamStub = PictureStub<SeedreamOrder>;

const basePath = '/api/v3';
const oneDaySeconds = 24 * 3600;

/** A local stub of the edits of ark.cn-beijing.volces.com; README.md lists the faults that it can simulate. */
export function startSeedream(options: PictureStubOptions): Promise<SeedreamStub> {
  return startPictureStub<SeedreamOrder>(
    { ...{ vendor: seedream, basePath, usualLatencyMs: 3000 }, urlLifeSeconds: oneDaySeconds },
    options,
    (kit, orders) => async (call) => {
      if (call.name !== `POST ${basePath}/images/generations`) return false;
      const taken = await orders.take(call, 'images', parseOrder);
      if (taken === null) return true;
      const { order, asked, takesMs } = taken;
      const made = await publishEdit(kit, taken, () =>
        seedreamError('InvalidParameter', 'The parameter image could not be downloaded.'),
      );
      await kit.answers.wait(takesMs, call.response);
      if ('error' in made) {
        kit.answers.error(call.response, made.error, call.id);
        return true;
      }
      const { width, height, model } = order;
      const failed = asked('item-error');
      const picture = asked('no-url') === null ? { url: made.url, size: `${width}x${height}` } : {};
      const item =
        failed === null
          ? picture
          : { error: { code: failed, message: seedreamError(failed).message } };
      const data = asked('empty-data') === null ? [item] : [];
      orders.finish(taken, call.response, {
        ...{ model, created: Math.floor(kit.now() / 1000), data },
        usage: {
          generated_images: failed === null ? data.length : 0,
          output_tokens: Math.ceil((width * height) / 256),
          total_tokens: Math.ceil((width * height) / 256),
        },
      });
      return true;
    },
  );
}
