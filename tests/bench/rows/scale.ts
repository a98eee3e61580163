import type { Bench, BenchCloud } from '../bench';
import { fillShelves, otherShelves, sampleWork } from '../dataset';
import { residentMemory } from '../processes/spawn';
import { isWithin, milliseconds, times } from '../row';
import type { Result, Row } from '../row';
import { interleave, median } from '../statistics';
import { enterProduct } from '../users';

const flat = { atMost: 1.3 };
const memoryLimit = { atMost: 2 * 1024 ** 3 };
const today = 30;

type FilledCloud = { cloud: BenchCloud; works: number };

/** The same queries on growing collections: they must not become slower, and a million rows must fit. */
export const scale: Row = {
  name: 'scale',
  measure: (bench) => {
    const sizes = bench.isQuick ? [1000, 10_000, 100_000] : [1000, 100_000, 1_000_000];
    return bench.withProductClouds(sizes.length, async (clouds) => {
      const filled: FilledCloud[] = [];
      for (const [index, works] of sizes.entries()) {
        const cloud = clouds[index];
        if (cloud !== undefined) filled.push({ cloud, works: await fill(cloud, works) });
      }
      return [...(await measureUsage(bench, filled)), ...measureMemory(filled)];
    });
  },
};

const openid = 'bench-usage';

async function fill(cloud: BenchCloud, total: number): Promise<number> {
  const userId = await enterProduct(cloud, openid, { vipLevel: 1 });
  const sample = await sampleWork(cloud);
  const mine = { userId, openid, count: today, newestAt: Date.now(), stepMs: 0 };
  return fillShelves(cloud, sample, [mine, ...otherShelves(total - today)]);
}

async function measureUsage(bench: Bench, filled: FilledCloud[]): Promise<Result[]> {
  const samples = await interleave(
    Object.fromEntries(
      filled.map(({ cloud, works }) => [
        works,
        async () => {
          const startedAt = performance.now();
          const { used } = await cloud.ask('aiGenerate', 'getDailyUsage', {}, openid);
          const elapsed = performance.now() - startedAt;
          if (used !== today) throw new Error(`counted ${String(used)} of ${today} works`);
          return elapsed;
        },
      ]),
    ),
    { rounds: bench.isQuick ? 50 : 300, warmUp: 20 },
  );
  const medians = filled.map(({ works }) => median(samples[works] ?? []));
  const [first = NaN] = medians;
  const ratio = Math.max(...medians) / first;
  const counts = filled.map(({ works }) => works.toLocaleString('en'));
  return [
    {
      what: `getDailyUsage with ${counts.join(' · ')} works`,
      ours: medians.map(milliseconds).join(' · '),
      baseline: `${counts[0] ?? ''} works`,
      ratio: times(ratio),
      target: `flat, ≤ ${times(flat.atMost)}`,
      isMet: isWithin(ratio, flat),
      note: `medians of ${samples[filled[0]?.works ?? 0]?.length ?? 0} calls each by turns; the user has ${today} works today`,
    },
  ];
}

function measureMemory(filled: FilledCloud[]): Result[] {
  return filled.slice(-1).map(({ cloud, works }) => {
    const { now, peak } = residentMemory(cloud.pid);
    return {
      what: `emulator with ${works.toLocaleString('en')} works, resident memory`,
      ours: gibibytes(peak),
      baseline: '',
      ratio: '',
      target: `≤ ${gibibytes(memoryLimit.atMost)} for 1,000,000`,
      isMet: isWithin(peak, memoryLimit),
      note: `the most it ever was, loading included; afterwards ${gibibytes(now)}; all indexes of the product declared; rows as the product writes them`,
    };
  });
}

const gibibytes = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(2)} GiB`;
