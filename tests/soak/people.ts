import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { photo } from '../support/assets';
import type { SoakCloud } from './cloud';

type Reply = { code: number; error?: string; data: Record<string, unknown> | null };

/** What people were told, to compare it with the remaining data. */
export type Diary = {
  /** Intended calls; each is repeated with the same request id until it is answered. */
  calls: number;
  ok: number;
  refused: Map<string, number>;
  /** Attempts without an answer, counted by error: the cloud or the function died, or timed out. */
  unanswered: Map<string, number>;
  /** Calls whose attempts all remained unanswered. */
  givenUp: number;
  /** Works reported as completed. */
  works: Set<string>;
  /** Tasks reported as accepted. */
  tasks: Set<string>;
  /** Orders reported as credited. */
  orders: Set<string>;
};

export function newDiary(): Diary {
  return {
    ...{ calls: 0, ok: 0, givenUp: 0 },
    ...{ refused: new Map<string, number>(), unanswered: new Map<string, number>() },
    ...{ works: new Set<string>(), tasks: new Set<string>(), orders: new Set<string>() },
  };
}

function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}

/** The error message without numbers, ids and ports, so that equal reasons count together. */
function reasonOf(words = ''): string {
  return words.replace(/[\da-f]{8}-[\da-f-]+|\d+/g, '…').slice(0, 80) || 'nothing was said';
}

export type Person = (random: () => number) => Promise<void>;

const attempts = 4;

/** A simulated user who signs in and then uses features in random order. */
export function createPerson(openid: string, cloud: SoakCloud, diary: Diary): Person {
  const userId = userIdOf(openid);
  let serial = 0;
  const next = (kind: string) => `${kind}-${openid}-${(serial += 1)}`;
  const photos: { garment: string | null; person: string | null } = { garment: null, person: null };

  async function call(name: string, action: string, data: object): Promise<Reply['data']> {
    diary.calls += 1;
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const reply = await ask(name, action, data);
      if (reply === null) {
        await sleep(attempt * 500);
        continue;
      }
      if (reply.code === 200) {
        diary.ok += 1;
        return reply.data;
      }
      const { error = '' } = reply;
      count(diary.refused, error);
      return null;
    }
    diary.givenUp += 1;
    return null;
  }

  /** Resolves to null when the cloud or the function died. */
  async function ask(name: string, action: string, data: object): Promise<Reply | null> {
    try {
      const body = { name, data: { action, data, trace: next('soak').toLowerCase() }, openid };
      const report = (await cloud.ask('POST', '/local/invoke', body)) as {
        result?: Reply;
        error?: { errMsg: string };
      };
      if (report.result === undefined) count(diary.unanswered, reasonOf(report.error?.errMsg));
      return report.result ?? null;
    } catch (error) {
      count(diary.unanswered, reasonOf(error instanceof Error ? error.message : ''));
      return null;
    }
  }

  async function upload(kind: 'garment' | 'person'): Promise<string | null> {
    const bytes = photo(360, 480, serial + 3);
    try {
      const path = `uploads/${userId}/${next(kind)}.jpg`;
      const query = encodeURIComponent(path);
      const url = `/local/client/upload?path=${query}`;
      const { fileID } = (await cloud.ask('POST', url, bytes, openid)) as { fileID: string };
      const digest = createHash('sha256').update(bytes).digest('hex');
      const consent = kind === 'person' ? { consentVersion: '2026-11' } : {};
      const data = await call('storage', 'registerAsset', {
        fileId: fileID,
        kind,
        digest,
        ...consent,
      });
      return (data?.['asset'] as { assetId?: string } | undefined)?.assetId ?? null;
    } catch {
      return null;
    }
  }

  async function pay(): Promise<void> {
    try {
      const packages = await call('payment', 'getPackages', {});
      const [bought] = (packages?.['packages'] ?? []) as { packageId: string; priceFen: number }[];
      if (bought === undefined) return;
      const { code } = (await cloud.ask('POST', '/local/code', undefined, openid)) as {
        code: string;
      };
      const { packageId, priceFen } = bought;
      const order = { requestId: next('buy'), packageId, priceFen, code, platform: 'android' };
      const made = await call('payment', 'createOrder', order);
      const { orderId } = (made?.['order'] ?? {}) as { orderId?: string };
      if (orderId === undefined) return;
      const sheet = '/local/client/virtual-payment';
      await cloud.ask('POST', sheet, { platform: 'android', request: made?.['payment'] }, openid);
      await cloud.ask('POST', `${sheet}/${orderId}`, { outcome: 'paid' }, openid);
      const seen = await call('payment', 'getOrder', { orderId });
      const { status } = (seen?.['order'] ?? {}) as { status?: string };
      if (status === 'credited') diary.orders.add(orderId);
    } catch (error) {
      count(diary.unanswered, reasonOf(error instanceof Error ? error.message : ''));
    }
  }

  async function dress(): Promise<void> {
    photos.garment ??= await upload('garment');
    photos.person ??= await upload('person');
    const { garment, person } = photos;
    if (garment === null || person === null) return;
    const order = { requestId: next('fit'), expectedCost: 1, personAssetId: person };
    const garments = [{ assetId: garment, part: 'top' }];
    note(await call('fitting', 'generate', { ...order, garments }));
  }

  async function shoot(): Promise<void> {
    photos.garment ??= await upload('garment');
    const scenes = await call('scene', 'getScenes', {});
    const [scene] = (scenes?.['scenes'] ?? []) as { sceneId: string }[];
    if (photos.garment === null || scene === undefined) return;
    const order = { requestId: next('shot'), expectedCost: 1, garmentAssetId: photos.garment };
    note(await call('photography', 'generate', { ...order, count: 1, sceneId: scene.sceneId }));
  }

  function note(answer: Reply['data']): void {
    const { taskId } = (answer?.['task'] ?? {}) as { taskId?: string };
    if (taskId !== undefined) diary.tasks.add(taskId);
  }

  async function draw(mode: 'single' | 'double'): Promise<void> {
    const order = { requestId: next('draw'), prompt: '雨中的橘猫', mode };
    const answer = await call('aiGenerate', 'generate', order);
    for (const { workId, status } of (answer?.['works'] ?? []) as {
      workId: string;
      status: string;
    }[])
      if (status === 'completed') diary.works.add(workId);
  }

  const acts: (() => Promise<unknown>)[] = [
    () => call('login', 'wxLogin', {}),
    () => draw('single'),
    () => draw('double'),
    () => call('workManage', 'getWorks', {}),
    () => call('aiGenerate', 'getHistory', {}),
    () => call('chat', 'send', { messageId: next('ask'), text: '画一只猫要注意什么' }),
    () => call('quota', 'getOverview', {}),
    () => call('payment', 'dailyCheckin', {}),
    () => call('queue', 'listTasks', {}),
    pay,
    dress,
    shoot,
  ];
  let isSignedIn = false;
  return async (random) => {
    if (!isSignedIn) {
      isSignedIn = (await call('login', 'wxLogin', {})) !== null;
      return;
    }
    await (acts[Math.floor(random() * acts.length)] ?? acts[0])?.();
  };
}
