import type { Calls, Client } from '../client';
import { generateInput } from '../client';
import { isWithin } from '../row';
import type { Result, Row } from '../row';
import { median } from '../statistics';
import { enterConventional, enterProduct } from '../users';

const delayMs = 150;
const samplesPerSide = 5;

type Depth = { depth: number; calls: Calls };

/**
 * The number of sequential cloud calls in `generate`. It is derived from their effect: every call to the database and to
 * moderation is delayed by the same time, so the reply is later by that time for each call that is waited for. Concurrent
 * calls count once, and calls made while the provider is drawing do not count. The provider and the storage are not
 * delayed.
 */
export const depth: Row = {
  name: 'depth',
  measure: (bench) =>
    bench.withClouds({ providerLatencyMs: 1000 }, async ({ product, conventional }) => {
      await enterProduct(product, 'bench-vip', { vipLevel: 1 });
      await enterProduct(product, 'bench-free');
      await enterConventional(conventional, 'bench-vip', { vipLevel: 1 });
      const vip = await measureDepth(product, 'bench-vip');
      const free = await measureDepth(product, 'bench-free');
      const theirs = await measureDepth(conventional, 'bench-vip');
      return [toResult('vip', vip, theirs, 4), toResult('free', free, theirs, 8)];
    }),
};

async function measureDepth(cloud: Client, openid: string): Promise<Depth> {
  const sample = () => cloud.time('aiGenerate', 'generate', generateInput(), openid);
  // The first call of an instance fills caches that later ones use.
  await sample();
  const plain: number[] = [];
  const delayed: number[] = [];
  for (let round = 0; round < samplesPerSide; round += 1) {
    plain.push(await sample());
    await cloud.setFaults(
      ['database', 'openapi'].map((service) => ({ service, fault: 'delay', delayMs })),
    );
    delayed.push(await sample());
    await cloud.clearFaults();
  }
  const { calls } = await cloud.invoke('aiGenerate', 'generate', generateInput(), openid);
  return { depth: (median(delayed) - median(plain)) / delayMs, calls };
}

function toResult(tier: string, ours: Depth, theirs: Depth, atMost: number): Result {
  return {
    what: `sequential cloud calls of generate, ${tier}`,
    ours: ours.depth.toFixed(0),
    baseline: `conventional ${theirs.depth.toFixed(0)}`,
    ratio: '',
    target: `≤ ${atMost}`,
    isMet: isWithin(Math.round(ours.depth), { atMost }),
    note: `measured ${ours.depth.toFixed(2)} (conventional ${theirs.depth.toFixed(2)}) delays of ${delayMs} ms; ${describe(ours.calls)} (conventional ${describe(theirs.calls)})`,
  };
}

const describe = ({ database, openapi, storage, http }: Calls): string =>
  `in all ${database} database, ${openapi} moderation, ${storage} storage, ${http} http`;
