import type { FaultRule } from '../../devtools/emulator/faults/rule';
import { openStudio, refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

const usages = { service: 'database', collection: 'user_storage_usage' } as const;

describe('storage usage', () => {
  let studio: Studio;
  let userId: string;

  const ask = (requestId = 'r1', who = 'alice') =>
    studio.call(who, 'aiGenerate', 'generate', { requestId, prompt: '雨中的橘猫' });
  const usage = () => studio.cloud.collection('user_storage_usage').rows({ _id: userId })[0];
  const work = () => studio.cloud.collection('works').rows({ userId })[0];
  const sizeOf = async (fileId: unknown) => {
    const { body } = await studio.cloud.control('GET', '/local/files');
    const files = (Array.isArray(body) ? body : (body as { files: unknown }).files) as {
      fileID: string;
      size: number;
    }[];
    return files.find(({ fileID }) => fileID === fileId)?.size ?? null;
  };
  const limitTo = (bytes: number) =>
    studio.cloud.collection('user_subscriptions').put({
      ...{ _id: userId, userId, status: 'none', version: 1 },
      customQuotas: { storage_bytes: { value: bytes } },
    });

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    studio.cloud.faults([]);
    await studio.cloud.control('PUT', '/local/clock', { offsetMs: 0 });
    userId = await studio.member('alice');
  });

  it('counts the picture and its list picture, to the byte', async () => {
    const { works } = succeeded(await ask());
    const workId = works[0]?.workId ?? '';
    expect(usage()).toMatchObject({ usedBytes: await sizeOf(works[0]?.imageUrl), fileCount: 1 });

    succeeded(await studio.call('alice', 'workManage', 'prepareThumbnail', { workId }));
    const { imageUrl, thumbnailUrl } = work() ?? {};
    const together = Number(await sizeOf(imageUrl)) + Number(await sizeOf(thumbnailUrl));
    expect(usage()).toMatchObject({ usedBytes: together, fileCount: 2 });

    succeeded(await studio.call('alice', 'workManage', 'prepareThumbnail', { workId }));
    expect(usage()).toMatchObject({ usedBytes: together, fileCount: 2 });
  });

  it('gives the bytes back when the work is deleted, and the files are gone', async () => {
    const { works } = succeeded(await ask());
    const workId = works[0]?.workId ?? '';
    succeeded(await studio.call('alice', 'workManage', 'prepareThumbnail', { workId }));
    expect(refused(await studio.call('mallory', 'workManage', 'deleteWork', { workId })).code).toBe(
      404,
    );
    expect(usage()).toMatchObject({ fileCount: 2 });

    succeeded(await studio.call('alice', 'workManage', 'deleteWork', { workId }));
    expect(usage()).toMatchObject({ usedBytes: 0, fileCount: 0 });
    expect(await sizeOf(work()?.imageUrl)).toBeNull();
    expect(await sizeOf(work()?.thumbnailUrl)).toBeNull();
    expect(work()).toMatchObject({ status: 'completed', hasFilesToRemove: false });
  });

  it('leaves files to the sweeper that could not be removed at once', async () => {
    const { works } = succeeded(await ask());
    const workId = works[0]?.workId ?? '';
    studio.cloud.faults([{ service: 'storage', function: 'workManage', fault: 'fail-before' }]);
    succeeded(await studio.call('alice', 'workManage', 'deleteWork', { workId }));
    expect(work()).toMatchObject({ hasFilesToRemove: true });
    expect(await sizeOf(works[0]?.imageUrl)).not.toBeNull();

    await studio.sweep();
    expect(await sizeOf(works[0]?.imageUrl)).toBeNull();
    expect(usage()).toMatchObject({ usedBytes: 0, fileCount: 0 });
    expect(work()).toMatchObject({ hasFilesToRemove: false });
  });

  it('refuses before the provider is called when nothing more fits, and accepts again at once when it does', async () => {
    succeeded(await ask());
    const usedBytes = Number(usage()?.usedBytes);
    limitTo(usedBytes);
    const painted = studio.zhipu.requests().length;

    const refusal = refused(await ask('r2'));
    expect(refusal).toMatchObject({
      code: 403,
      error: 'STORAGE_FULL',
      details: { limitBytes: usedBytes, usedBytes },
    });
    expect(studio.zhipu.requests()).toHaveLength(painted);
    expect(studio.cloud.collection('works').count()).toBe(1);

    limitTo(usedBytes + 1);
    expect(succeeded(await ask('r2')).works).toMatchObject([{ status: 'completed' }]);
  });

  it('answers an earlier request although the storage is full now', async () => {
    succeeded(await ask());
    limitTo(0);
    expect(succeeded(await ask()).works).toMatchObject([{ status: 'completed' }]);
    expect(refused(await ask('r2')).error).toBe('STORAGE_FULL');
  });

  it.each<[string, FaultRule]>([
    ['the first count', { ...usages, operation: 'update', nth: 1, fault: 'fail-after' }],
    ['the first row', { ...usages, operation: 'add', fault: 'fail-after', times: 1 }],
    ['a count that failed', { ...usages, operation: 'update', nth: 1, fault: 'fail-before' }],
  ])('counts once when the answer of %s is lost', async (_what, rule) => {
    studio.cloud.faults([rule]);
    const { works } = succeeded(await ask());
    expect(usage()).toMatchObject({ usedBytes: await sizeOf(works[0]?.imageUrl), fileCount: 1 });
  });

  it('counts a picture once whose function died after the upload', async () => {
    studio.cloud.faults([
      { service: 'database', collection: 'works', operation: 'update', nth: 2, fault: 'kill' },
    ]);
    await studio.cloud.report(
      'aiGenerate',
      { action: 'generate', data: { requestId: 'r1', prompt: '雨中的橘猫' } },
      'alice',
    );
    await studio.sweep();
    expect(work()).toMatchObject({ status: 'completed' });
    const together = Number(work()?.imageBytes) + Number(work()?.thumbnailBytes);
    expect(usage()).toMatchObject({ usedBytes: together, fileCount: 2 });
  });

  describe('a list picture', () => {
    const prepare = (workId: string) =>
      studio.call('alice', 'workManage', 'prepareThumbnail', { workId });
    const remove = (workId: string) => studio.call('alice', 'workManage', 'deleteWork', { workId });
    const updates = { service: 'database', collection: 'works', operation: 'update' } as const;
    const thumbnails = () =>
      studio.cloud.cloud.storage.list().filter(({ path }) => path.startsWith('thumbnails/'));
    let workId: string;
    beforeEach(async () => {
      workId = succeeded(await ask()).works[0]?.workId ?? '';
    });

    it('does not outlive its work that is deleted while it is made', async () => {
      studio.cloud.faults([
        {
          ...{ service: 'storage', operation: 'getUploadMetadata', function: 'workManage' },
          ...{ fault: 'delay', delayMs: 1500 },
        },
      ]);
      await Promise.all([prepare(workId), remove(workId)]);
      await studio.sweep();

      expect(work()).toMatchObject({ hasFilesToRemove: false });
      expect(thumbnails()).toEqual([]);
      expect(usage()).toMatchObject({ usedBytes: 0, fileCount: 0 });
    });

    it('is counted although the answer of its row was lost', async () => {
      studio.cloud.faults([{ ...updates, function: 'workManage', fault: 'fail-after', times: 1 }]);
      refused(await prepare(workId));
      succeeded(await prepare(workId));
      const { imageBytes, thumbnailBytes } = work() ?? {};
      expect(usage()).toMatchObject({ usedBytes: Number(imageBytes) + Number(thumbnailBytes) });

      succeeded(await remove(workId));
      expect(usage()).toMatchObject({ usedBytes: 0, fileCount: 0 });
    });

    it('is removed with its work although no row names it', async () => {
      studio.cloud.faults([{ ...updates, function: 'workManage', fault: 'kill', times: 1 }]);
      const event = { action: 'prepareThumbnail', data: { workId } };
      await studio.cloud.report('workManage', event, 'alice');
      expect(thumbnails()).toHaveLength(1);

      studio.cloud.faults([]);
      succeeded(await remove(workId));
      expect(thumbnails()).toEqual([]);
    });
  });

  it.each([
    ['one byte', 1, 1],
    ['two pictures', 4 * 1024 * 1024 + 1, 2],
  ])(
    'admits no more of twenty at the same time than %s leave room for',
    async (_what, bytes, room) => {
      succeeded(await ask());
      limitTo(Number(usage()?.usedBytes) + bytes);
      studio.zhipu.setRules([{ behaviour: 'slow=1500' }]);

      const replies = await Promise.all(Array.from({ length: 20 }, (_, index) => ask(`p${index}`)));
      studio.zhipu.setRules([]);

      const refusals = replies
        .filter(({ code }) => code !== 200)
        .map((reply) => refused(reply).error);
      expect(refusals).toEqual(Array(20 - room).fill('STORAGE_FULL'));
      expect(studio.cloud.collection('works').count()).toBe(1 + room);
    },
  );

  it('admits a double only when both pictures fit', async () => {
    succeeded(await ask());
    limitTo(Number(usage()?.usedBytes) + 1);
    const data = { requestId: 'd', prompt: '橘猫', mode: 'double' } as const;

    expect(refused(await studio.call('alice', 'aiGenerate', 'generate', data)).error).toBe(
      'STORAGE_FULL',
    );
    expect(succeeded(await ask('r2')).works).toMatchObject([{ status: 'completed' }]);
  });

  it('keeps a file that another work shows until the last of them is deleted', async () => {
    const { works } = succeeded(await ask());
    const workId = works[0]?.workId ?? '';
    succeeded(await studio.call('alice', 'workManage', 'prepareThumbnail', { workId }));
    const first = work() ?? {};
    const copy = { ...first, _id: 'work_copy', id: 'work_copy', seat: 'x:1', requestId: 'copy' };
    studio.cloud.collection('works').put(copy);

    succeeded(await studio.call('alice', 'workManage', 'deleteWork', { workId }));
    expect(await sizeOf(first['imageUrl'])).not.toBeNull();
    expect(await sizeOf(first['thumbnailUrl'])).not.toBeNull();
    expect(studio.cloud.collection('works').rows({ _id: workId })).toMatchObject([
      { hasFilesToRemove: false },
    ]);

    const last = { workId: 'work_copy' };
    succeeded(await studio.call('alice', 'workManage', 'deleteWork', last));
    expect(await sizeOf(first['imageUrl'])).toBeNull();
    expect(await sizeOf(first['thumbnailUrl'])).toBeNull();
  });

  it('counts ten pictures that come at the same time', async () => {
    const replies = await Promise.all(Array.from({ length: 10 }, (_, index) => ask(`r${index}`)));
    replies.forEach(succeeded);
    const rows = studio.cloud.collection('works').rows({ userId });
    const together = rows.reduce((sum, row) => sum + Number(row.imageBytes), 0);
    expect(usage()).toMatchObject({ usedBytes: together, fileCount: 10 });
  });
});
