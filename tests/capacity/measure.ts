import { sample } from '../pictures/samples';
import { createChat } from '../support/chat';
import { createTaskDesk, openTaskStudio } from '../support/tasks';
import type { TaskDesk, TaskStudio } from '../support/tasks';
import { tick } from '../support/tick';
import { photo, sha256Of } from '../support/assets';
import { playEvening } from './evening';
import type { Evening } from './evening';

/** The load of one action on the platform. */
export type Cost = {
  action: string;
  /** How often a user does it per day. */
  perDay: number;
  /** It runs in timers and pushes, so no user waits for it. */
  isFollowUp: boolean;
  invocations: number;
  database: number;
  storage: number;
  openapi: number;
  http: number;
  ms: number;
};

export type Measurements = { costs: Cost[]; evenings: Evening[] };

const who = 'oCapacity';
/** Numbers of daily users to play: the required one, and larger ones to see how far the small plan goes. */
const crowds = [1_000, 3_000, 6_000];

type Measurement = [action: string, perDay: number, name: string, event: object];

/** Measures every action by calling it in the local cloud. */
export async function measure(onProgress: (line: string) => void): Promise<Measurements> {
  const studio = await openTaskStudio(() => sample('rgb.png'), 40);
  try {
    await studio.member(who);
    const desk = createTaskDesk(() => studio, who);
    const costs = [
      ...(await measureActions(studio, desk)),
      ...(await measureFollowUps(studio, desk)),
    ];
    const evenings: Evening[] = [];
    for (const users of crowds) {
      evenings.push(await playEvening(studio, users, costs));
      onProgress(`the evening of ${users} users was played`);
    }
    return { costs, evenings };
  } finally {
    await studio.close();
  }
}

async function measureActions(studio: TaskStudio, desk: TaskDesk): Promise<Cost[]> {
  const { person, garment } = await desk.photos();
  const chat = createChat(studio);
  await chat.send({ messageId: 'warm' }, who);
  // The first picture of a cold instance also reads what every later one finds in memory.
  await studio.call(who, 'aiGenerate', 'generate', { requestId: 'warm', prompt: '橘猫' });
  const bytes = photo(400, 500, 7);
  const upload = { fileId: desk.assets.put(bytes, 'another.jpg'), kind: 'garment' };
  const call = (action: string, data: object = {}) => ({ action, data });
  const fit = { requestId: 'f1', expectedCost: 1, personAssetId: person };
  const garments = [{ assetId: garment, part: 'top' }];
  const list: Measurement[] = [
    ['login.wxLogin', 1.5, 'login', call('wxLogin')],
    ['aiGenerate.getGenerateOptions', 1, 'aiGenerate', call('getGenerateOptions')],
    ['aiGenerate.generate', 2, 'aiGenerate', call('generate', { requestId: 'c1', prompt: '橘猫' })],
    ['workManage.getWorks', 2, 'workManage', call('getWorks')],
    ['quota.getOverview', 1, 'quota', call('getOverview')],
    ['chat.send', 1, 'chat', call('send', { messageId: 'c2', text: '你好' })],
    ['payment.dailyCheckin', 0.5, 'payment', call('dailyCheckin')],
    ['queue.listTasks', 0.4, 'queue', call('listTasks')],
    [
      'storage.registerAsset',
      0.1,
      'storage',
      call('registerAsset', { ...upload, digest: sha256Of(bytes) }),
    ],
    ['fitting.generate', 0.2, 'fitting', call('generate', { ...fit, garments })],
    ['queue.nudge', 0.6, 'queue', call('nudge')],
  ];
  const costs: Cost[] = [];
  for (const [action, perDay, name, event] of list) {
    const { calls, durationMs, ...outcome } = await studio.cloud.report(name, event, who);
    const code = 'result' in outcome ? (outcome.result as { code: number }).code : 500;
    if (code !== 200) throw new Error(`${action} cannot be measured: ${JSON.stringify(outcome)}`);
    const ms = Math.round(durationMs);
    costs.push({ action, perDay, isFollowUp: false, invocations: 1, ...calls, ms });
  }
  return costs;
}

/** The work of the timer and of WeChat's pushes after an order was answered, until nothing is left to do. */
async function measureFollowUps(studio: TaskStudio, desk: TaskDesk): Promise<Cost[]> {
  const settle = async (): Promise<void> => {
    await desk.assets.deliverVerdicts();
    await desk.finish();
  };
  await settle();
  const follow = async (action: string, perDay: number, order: () => Promise<unknown>) => {
    await order();
    studio.cloud.cloud.plan.set({});
    const before = performance.now();
    await settle();
    const ms = Math.round(performance.now() - before);
    const shown = studio.cloud.cloud.plan.show();
    studio.cloud.cloud.plan.set(null);
    if (shown === null) throw new Error('Nothing was counted.');
    const { invocations, calls } = shown.figures.functions;
    return { action, perDay, isFollowUp: true, invocations, ...calls, ms };
  };
  const bytes = photo(400, 500, 9);
  return [
    await follow('tick and push, for a photo', 0.1, () =>
      desk.assets.submit(desk.assets.put(bytes, 'third.jpg'), bytes),
    ),
    await follow('tick and push, for a try-on', 0.2, async () => {
      const { code } = await desk.submit('f2');
      if (code !== 200) throw new Error('The try-on was refused.');
      await tick(studio.cloud);
    }),
  ];
}
