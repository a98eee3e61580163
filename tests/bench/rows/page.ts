import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { chromiumPath, ensureBrowser } from '../../../scripts/browser';
import type { Stats } from '../../../devtools/simulator/runtime/phone/stats';
import type { Bench, BenchCloud } from '../bench';
import { fillShelves, sampleWork } from '../dataset';
import { isWithin } from '../row';
import type { Result, Row } from '../row';
import { median } from '../statistics';
import { enterProduct } from '../users';

/** The simulator's statistics that the bench reads. */
declare const window: {
  __workshop: {
    stats: Stats;
    data: Record<string, unknown>;
    onStatsChange(listener: () => void): void;
  };
  setDataMoments: number[];
};

const providerLatencyMs = 4000;
const worksOfReader = 60;
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'];

/** The mini-program in the simulator: its calls and `setData` work, in counts. */
export const page: Row = {
  name: 'page',
  measure: (bench) => {
    ensureBrowser();
    return bench.withPhone({ providerLatencyMs }, async (cloud) => {
      const browser = await chromium.launch({ executablePath: chromiumPath, args: flags });
      try {
        return [
          ...(await measureFirstPage(bench, cloud, browser)),
          await measureGenerating(cloud, browser),
          await measureNodes(cloud, browser),
        ];
      } finally {
        await browser.close();
      }
    });
  },
};

async function openPhone(
  cloud: BenchCloud,
  browser: Browser,
  user: string,
  path = 'pages/create/index',
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 375, height: 812 } });
  const phone = await context.newPage();
  // tsx wraps named functions in a helper that does not exist in the page.
  await phone.addInitScript('globalThis.__name = (named) => named');
  await phone.goto(`${cloud.url}/app.html?user=${user}&page=${path}`);
  return phone;
}

const isQuiet = (): boolean =>
  window.__workshop.stats.cloudCalls.every(({ durationMs }) => durationMs !== undefined);

/** Waits until every call is answered and causes no further calls. */
async function settle(phone: Page): Promise<void> {
  for (let quiet = 0; quiet < 3; quiet += 1) {
    await phone.waitForFunction(isQuiet);
    await phone.waitForTimeout(200);
  }
}

async function measureFirstPage(
  bench: Bench,
  cloud: BenchCloud,
  browser: Browser,
): Promise<Result[]> {
  const calls: number[] = [];
  const bytes: number[] = [];
  let keys: string[] = [];
  const rounds = bench.isQuick ? 2 : 7;
  // The first visit also builds the pages and starts the functions.
  for (let round = -1; round < rounds; round += 1) {
    const phone = await openPhone(cloud, browser, `bench-first-${round}`);
    await phone.waitForFunction(() => window.__workshop.data['state'] === 'ready');
    await settle(phone);
    const seen = await phone.evaluate(() => {
      const { cloudCalls, pages } = window.__workshop.stats;
      const answeredAt = (name: string): number => {
        const call = cloudCalls.find(({ action }) => action === name);
        return call === undefined ? NaN : call.startedAt + (call.durationMs ?? NaN);
      };
      // The page is usable once it has the options. Times are rounded to milliseconds.
      const usableAt = answeredAt('getGenerateOptions') - 1;
      const { maxSetDataBytes, largestKeys } = pages['pages/create/index'] ?? {
        maxSetDataBytes: NaN,
        largestKeys: [],
      };
      const before = cloudCalls.filter(({ startedAt }) => startedAt < usableAt);
      return { calls: before.length, maxSetDataBytes, largestKeys };
    });
    await phone.context().close();
    if (round < 0) continue;
    calls.push(seen.calls);
    bytes.push(seen.maxSetDataBytes);
    keys = seen.largestKeys;
  }
  return [
    {
      what: 'first page: calls begun before it is usable',
      ours: String(median(calls)),
      baseline: '',
      ratio: '',
      target: '≤ 2',
      isMet: isWithin(median(calls), { atMost: 2 }),
      note: `median of ${rounds} new users, at most ${Math.max(...calls)}; usable when the options have come`,
    },
    {
      what: 'first page: largest setData',
      ours: kibibytes(Math.max(...bytes)),
      baseline: '',
      ratio: '',
      target: '≤ 32 KB',
      isMet: isWithin(Math.max(...bytes), { atMost: 32 * 1024 }),
      note: `keys ${keys.join(', ')}`,
    },
  ];
}

