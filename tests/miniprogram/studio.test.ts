import type { Asset } from '../../cloudfunctions/shared/contracts/storage';
import type { TaskDetail } from '../../cloudfunctions/shared/contracts/task';
import { toResults } from '../../miniprogram/packages/studio/orders/consent';
import { readChoices, remember, noteOf } from '../../miniprogram/packages/studio/orders/remembered';
import { submit, ticketFor } from '../../miniprogram/packages/studio/orders/submit';
import { createPicking } from '../../miniprogram/packages/studio/photos/picking';
import type { Refusal } from '../../miniprogram/packages/studio/photos/picking';
import type { Photo } from '../../miniprogram/packages/studio/photos/view';
import { submitPhotography } from '../../miniprogram/packages/studio/service';
import { createFollow } from '../../miniprogram/packages/studio/task/follow';
import { installPhone, ok, refused } from './phone';
import type { Phone } from './phone';

const createdAt = '2026-11-21T07:06:00.000Z';

function task(state: TaskDetail['state'], works: string[]): TaskDetail {
  return {
    ...{ taskId: 'task_1', type: 'photography', state, stage: 'drawing', done: 0 },
    ...{ total: works.length, reserved: 6, spent: 0, refunded: 0, ahead: 0 },
    works: works.map((workState, at) => ({
      ...{ workId: `work_${at + 1}`, state: workState as 'queued', imageUrl: '' },
      ...{ refundedCredits: 0, hasDoubt: false },
    })),
    ...{ createdAt, updatedAt: createdAt },
  };
}

let phone: Phone;

