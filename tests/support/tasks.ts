import { startDashscope } from '../../devtools/providers/dashscope/server';
import type { DashscopeStub } from '../../devtools/providers/dashscope/server';
import type { Document } from '../../devtools/emulator/database/database';
import { sample } from '../pictures/samples';
import { requireInvariants } from './invariants';
import { requireStudioInvariants } from './studio-invariants';
import { createAssetDesk, portrait, shirt } from './assets';
import { openStudio, succeeded } from './studio';
import type { Studio } from './studio';
import { tick } from './tick';

/** A studio with an instant try-on vendor. */
export type TaskStudio = Studio & { dashscope: DashscopeStub };

export async function openTaskStudio(
  ...[draw, maxInstances]: [draw?: () => Buffer, maxInstances?: number]
): Promise<TaskStudio> {
  const drawings = {
    draw: () => Promise.resolve(sample('rgb.png')),
    close: () => Promise.resolve(),
  };
  const dashscope = await startDashscope({ apiKeys: ['test-key'], latencyMs: 0, drawings });
  const environment = { DASHSCOPE_API_KEY: 'test-key', DASHSCOPE_BASE_URL: dashscope.url };
  // No verdict arrives by itself: tests deliver them, so a slow machine changes nothing.
  const more = { pushDelayMs: 3_600_000, ...(maxInstances !== undefined && { maxInstances }) };
  const studio = await openStudio(environment, draw, null, undefined, more);
  return {
    ...studio,
    dashscope,
    async close() {
      await studio.close();
      await dashscope.close();
    },
  };
}

/**
 * Opens a task studio for the tests of a `describe`. Each test starts with alice as the only user, no faults and the real time;
 * the invariants are checked after each.
 */
export function withTaskStudio(use: (studio: TaskStudio) => void): TaskDesk {
  let studio: TaskStudio;
  const desk = createTaskDesk(() => studio);

  beforeAll(async () => {
    studio = await openTaskStudio();
    use(studio);
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.faults([]);
    studio.dashscope.setRules([]);
    studio.zhipu.setRules([]);
    studio.cloud.cloud.reset({ seed: true });
    await studio.cloud.control('PUT', '/local/clock', { offsetMs: 0 });
    desk.reset();
    await studio.member('alice');
  });
  afterEach(() => {
    requireStudioInvariants(studio.cloud);
    requireInvariants(studio.cloud);
  });
  return desk;
}

export type TaskDesk = ReturnType<typeof createTaskDesk>;

/** Helpers for the tasks of a user: photos, submits, and a queue that is moved by hand. */
export function createTaskDesk(studio: () => TaskStudio, who = 'alice') {
  const assets = createAssetDesk(studio, who);
  let offsetMs = 0;
  const desk = {
    assets,
    userId: assets.userId,
    rows: (collection: string, query = {}): Document[] =>
      studio().cloud.collection(collection).rows(query),
    task: () => desk.rows('task_queue')[0] ?? {},
    job: () => desk.rows('task_jobs')[0] ?? {},
    work: () => desk.rows('works')[0] ?? {},
    /** Two photos that passed moderation. */
    async photos(): Promise<{ person: string; garment: string }> {
      const garment = succeeded(await assets.register(shirt)).asset.assetId;
      const person = succeeded(await assets.register(portrait, 'person')).asset.assetId;
      return { person, garment };
    },
    async submit(requestId = 't1', more: { expectedCost?: number } = {}) {
      const { person, garment } = await desk.known();
      return studio().call(who, 'fitting', 'generate', {
        ...{ requestId, expectedCost: 1, personAssetId: person },
        garments: [{ assetId: garment, part: 'top' }],
        ...more,
      });
    },
    /** Saves the photos and returns a function that restores them after a reset, without repeating their moderation. */
    keepPhotos() {
      const { storage } = studio().cloud.cloud;
      const kept = desk.rows('assets').filter(({ userId }) => userId === assets.userId);
      const counts = desk.rows('user_storage_usage');
      const files = storage
        .list()
        .filter(({ path }) => path.startsWith('private/assets/'))
        .map(({ path }) => ({ path, bytes: storage.read(path)?.bytes ?? Buffer.alloc(0) }));
      return () => {
        studio()
          .cloud.collection('assets')
          .put(...kept);
        studio()
          .cloud.collection('user_storage_usage')
          .put(...counts);
        for (const { path, bytes } of files) storage.put(path, '', bytes);
      };
    },
    /** Submits a photography task for the garment, in the first seeded scene. */
    async photograph(
      count: number,
      requestId = 'p1',
      more: { note?: string } = { note: '自然光' },
      expectedCost = count,
    ) {
      const { garment } = await desk.known();
      const [scene] = desk.rows('scenes', { status: 'published' });
      return studio().call(who, 'photography', 'generate', {
        ...{ requestId, expectedCost, garmentAssetId: garment, count },
        ...{ sceneId: scene?._id as string, ...more },
      });
    },
    async known() {
      const of = (kind: string) =>
        desk.rows('assets', { userId: assets.userId, kind })[0]?._id as string | undefined;
      const [person, garment] = [of('person'), of('garment')];
      return person === undefined || garment === undefined ? desk.photos() : { person, garment };
    },
    /** Advances the clock, fires the timer and delivers the verdicts on results. */
    async pass(seconds: number): Promise<Document> {
      offsetMs += seconds * 1000;
      await studio().cloud.control('PUT', '/local/clock', { offsetMs });
      const summary = await tick(studio().cloud);
      await assets.deliverVerdicts();
      return summary;
    },
    /** Fires the timer without delivering verdicts. */
    move: (): Promise<Document> => tick(studio().cloud),
    cancel: () => studio().call(who, 'queue', 'cancelTask', { taskId: desk.task()._id as string }),
    /** Moves the queue until every task has ended, for an hour at most. */
    async finish(): Promise<void> {
      for (let round = 0; round < 60; round += 1) {
        if (desk.rows('task_queue').every(({ endedAt }) => endedAt !== undefined)) return;
        await desk.pass(60);
      }
      throw new Error(`Not ended: ${JSON.stringify(desk.rows('task_jobs'))}`);
    },
    reset() {
      offsetMs = 0;
    },
  };
  return desk;
}
