import { createChat } from '../support/chat';
import { createTaskDesk, openTaskStudio } from '../support/tasks';

/** What one action asks of the platform. */
export type Cost = {
  action: string;
  /** How often somebody does it on a day. */
  perDay: number;
  invocations: number;
  database: number;
  storage: number;
  openapi: number;
  http: number;
  ms: number;
};

export type Measured = {
  costs: Cost[];
  peak: Peak;
};

/** A minute of the evening on a small plan. */
export type Peak = {
  users: number;
  seconds: number;
  invocations: number;
  refused: number;
  maxDatabasePerSecond: number;
  maxAtOnce: number;
  p95Ms: number;
};

const who = 'oCapacity';
/** Of a day, in its busiest hour. */
export const peakHourShare = 0.2;
export const smallPlan = { callsPerMonth: 200_000, qps: 30, connections: 20, concurrency: 20 };

type Measurement = [action: string, perDay: number, name: string, event: object];

/** Every figure is a call through the front door of the local cloud. */
export async function measure(): Promise<Measured> {
  const studio = await openTaskStudio();
  try {
    await studio.member(who);
    const desk = createTaskDesk(() => studio, who);
    const { person, garment } = await desk.photos();
    const chat = createChat(studio);
    await chat.send({ messageId: 'warm' }, who);
    const call = (action: string, data: object = {}) => ({ action, data });
    const fit = { requestId: 'f1', expectedCost: 1, personAssetId: person };
    const list: Measurement[] = [
      ['login.wxLogin', 1.5, 'login', call('wxLogin')],
      ['aiGenerate.getGenerateOptions', 1, 'aiGenerate', call('getGenerateOptions')],
      [
        'aiGenerate.generate',
        2,
        'aiGenerate',
        call('generate', { requestId: 'c1', prompt: '橘猫' }),
      ],
      ['workManage.getWorks', 2, 'workManage', call('getWorks')],
      ['quota.getOverview', 1, 'quota', call('getOverview')],
      ['chat.send', 1, 'chat', call('send', { messageId: 'c2', text: '你好' })],
      ['payment.dailyCheckin', 0.5, 'payment', call('dailyCheckin')],
      ['queue.listTasks', 0.4, 'queue', call('listTasks')],
      [
        'fitting.generate',
        0.2,
        'fitting',
        call('generate', { ...fit, garments: [{ assetId: garment, part: 'top' }] }),
      ],
    ];
    const costs: Cost[] = [];
    for (const [action, perDay, name, event] of list) {
      const { calls, durationMs, ...outcome } = await studio.cloud.report(name, event, who);
      const code = 'result' in outcome ? (outcome.result as { code: number }).code : 500;
      if (code !== 200) throw new Error(`${action} cannot be measured: ${JSON.stringify(outcome)}`);
      costs.push({ action, perDay, invocations: 1, ...calls, ms: Math.round(durationMs) });
    }
    return {
      costs,
      peak: await playPeak(1_000, costs, (name, event, openid) =>
        studio.cloud.report(name, event, openid),
      ),
    };
  } finally {
    await studio.close();
  }
}

type Report = (
  name: string,
  event: object,
  openid: string,
) => Promise<{ durationMs: number; calls: { database: number } }>;

/** A minute of the busiest hour: arrivals in even steps, nobody waits for anybody. */
async function playPeak(users: number, costs: readonly Cost[], report: Report): Promise<Peak> {
  const seconds = 60;
  const actsPerDay = costs.reduce((sum, { perDay }) => sum + perDay, 0);
  const invocations = Math.round((users * actsPerDay * peakHourShare * seconds) / 3_600);
  const reads: [name: string, event: object][] = [
    ['login', { action: 'wxLogin' }],
    ['workManage', { action: 'getWorks' }],
    ['quota', { action: 'getOverview' }],
  ];
  const perSecond = new Map<number, number>();
  const durations: number[] = [];
  let [atOnce, maxAtOnce, refused] = [0, 0, 0];
  const startedAt = performance.now();
  const calls = Array.from({ length: invocations }, async (_, n) => {
    await new Promise((resolve) => setTimeout(resolve, (n * seconds * 1_000) / invocations));
    // Every fourth is a picture: what costs most comes at the share that people ask for it.
    const [name, event] =
      n % 4 === 0
        ? ['aiGenerate', { action: 'generate', data: { requestId: `p${n}`, prompt: '橘猫' } }]
        : (reads[n % reads.length] ?? ['login', { action: 'wxLogin' }]);
    atOnce += 1;
    maxAtOnce = Math.max(maxAtOnce, atOnce);
    const outcome = await report(name, event, `oPeak-${n % users}`);
    atOnce -= 1;
    if ('error' in outcome) refused += 1;
    durations.push(outcome.durationMs);
    const second = Math.floor((performance.now() - startedAt) / 1_000);
    perSecond.set(second, (perSecond.get(second) ?? 0) + outcome.calls.database);
  });
  await Promise.all(calls);
  durations.sort((a, b) => a - b);
  return {
    ...{ users, seconds, invocations, refused, maxAtOnce },
    maxDatabasePerSecond: Math.max(...perSecond.values()),
    p95Ms: Math.round(durations[Math.floor(durations.length * 0.95)] ?? 0),
  };
}
