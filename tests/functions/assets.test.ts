import type { FaultRule } from '../../devtools/emulator/faults/rule';
import { pictureSize } from '../../cloudfunctions/shared/pictures/picture';
import { withOrientation } from '../pictures/samples';
import { createAssetDesk, md5Of, photo, portrait, sha256Of, shirt } from '../support/assets';
import { openStudio, refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';
import { tickNow } from '../support/tick';

describe('photos', () => {
  let studio: Studio;
  const desk = createAssetDesk(() => studio);
  const bob = createAssetDesk(() => studio, 'bob');
  const { put, submit, register, list, remove, asset, copies, uploads, deliverVerdicts } = desk;

  const moveTo = (offsetMs: number) => studio.cloud.control('PUT', '/local/clock', { offsetMs });
  const rules = (...given: object[]) => studio.cloud.control('PUT', '/local/media-checks', given);
  const isReadable = async (url: string) => (await fetch(url)).status === 200;

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.faults([]);
    studio.cloud.cloud.reset({ seed: true });
    await moveTo(0);
    await studio.member('alice');
    await studio.member('bob');
  });

  it('are copied, counted and used once they have passed', async () => {
    const { upload } = succeeded(await desk.resolve(shirt));
    expect(upload?.path).toMatch(new RegExp(`^uploads/${desk.userId}/upload_[0-9a-f]{24}\\.jpg$`));
    const name = upload?.path.split('/').at(-1) ?? '';

    const { asset: pending } = succeeded(await submit(put(shirt, name), shirt));

    expect(pending).toMatchObject({ kind: 'garment', status: 'pending', width: 400, height: 500 });
    expect(await isReadable(pending.url)).toBe(true);
    desk.expectConsistent();
    expect(desk.rows('asset_uploads')).toEqual([]);
    await deliverVerdicts();
    const { assets } = succeeded(await list());
    expect(assets).toMatchObject([{ assetId: pending.assetId, status: 'usable' }]);
    expect(desk.rows('moderations')).toMatchObject([{ kind: 'asset', state: 'pass' }]);
    expect(asset()).toMatchObject({ stage: 'submitted', dueAt: null, version: 3 });
  });

  it('are recognised by either digest, and uploaded once', async () => {
    const { asset: first } = succeeded(await register(shirt));

    const byMd5 = { md5: md5Of(shirt), bytes: shirt.length, kind: 'garment' as const };
    const answers = [
      await desk.resolve(shirt),
      await studio.call('alice', 'storage', 'resolveAsset', byMd5),
    ];
    for (const answer of answers) {
      expect(succeeded(answer)).toMatchObject({
        ...{ asset: { assetId: first.assetId }, upload: null },
      });
    }
    expect(succeeded(await register(shirt)).asset.assetId).toBe(first.assetId);
    desk.expectConsistent();
    expect(succeeded(await desk.resolve(shirt, 'person')).asset).toBeNull();
    expect(succeeded(await bob.resolve(shirt)).asset).toBeNull();
  });

  it('lose their location, and are turned upright', async () => {
    const turned = withOrientation(photo(480, 360), 6);
    const { asset: view } = succeeded(await register(turned));

    const [copy = ''] = copies();
    expect(desk.read(copy).includes('Exif')).toBe(false);
    expect(pictureSize(desk.read(copy))).toEqual({ width: 360, height: 480 });
    expect(view).toMatchObject({ width: 360, height: 480 });
  });

  it.each<[string, Buffer, string]>([
    ['no picture', Buffer.from('no picture at all'), '请选择 PNG、JPEG 或 WebP 图片'],
    ['too small', photo(299, 600), '照片太小，短边至少 300 像素'],
    [
      'too large a file',
      Buffer.concat([shirt, Buffer.alloc(4 * 1024 * 1024)]),
      '照片不能超过 4 MB',
    ],
    ['too many pixels', photo(3000, 2001), '图片尺寸太大，请换一张小一点的'],
    ['cut in the middle', shirt.subarray(0, 900), '图片打不开，请换一张'],
  ])('are refused when %s', async (_what, bytes, message) => {
    const reply = refused(await submit(put(bytes), bytes));

    expect(reply).toMatchObject({ code: 400, error: 'PHOTO_UNFIT', message });
    expect([...copies(), ...uploads(), ...desk.rows('assets', { userId: desk.userId })]).toEqual(
      [],
    );
  });

  it('are refused when they differ from what was announced', async () => {
    const reply = refused(await submit(put(portrait), shirt));

    expect(reply).toMatchObject({ error: 'PHOTO_UNFIT', message: '照片没有完整收到，请重新选择' });
  });

  it('are refused when another user uploaded them', async () => {
    const fileId = put(shirt, 'photo.jpg', bob.userId);

    expect(refused(await submit(fileId, shirt)).message).toBe('只能使用自己上传的照片');
    expect(bob.uploads()).toHaveLength(1);
  });

  it('of a person need consent, whose version and time are kept', async () => {
    const data = { fileId: put(portrait), kind: 'person' as const, digest: sha256Of(portrait) };
    const reply = await studio.call('alice', 'storage', 'registerAsset', data);
    expect(refused(reply)).toMatchObject({ details: { field: 'consentVersion' } });

    succeeded(await register(portrait, 'person'));
    expect(asset()).toMatchObject({
      ...{ consentVersion: '2026-11', consentAt: expect.any(Date) as Date },
    });
  });

  it('that are risky are removed with advice, and not uploaded again', async () => {
    await rules({ verdict: 'risky' });
    succeeded(await register(shirt));

    const [refusedOne] = succeeded(await list()).assets;
    expect(refusedOne).toMatchObject({
      ...{ status: 'refused', reason: '照片没有通过审核，请换一张', url: '' },
    });
    expect(copies()).toEqual([]);
    desk.expectConsistent();
    expect(succeeded(await desk.resolve(shirt)).asset).toMatchObject({ status: 'refused' });
    await rules();
  });

  it('without a verdict are asked about three times, refused after 35 minutes, and may come again', async () => {
    await rules({ push: 'none' });
    const { asset: first } = succeeded(await register(shirt));
    for (const minutes of [11, 22, 34]) {
      await moveTo(minutes * 60_000);
      await tickNow(studio.cloud);
      expect(succeeded(await list()).assets).toMatchObject([{ status: 'pending' }]);
    }
    expect(desk.rows('media_checks')).toHaveLength(3);
    await moveTo(36 * 60_000);
    await tickNow(studio.cloud);

    expect(succeeded(await list()).assets).toMatchObject([
      { status: 'refused', reason: '照片没能完成审核，请重新上传' },
    ]);
    desk.expectConsistent();
    await rules();
    const { asset: second } = succeeded(await register(shirt));
    expect(second.assetId).not.toBe(first.assetId);
    const { assets } = succeeded(await list());
    expect(assets[0]).toMatchObject({ assetId: second.assetId, status: 'usable' });
  });

  it('wait for their owner when WeChat has not seen them for two hours', async () => {
    await rules({ push: 'none' });
    succeeded(await register(shirt));
    await rules();
    await moveTo(3 * 60 * 60_000);
    studio.cloud.collection('moderations').put({
      ...desk.rows('moderations')[0],
      ...{ state: 'awaitingOwner', begunAt: new Date(studio.cloud.cloud.clock.now()) },
    });

    succeeded(await list());

    await deliverVerdicts();
    expect(succeeded(await list()).assets).toMatchObject([{ status: 'usable' }]);
  });

  it('that are removed are hidden and their files deleted; those of others are missing', async () => {
    const { asset: mine } = succeeded(await register(shirt));

    const reply = await studio.call('bob', 'storage', 'removeAsset', { assetId: mine.assetId });
    expect(refused(reply).error).toBe('NOT_FOUND');
    succeeded(await remove(mine.assetId));
    succeeded(await remove(mine.assetId));
    expect(succeeded(await list()).assets).toEqual([]);
    expect(copies()).toEqual([]);
    desk.expectConsistent();
    const { asset: again } = succeeded(await register(shirt));
    expect(again.assetId).not.toBe(mine.assetId);
  });

  it('have no address outside the answers of functions', async () => {
    succeeded(await register(shirt));
    for (const who of ['alice', 'bob']) {
      const response = await fetch(`${studio.cloud.url}/local/client/temp-urls`, {
        ...{ method: 'POST', headers: { 'x-openid': who } },
        body: JSON.stringify({ fileList: [asset()['fileId']] }),
      });
      expect(JSON.stringify(await response.json())).not.toContain('/files/private');
    }
  });

  it('that nobody registers are removed after a day', async () => {
    const { upload } = succeeded(await desk.resolve(shirt));
    put(shirt, upload?.path.split('/').at(-1));
    await moveTo(23 * 60 * 60_000);
    await tickNow(studio.cloud);
    expect(uploads()).toHaveLength(1);

    await moveTo(25 * 60 * 60_000);
    await tickNow(studio.cloud);
    expect(uploads()).toEqual([]);
    expect(desk.rows('asset_uploads')).toEqual([]);
  });

  it('of persons go a day after they were last needed, garments stay', async () => {
    succeeded(await register(shirt));
    succeeded(await register(portrait, 'person'));
    const day = 24 * 60 * 60_000;
    const [person] = desk.rows('assets', { kind: 'person', userId: desk.userId });
    const use = { assetId: person?._id, taskId: 'task', userId: desk.userId, keptUntil: null };
    const at = (ms: number) => new Date(Date.now() + ms);
    studio.cloud.collection('asset_uses').put({
      ...{ _id: `${person?._id as string}:task`, ...use, createdAt: at(0), endedAt: at(day / 2) },
    } as never);

    await moveTo(day + 60_000);
    await tickNow(studio.cloud);
    expect(succeeded(await list('person')).assets).toHaveLength(1);
    await moveTo(1.5 * day + 120_000);
    await tickNow(studio.cloud);

    expect(succeeded(await list('person')).assets).toEqual([]);
    expect(succeeded(await list()).assets).toHaveLength(1);
    desk.expectConsistent();
  });

  it('of persons stay when the environment says so', async () => {
    studio.cloud.collection('app_config').put({ _id: 'personPhotos', isEnabled: false });
    succeeded(await register(portrait, 'person'));

    await moveTo(48 * 60 * 60_000);
    await tickNow(studio.cloud);

    expect(succeeded(await list('person')).assets).toHaveLength(1);
  });

  it('are refused when the storage is full', async () => {
    studio.cloud.collection('user_storage_usage').put({
      ...{ _id: desk.userId, userId: desk.userId, usedBytes: 2 ** 40, fileCount: 1 },
    });

    expect(refused(await submit(put(shirt), shirt)).error).toBe('STORAGE_FULL');
    expect([...copies(), ...desk.rows('assets', { userId: desk.userId })]).toEqual([]);
  });

  it('are one asset when two calls register them at once', async () => {
    const [one, two] = await Promise.all([
      submit(put(shirt, 'a.jpg'), shirt),
      submit(put(shirt, 'b.jpg'), shirt),
    ]);

    expect(succeeded(one).asset.assetId).toBe(succeeded(two).asset.assetId);
    await deliverVerdicts();
    await moveTo(3 * 60_000);
    await tickNow(studio.cloud);
    expect(desk.rows('assets', { userId: desk.userId })).toHaveLength(1);
    expect(desk.rows('moderations')).toHaveLength(1);
    expect(copies()).toHaveLength(2);
  });

  it('survive a push that comes before its call is answered', async () => {
    const early: FaultRule[] = [];
    studio.cloud.faults(early);
    await rules({ push: 'early' });

    expect(succeeded(await submit(put(shirt), shirt)).asset.status).toBe('usable');
    await rules();
  });
});