beforeEach(() => {
  jest.useFakeTimers();
  jest.spyOn(console, 'info').mockReturnValue();
  jest.spyOn(console, 'warn').mockReturnValue();
  phone = installPhone();
  phone.answer('nudge', ok({ started: true }));
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const settle = () => jest.advanceTimersByTimeAsync(0);

describe('a task that is followed', () => {
  const open = () => {
    const shown: TaskDetail[] = [];
    const failed: unknown[] = [];
    const follow = createFollow('task_1', {
      show: (next) => shown.push(next),
      failed: (error) => failed.push(error),
    });
    follow.begin();
    return { follow, shown, failed };
  };
  const reads = () => phone.actions().filter((action) => action === 'getTask').length;

  it('is read again when the row says something new, and only then', async () => {
    phone.answer('getTask', ok({ task: task('queued', ['queued', 'queued']) }));
    const { shown, follow } = open();
    await settle();
    expect(shown).toHaveLength(1);

    phone.push('task_queue', {
      state: 'queued',
      works: task('queued', ['queued', 'queued']).works,
    });
    await settle();
    expect(reads()).toBe(1);

    phone.answer('getTask', ok({ task: task('running', ['drawing', 'queued']) }));
    phone.push('task_queue', {
      state: 'running',
      works: task('running', ['drawing', 'queued']).works,
    });
    await settle();
    expect(reads()).toBe(2);
    expect(shown[1]?.works[0]?.state).toBe('drawing');
    follow.end();
  });

  it('nudges the queue every two seconds, until it has ended', async () => {
    phone.answer('getTask', ok({ task: task('queued', ['queued']) }));
    open();
    await settle();
    await jest.advanceTimersByTimeAsync(4000);
    const nudges = () => phone.actions().filter((action) => action === 'nudge').length;
    expect(nudges()).toBe(3);

    phone.answer('getTask', ok({ task: task('completed', ['completed']) }));
    phone.push('task_queue', { state: 'completed', works: [] });
    await settle();
    await jest.advanceTimersByTimeAsync(20_000);

    expect(nudges()).toBe(3);
    expect(phone.watches.every(({ isClosed }) => isClosed)).toBe(true);
  });

  it('is read every three seconds at most while the watch is refused', async () => {
    phone.answer('getTask', ok({ task: task('running', ['drawing']) }));
    const { follow } = open();
    await settle();
    const refuse = () => phone.watches[phone.watches.length - 1]?.onError(new Error('refused'));
    for (let round = 0; round < 4; round += 1) {
      refuse();
      await jest.advanceTimersByTimeAsync(3000);
    }

    expect(reads()).toBeGreaterThanOrEqual(5);
    follow.end();
  });

  it('keeps what is shown when a read fails, and reports nothing after its end', async () => {
    phone.answer('getTask', ok({ task: task('running', ['drawing']) }), new Error('lost'));
    const { follow, shown, failed } = open();
    await settle();
    phone.push('task_queue', { state: 'completed', works: [] });
    await settle();
    expect([shown.length, failed.length]).toEqual([1, 1]);

    follow.end();
    await jest.advanceTimersByTimeAsync(60_000);
    expect([shown.length, failed.length]).toEqual([1, 1]);
  });
});

describe('an order', () => {
  const order = { garmentAssetId: 'asset_1', sceneId: 'yard', count: 2, expectedCost: 6 };

  it('keeps its key while its outcome is unknown, and gets another with another order', () => {
    const ticket = ticketFor(order, null);

    expect(ticketFor(order, ticket)).toBe(ticket);
    expect(ticketFor({ ...order, count: 3 }, ticket).requestId).not.toBe(ticket.requestId);
    expect(ticketFor(order, null).requestId).not.toBe(ticket.requestId);
  });

  const send = () => submit(() => submitPhotography({ ...order, requestId: 'r1' }), 2);

  it('ends with the task', async () => {
    phone.answer('generate', ok({ task: task('queued', ['queued', 'queued']) }));
    expect(await send()).toMatchObject({ kind: 'submitted', task: { taskId: 'task_1' } });
  });

  it('may have been submitted when the answer is lost', async () => {
    phone.answer('generate', new Error('timeout'));
    expect(await send()).toEqual({ kind: 'unknown' });
  });

  it('learns the new price', async () => {
    phone.answer('generate', refused('PRICE_CHANGED', 409, '价格刚刚变了', { cost: 8 }));
    expect(await send()).toEqual({ kind: 'price', cost: 8 });
  });

  it.each([
    ['STUDIO_LIMIT_REACHED', { limit: 5, used: 5, resetAt: createdAt }, '今日摄影和试衣已用完'],
    ['TOO_MANY_TASKS', { unfinished: 8, limit: 8 }, '还有任务在画'],
    ['CREDITS_INSUFFICIENT', { required: 6, missing: 2, credits: 4 }, '积分不够了'],
    ['STORAGE_FULL', { limitBytes: 10, usedBytes: 10 }, '存储空间满了'],
  ])('is explained by a dialog: %s', async (failure, details, title) => {
    phone.answer('generate', refused(failure, 429, '…', details));
    expect(await send()).toMatchObject({ kind: 'dialog', dialog: { title } });
  });

  it('drops its photo when that no longer exists', async () => {
    phone.answer('generate', refused('ASSET_GONE', 409, '照片已删除，请重新选择'));
    expect(await send()).toEqual({ kind: 'photo', message: '照片已删除，请重新选择' });
  });
});

describe('what the phone remembers', () => {
  it('ignores what another version has stored', () => {
    phone.storage.set('studioChoices', { sceneId: 7, model: 'robot', count: 90, size: '' });
    phone.storage.set('studioOrders', [{ taskId: 1 }]);

    expect(readChoices()).toEqual({ sceneId: '', model: 'female', count: 4, size: '864x1152' });
    expect(noteOf('1')).toBeNull();
  });

  it('knows a task by its newest note', () => {
    remember({ taskId: 'a', title: '旧书店' });
    remember({ taskId: 'b', title: '江南庭院' });
    remember({ taskId: 'a', title: '街角咖啡' });

    expect(noteOf('a')).toEqual({ taskId: 'a', title: '街角咖啡' });
  });
});

describe('the question about a message', () => {
  it('passes on the answers of our templates only', () => {
    const answer = {
      errMsg: 'ok',
      t1: 'accept',
      t2: 'acceptWithAudio',
      t3: 'strange',
      x: 'accept',
    };
    expect(toResults(['t1', 't2', 't3'], answer)).toEqual({ t1: 'accept', t2: 'acceptWithAudio' });
  });
});

describe('a photo in its place', () => {
  const asset: Asset = {
    ...{ assetId: 'asset_1', kind: 'garment', status: 'usable', isSample: false, name: '' },
    ...{ url: 'https://a', thumbnailUrl: 'https://t', width: 900, height: 1200, createdAt },
  };
  const uploads: string[] = [];

  beforeEach(() => {
    uploads.length = 0;
    Object.assign(wx, {
      chooseMedia: () =>
        Promise.resolve({ tempFiles: [{ tempFilePath: 'wxfile://photo.jpg', size: 4000 }] }),
      getImageInfo: () => Promise.resolve({ width: 900, height: 1200 }),
      createOffscreenCanvas: () => {
        throw new Error('no canvas');
      },
      getFileSystemManager: () => ({
        getFileInfo: ({ success }: { success: (info: object) => void }) =>
          success({ size: 4000, digest: 'a'.repeat(64) }),
      }),
      showModal: jest.fn(() => Promise.resolve({ confirm: false })),
      openAppAuthorizeSetting: jest.fn(() => Promise.resolve({})),
    });
    Object.assign(wx.cloud, {
      uploadFile: ({
        cloudPath,
        success,
      }: {
        cloudPath: string;
        success: (file: { fileID: string }) => void;
      }) => {
        uploads.push(cloudPath);
        success({ fileID: `cloud://env/${cloudPath}` });
        return {
          onProgressUpdate: (told: (at: { progress: number }) => void) => told({ progress: 60 }),
        };
      },
    });
    phone.answer('resolveAsset', ok({ asset: null, upload: { path: 'uploads/user_1/x' } }));
  });

  const open = () => {
    const photos: (Photo | null)[] = [];
    const refusals: Refusal[] = [];
    const picking = createPicking('garment', {
      show: (photo) => photos.push(photo),
      refused: (refusal) => refusals.push(refusal),
    });
    return { picking, photos, refusals };
  };

  it('is sent, registered and usable', async () => {
    phone.answer('registerAsset', ok({ asset }));
    const { picking, photos } = open();
    picking.pick('album');
    await settle();

    expect(photos.map((photo) => photo?.state)).toEqual(['uploading', 'uploading', 'usable']);
    expect(photos[1]?.line).toBe('正在上传 60%');
    expect(picking.photo()).toMatchObject({ assetId: 'asset_1', picture: 'wxfile://photo.jpg' });
    expect(uploads).toEqual(['uploads/user_1/x']);
  });

  it('is not sent again when the cloud has it', async () => {
    phone.answer('resolveAsset', ok({ asset, upload: null }));
    const { picking } = open();
    picking.pick('album');
    await settle();

    expect(uploads).toEqual([]);
    expect(picking.photo()?.state).toBe('usable');
  });

  it('waits for its verdict, and says why it is refused', async () => {
    phone.answer('registerAsset', ok({ asset: { ...asset, status: 'pending' } }));
    const { picking, refusals } = open();
    picking.pick('album');
    await settle();
    expect(picking.photo()).toMatchObject({ state: 'checking', assetId: 'asset_1' });

    const verdict = { ...asset, status: 'refused', reason: '照片里有不合适的内容，请换一张' };
    phone.answer('resolveAsset', ok({ asset: verdict, upload: null }));
    await jest.advanceTimersByTimeAsync(3000);

    expect(picking.photo()).toBeNull();
    expect(refusals).toMatchObject([{ reason: verdict.reason, canUse: false }]);
  });

  it('can be used in spite of a hint, but not of a refusal by the cloud', async () => {
    Object.assign(wx, { getImageInfo: () => Promise.resolve({ width: 400, height: 500 }) });
    phone.answer('registerAsset', refused('PHOTO_UNFIT', 400, '照片太小，请换一张'));
    const { picking, refusals } = open();
    picking.pick('camera');
    await settle();
    expect(refusals).toMatchObject([{ canUse: true, hints: [{ mark: '太小' }] }]);
    expect(uploads).toEqual([]);

    picking.useAnyway();
    await settle();
    expect(uploads).toHaveLength(1);
    expect(refusals[1]).toMatchObject({ canUse: false });
  });

  it('offers the settings when the album is refused', async () => {
    const openSettings = jest.fn(() => Promise.resolve({}));
    Object.assign(wx, {
      openAppAuthorizeSetting: openSettings,
      chooseMedia: () =>
        Promise.reject(
          Object.assign(new Error(), { errMsg: 'chooseMedia:fail system permission denied' }),
        ),
      showModal: jest.fn(() => Promise.resolve({ confirm: true })),
    });
    const { picking, photos } = open();
    picking.pick('album');
    await settle();

    expect(openSettings).toHaveBeenCalledTimes(1);
    expect(photos).toEqual([]);
  });

  it('stays on the phone without a network, and is sent again by a tap', async () => {
    phone.network = 'none';
    const { picking } = open();
    picking.pick('album');
    await settle();
    expect(picking.photo()).toMatchObject({ state: 'failed', line: '没有网络，照片还在这里' });

    phone.network = 'wifi';
    phone.answer('registerAsset', ok({ asset }));
    picking.useAnyway();
    await settle();
    expect(picking.photo()?.state).toBe('usable');
  });

  it('is the one that was chosen last', async () => {
    let answer = (_: unknown): void => undefined;
    phone.answer('registerAsset', new Promise((resolve) => (answer = resolve as typeof answer)));
    const { picking } = open();
    picking.pick('album');
    await settle();
    picking.choose({ ...asset, assetId: 'sample_1', isSample: true, name: '连衣裙' });
    answer(ok({ asset }));
    await settle();

    expect(picking.photo()?.assetId).toBe('sample_1');
  });
});
