import { generateInput } from '../client';
import { isWithin, milliseconds, times } from '../row';
import type { Row } from '../row';
import { interleave, percentile } from '../statistics';
import { enterConventional, enterProduct } from '../users';

const limit = { atMost: 1.5 };
const openid = 'bench-generate';

/** `generate` with a provider that answers at once with a prepared picture, so that only our own work is in the figure. */
export const generate: Row = {
  name: 'generate',
  measure: (bench) =>
    bench.withClouds({ providerLatencyMs: 0 }, async ({ product, conventional }) => {
      await enterProduct(product, openid, { vipLevel: 1 });
      await enterConventional(conventional, openid, { vipLevel: 1 });
      const { ours, theirs } = await interleave(
        {
          ours: () => product.time('aiGenerate', 'generate', generateInput(), openid),
          theirs: () => conventional.time('aiGenerate', 'generate', generateInput(), openid),
        },
        { rounds: bench.isQuick ? 20 : 100, warmUp: 10 },
      );
      const ratio = percentile(ours, 0.5) / percentile(theirs, 0.5);
      return [
        {
          what: 'generate with an instant provider, p50',
          ours: milliseconds(percentile(ours, 0.5)),
          baseline: `conventional ${milliseconds(percentile(theirs, 0.5))}`,
          ratio: times(ratio),
          target: `≤ ${times(limit.atMost)}`,
          isMet: isWithin(ratio, limit),
          note: `vip, ${ours.length} each by turns; p95 ${milliseconds(percentile(ours, 0.95))} (conventional ${milliseconds(percentile(theirs, 0.95))}); ours moderates, reserves the seat, fetches, labels and stores the picture`,
        },
      ];
    }),
};
