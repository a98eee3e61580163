import { join } from 'node:path';
import { readFunctionConfig } from '../../../devtools/emulator/functions/config';
import { instanceEnvironment } from '../../../devtools/emulator/functions/environment';
import { conventionalFunctions } from '../folders';
import { sampleOf } from '../processes/spawn';
import { isWithin, milliseconds, times } from '../row';
import type { Result, Row } from '../row';
import { interleave, median } from '../statistics';
import { enterConventional, enterProduct } from '../users';

type Sample = { loadMs: number; answeredMs: number };

const functionName = 'aiGenerate';
const openid = 'bench-load';

/** The first processes also warm up the file cache of the machine. */
const warmUp = 1;

/** The cost of a cold start: each sample is a new process, and the two builds alternate. */
export const load: Row = {
  name: 'load',
  measure: (bench) =>
    bench.withClouds({}, async ({ product, conventional }) => {
      await enterProduct(product, openid);
      await enterConventional(conventional, openid);
      const answered: Record<'ours' | 'theirs', number[]> = { ours: [], theirs: [] };
      const sampler =
        (side: 'ours' | 'theirs', folder: string, url: string) => async (): Promise<number> => {
          const sample = await coldStart(folder, url);
          answered[side].push(sample.answeredMs);
          return sample.loadMs;
        };
      const loaded = await interleave(
        {
          ours: sampler('ours', bench.productFunctions, product.url),
          theirs: sampler('theirs', conventionalFunctions, conventional.url),
        },
        { rounds: bench.isQuick ? 5 : 21, warmUp },
      );
      return [
        compare('function load (require in a fresh process)', loaded, 0.4),
        compare('function load + first invocation', withoutWarmUp(answered), 0.7),
      ];
    }),
};

const withoutWarmUp = ({ ours, theirs }: { ours: number[]; theirs: number[] }) => ({
  ours: ours.slice(warmUp),
  theirs: theirs.slice(warmUp),
});

function coldStart(folder: string, url: string): Promise<Sample> {
  const definition = {
    name: functionName,
    entry: join(folder, functionName, 'index.js'),
    generation: '',
    config: readFunctionConfig(join(folder, functionName, 'config.json')),
  };
  const event = JSON.stringify({ action: 'getDailyUsage', data: {} });
  return sampleOf<Sample>('load.cjs', [definition.entry, event], {
    ...instanceEnvironment(url, definition, stubEnvironment),
    WX_OPENID: openid,
    SILENCE: 'true',
  });
}

/** These only have to be set: no provider is called. */
const stubEnvironment = { ZHIPU_API_KEY: 'bench', ZHIPU_BASE_URL: 'http://127.0.0.1:1' };

function compare(
  what: string,
  samples: { ours: number[]; theirs: number[] },
  atMost: number,
): Result {
  const [ours, theirs] = [median(samples.ours), median(samples.theirs)];
  return {
    what,
    ours: milliseconds(ours),
    baseline: `conventional ${milliseconds(theirs)}`,
    ratio: times(ours / theirs),
    target: `≤ ${times(atMost)}`,
    isMet: isWithin(ours / theirs, { atMost }),
    note: `median of ${samples.ours.length} fresh processes each, aiGenerate`,
  };
}
