import { generateInput } from '../client';
import { isWithin, milliseconds, times } from '../row';
import type { Bench } from '../bench';
import type { Result, Row } from '../row';
import { interleave, percentile } from '../statistics';
import { enterConventional, enterProduct } from '../users';

const limit = { atMost: 1.5 };
const openid = 'bench-generate';

const networkMs = 20;

/** `generate` with an instant provider and a prepared picture, so that the figure contains only our own work. */
export const generate: Row = {
  name: 'generate',
  measure: async (bench) => [
    ...(await measureInstant(bench)),
    await measureWithNetwork(bench, 'vip', 1.2),
    await measureWithNetwork(bench, 'free', 1.9),
  ],
};

/** The same with a network delay for every cloud call in both builds. */
function measureWithNetwork(bench: Bench, tier: 'vip' | 'free', atMost: number): Promise<Result> {
  return bench.withClouds({ providerLatencyMs: 0 }, async ({ product, conventional }) => {
    const vipLevel = tier === 'vip' ? 1 : 0;
    await enterProduct(product, openid, { vipLevel });
    await enterConventional(conventional, openid, { vipLevel });
    for (const cloud of [product, conventional]) {
      await cloud.setFaults(
        ['database', 'storage', 'openapi'].map((service) => ({
          ...{ service, fault: 'delay', delayMs: networkMs },
        })),
      );
    }
    const { ours, theirs } = await interleave(
      {
        ours: () => product.time('aiGenerate', 'generate', generateInput(), openid),
        theirs: () => conventional.time('aiGenerate', 'generate', generateInput(), openid),
      },
      // A free user may make fifty pictures a day.
      { rounds: bench.isQuick ? 10 : 30, warmUp: 5 },
    );
    const ratio = percentile(ours, 0.5) / percentile(theirs, 0.5);
    return {
      what: `generate with ${networkMs} ms of network on every cloud call, ${tier}, p50`,
      ours: milliseconds(percentile(ours, 0.5)),
      baseline: `conventional ${milliseconds(percentile(theirs, 0.5))}`,
      ratio: times(ratio),
      target: `≤ ${times(atMost)}`,
      isMet: isWithin(ratio, { atMost }),
      note: `an instant provider, ${ours.length} each by turns; ours reserves, moderates, stores and labels`,
    };
  });
}

function measureInstant(bench: Bench): Promise<Result[]> {
  return bench.withClouds({ providerLatencyMs: 0 }, async ({ product, conventional }) => {
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
  });
}