async function measureGenerating(cloud: BenchCloud, browser: Browser): Promise<Result> {
  const phone = await openPhone(cloud, browser, 'bench-generating');
  await phone.waitForFunction(() => window.__workshop.data['state'] === 'ready');
  await settle(phone);
  await phone.locator('textarea').first().fill('雨中的橘猫');
  await phone.evaluate(() => {
    const moments: number[] = [];
    let known = 0;
    const total = (): number =>
      Object.values(window.__workshop.stats.pages).reduce((sum, row) => sum + row.setDataCalls, 0);
    known = total();
    window.__workshop.onStatsChange(() => {
      for (const now = total(); known < now; known += 1) moments.push(performance.now());
    });
    window.setDataMoments = moments;
  });
  await phone.locator('[aria-label^="生成"]').first().click();
  const isAnswered = (): boolean =>
    window.__workshop.stats.cloudCalls.some(
      ({ action, durationMs }) => action === 'generate' && durationMs !== undefined,
    );
  await phone.waitForFunction(isAnswered, undefined, { timeout: 60_000 });
  const { moments, call } = await phone.evaluate(() => ({
    moments: window.setDataMoments,
    call: window.__workshop.stats.cloudCalls.find(({ action }) => action === 'generate'),
  }));
  await phone.context().close();
  const [from, to] = [call?.startedAt ?? NaN, (call?.startedAt ?? NaN) + (call?.durationMs ?? NaN)];
  const during = moments.filter((moment) => moment >= from && moment < to);
  const busiest = Math.max(0, ...during.map((start) => countWithin(during, start, start + 1000)));
  return {
    what: 'setData calls per second while generating',
    ours: String(busiest),
    baseline: '',
    ratio: '',
    target: '≤ 5',
    isMet: isWithin(busiest, { atMost: 5 }),
    note: `the busiest second of ${((to - from) / 1000).toFixed(1)} s, all pages and components; ${during.length} in all`,
  };
}

const countWithin = (moments: number[], from: number, to: number): number =>
  moments.filter((moment) => moment >= from && moment < to).length;

const pagesToCount = [
  'pages/create/index',
  'pages/works/index',
  'pages/profile/index',
  'packages/picture/inspire/index',
  'packages/account/records/index',
  'packages/account/plans/index',
  'packages/account/settings/index',
];

async function measureNodes(cloud: BenchCloud, browser: Browser): Promise<Result> {
  const openid = 'bench-reader';
  const userId = await enterProduct(cloud, openid);
  const newestAt = Date.now() - 24 * 3600 * 1000;
  const shelf = { userId, openid, count: worksOfReader, newestAt, stepMs: 60_000 };
  await fillShelves(cloud, await sampleWork(cloud), [shelf]);
  const counts: { path: string; nodes: number }[] = [];
  for (const path of pagesToCount) {
    const phone = await openPhone(cloud, browser, openid, path);
    await phone.waitForFunction(() => window.__workshop.stats.firstRenderAt !== null);
    await settle(phone);
    const nodes = await phone
      .locator(`.page-section[wx-route="${path}"] .page-scroller *`)
      .evaluateAll((elements) => elements.length);
    counts.push({ path, nodes });
    await phone.context().close();
  }
  const maxNodes = Math.max(...counts.map(({ nodes }) => nodes));
  return {
    what: 'WXML nodes of the fullest page',
    ours: String(maxNodes),
    baseline: '',
    ratio: '',
    target: '≤ 500',
    isMet: isWithin(maxNodes, { atMost: 500 }),
    note: `as opened by a user with ${worksOfReader} works, insides of components included: ${counts.map(({ path, nodes }) => `${path} ${nodes}`).join(', ')}`,
  };
}

const kibibytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;
