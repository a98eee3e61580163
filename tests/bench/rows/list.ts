import type { Bench, BenchCloud } from '../bench';
import { fillShelves, otherShelves, sampleWork } from '../dataset';
import { isWithin, milliseconds, times } from '../row';
import type { Result, Row } from '../row';
import { interleave, median } from '../statistics';
import { enterProduct } from '../users';

const flat = { atMost: 1.3 };
const pageSize = 20;
const openid = 'bench-list';

/** The first page of a list and a distant one: ours uses a cursor, the conventional build `skip`. */
export const list: Row = {
  name: 'list',
  measure: (bench) =>
    bench.withClouds({}, async ({ product, conventional }) => {
      const lastPage = bench.isQuick ? 100 : 1000;
      const userId = await enterProduct(product, openid);
      const sample = await sampleWork(product);
      const mine = {
        userId,
        openid,
        count: (lastPage + 1) * pageSize,
        newestAt: Date.now() - 7 * 24 * 3600 * 1000,
        stepMs: 60_000,
      };
      for (const cloud of [product, conventional]) {
        await fillShelves(cloud, sample, [mine, ...otherShelves(bench.isQuick ? 1000 : 100_000)]);
      }
      return compare(bench, { product, conventional, lastPage });
    }),
};

async function compare(
  bench: Bench,
  parts: { product: BenchCloud; conventional: BenchCloud; lastPage: number },
): Promise<Result[]> {
  const { product, conventional, lastPage } = parts;
  const cursor = await walkTo(product, lastPage);
  const ours = (more: object) => () =>
    product.time('workManage', 'getWorks', { pageSize, ...more }, openid);
  const theirs = (page: number) => () =>
    conventional.time('workManage', 'getWorks', { page, pageSize }, openid);
  const samples = await interleave(
    { first: ours({}), last: ours({ cursor }), theirFirst: theirs(1), theirLast: theirs(lastPage) },
    { rounds: bench.isQuick ? 30 : 100, warmUp: 10 },
  );
  const [first, last] = [median(samples.first), median(samples.last)];
  const [theirFirst, theirLast] = [median(samples.theirFirst), median(samples.theirLast)];
  const ratio = last / first;
  return [
    {
      what: `works list, page 1 · page ${lastPage} (${pageSize} per page)`,
      ours: `${milliseconds(first)} · ${milliseconds(last)}`,
      baseline: `page 1; conventional ${milliseconds(theirFirst)} · ${milliseconds(theirLast)}`,
      ratio: `${times(ratio)}; conventional ${times(theirLast / theirFirst)}`,
      target: `flat, ≤ ${times(flat.atMost)}`,
      isMet: isWithin(ratio, flat),
      note: `medians of ${samples.first.length} calls each by turns`,
    },
  ];
}

/** Finds the cursor of a page by reading page after page. */
async function walkTo(cloud: BenchCloud, page: number): Promise<string> {
  let cursor: string | undefined;
  for (let n = 1; n < page; n += 1) {
    const { nextCursor } = await cloud.ask('workManage', 'getWorks', { pageSize, cursor }, openid);
    if (typeof nextCursor !== 'string') throw new Error(`The list ends at page ${n}.`);
    cursor = nextCursor;
  }
  if (cursor === undefined) throw new Error('Page 1 has no cursor.');
  return cursor;
}
