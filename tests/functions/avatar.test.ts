import type { FaultRule } from '../../devtools/emulator/faults/rule';
import { maxUploadBytes } from '../../cloudfunctions/shared/domain/assets/avatar';
import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { checkPicture, decodePicture } from '../../cloudfunctions/shared/pictures/decode';
import { buildPng, quadrantColors, sample, withOrientation } from '../pictures/samples';
import { openStudio, refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

describe('avatars', () => {
  let studio: Studio;
  const userId = userIdOf('alice');
  const small = picture(40);
  const large = picture(400);

  const upload = (name: string, bytes: Buffer, of = userId, folder = 'uploads') =>
    studio.cloud.cloud.storage.put(`${folder}/${of}/${name}`, 'alice', bytes);
  const stored = () => studio.cloud.cloud.storage.list().map(({ path }) => path);
  const uploads = () => stored().filter((path) => path.startsWith('uploads/'));
  const copies = () => stored().filter((path) => path.startsWith('avatars/'));
  const shownFile = () => {
    const { avatar } = studio.user('alice');
    const path = String(avatar).replace(/^cloud:\/\/[^/]+\//, '');
    return studio.cloud.cloud.storage.read(path)?.bytes ?? Buffer.alloc(0);
  };
  /** The copy of the avatar is all that is left, and it is counted. */
  const expectOnlyShown = () => {
    const { avatar, avatarBytes, hasAvatarsToRemove } = studio.user('alice');
    expect(copies().map((path) => `/${path}`)).toEqual([
      expect.stringMatching(/^\/avatars\/[^/]+\/[0-9a-f]{32}\.jpg$/),
    ]);
    expect(String(avatar).endsWith(`/${copies()[0] ?? ''}`)).toBe(true);
    expect(uploads()).toEqual([]);
    expect(usage()).toMatchObject({ usedBytes: avatarBytes, fileCount: 1 });
    expect(shownFile()).toHaveLength(Number(avatarBytes));
    expect(hasAvatarsToRemove).toBe(false);
  };
  const sweep = () => studio.cloud.control('POST', '/local/trigger/sweepWorks/everyMinute');
  const usage = () =>
    studio.cloud.collection('user_storage_usage').rows({ _id: userId })[0] ?? { usedBytes: 0 };
  const change = (data: { nickname?: string; avatar?: string }) =>
    studio.call('alice', 'userInfo', 'updateUserInfo', data);

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.faults([]);
    studio.cloud.cloud.reset({ seed: true });
    await studio.member('alice');
  });

  it.each([
    ['of another person', `cloud://workshop.bucket/avatars/${userIdOf('bob')}/face.png`],
    ['outside the cloud', 'https://example.com/spy.png'],
    [
      'that climbs out of the folder',
      `cloud://workshop.bucket/avatars/${userId}/../../bob/face.png`,
    ],
  ])('refuses one %s, and removes nothing', async (_which, avatar) => {
    upload('face.png', small, userIdOf('bob'));
    for (const reply of [
      await studio.call('alice', 'login', 'wxLogin', { avatar }),
      await change({ avatar }),
    ]) {
      expect(reply).toMatchObject({ error: 'INVALID_INPUT', details: { field: 'avatar' } });
    }
    expect(uploads()).toEqual([`uploads/${userIdOf('bob')}/face.png`]);
  });

  it.each(['uploads', 'avatars'])('shows a copy of one in %s, and counts it', async (folder) => {
    const avatar = upload('1.png', small, userId, folder);

    const { user } = succeeded(await change({ nickname: '小满', avatar }));

    expect(user).toMatchObject({ nickname: '小满', avatar: studio.user('alice')['avatar'] });
    expect(user['avatar']).not.toBe(avatar);
    for (const field of ['avatarBytes', 'avatarSource', 'formerAvatars', 'pendingAvatar']) {
      expect(user).not.toHaveProperty(field);
    }
    expectOnlyShown();
  });

  it('is the picture as it is seen, in a square, and nothing else of the file', async () => {
    const photo = Buffer.concat([
      withOrientation(sample('sampling-2x2.jpg'), 6),
      Buffer.from('GPS 39.9042 N 116.4074 E'),
    ]);
    succeeded(await change({ avatar: upload('1.jpg', photo) }));

    expect(checkPicture(shownFile())).toEqual({ type: 'jpeg', width: 16, height: 16 });
    expect(quadrantColors(decodePicture(shownFile()))).toBe('blue red white green');
    expect(shownFile().includes('Exif')).toBe(false);
    expect(shownFile().includes('GPS')).toBe(false);
  });

  it('is at most 512 pixels wide, whatever was uploaded', async () => {
    succeeded(await change({ avatar: upload('1.webp', sample('12mp-lossless.webp')) }));

    expect(checkPicture(shownFile())).toEqual({ type: 'jpeg', width: 512, height: 512 });
  });

  it('is shown once, however often the same upload is named', async () => {
    const avatar = upload('1.png', small);
    const first = succeeded(await change({ avatar })).user;

    expect(succeeded(await change({ avatar })).user).toMatchObject({ avatar: first['avatar'] });
    const again = { avatar: String(first['avatar']) };
    expect(succeeded(await change(again)).user).toMatchObject(again);
    expectOnlyShown();
  });

  it('takes one at the first login as well', async () => {
    const id = userIdOf('carol');
    const avatar = upload('1.png', small, id);

    const data = { nickname: '卡萝', avatar };
    const reply = succeeded(await studio.call('carol', 'login', 'wxLogin', data));

    const { avatar: shown } = studio.user('carol');
    expect(reply).toMatchObject({ isNew: true, user: { nickname: '卡萝', avatar: shown } });
    expect(shown).toContain(`/avatars/${id}/`);
    expect(uploads()).toEqual([]);
  });

  it('removes the one that is replaced, and the last one when it is taken away', async () => {
    succeeded(await change({ avatar: upload('1.png', large) }));
    succeeded(await change({ avatar: upload('2.png', small) }));
    expectOnlyShown();

    succeeded(await change({ avatar: '' }));
    expect([...copies(), ...uploads()]).toEqual([]);
    expect(usage()).toMatchObject({ usedBytes: 0, fileCount: 0 });
    expect(studio.user('alice')).toMatchObject({ avatar: '', avatarBytes: 0 });
  });

  it.each([
    ['no picture', Buffer.from('<script>alert(1)</script>'), '请选择 PNG、JPEG 或 WebP 图片'],
    ['a picture that breaks off', large.subarray(0, large.length - 20), '图片打不开，请换一张'],
    ['an animation', sample('animated.webp'), '请选择不会动的图片'],
    ['a bomb', resized(small, 30_000), '图片尺寸太大，请换一张小一点的'],
    ['a picture without a pixel', resized(small, 0), '图片打不开，请换一张'],
    ['too large', Buffer.concat([small, Buffer.alloc(maxUploadBytes)]), '图片不能超过 2 MB'],
  ])('refuses what is %s, and does not keep it', async (_which, bytes, problem) => {
    const avatar = upload('1.png', bytes);

    const reply = refused(await change({ nickname: '新名字', avatar }));

    expect(reply).toMatchObject({ error: 'INVALID_INPUT', details: { field: 'avatar' } });
    expect(reply.message).toContain(problem);
    expect([...copies(), ...uploads()]).toEqual([]);
    expect(studio.user('alice')).toMatchObject({ nickname: '微信用户', avatar: '' });
    expect(usage().usedBytes).toBe(0);
  });

  it('refuses one that never arrived', async () => {
    const avatar = upload('1.png', small);
    studio.cloud.cloud.storage.remove([avatar]);

    expect(refused(await change({ avatar })).message).toContain('图片没有收到');
    expect(studio.user('alice')).toMatchObject({ avatar: '' });
  });

  it('does not keep one whose name was refused, and never takes it again', async () => {
    const body = { errcode: 0, result: { suggest: 'risky', label: 20001 } };
    studio.cloud.faults([{ service: 'openapi', fault: 'reply', body }]);
    const avatar = upload('1.png', small);

    expect(refused(await change({ nickname: '坏名字', avatar })).error).toBe('CONTENT_REFUSED');
    expect([...copies(), ...uploads()]).toEqual([]);
    expect(studio.user('alice')).toMatchObject({ nickname: '微信用户', avatar: '' });
    expect(usage().usedBytes).toBe(0);
  });

  it('leaves one alone while nobody can say whether the name is clean', async () => {
    const avatar = upload('1.png', small);
    studio.cloud.faults([{ service: 'openapi', fault: 'fail-before' }]);
    expect(refused(await change({ nickname: '名字', avatar })).error).toBe('CHECK_UNAVAILABLE');

    studio.cloud.faults([]);
    succeeded(await change({ nickname: '名字', avatar }));
    expect(studio.user('alice')).toMatchObject({ nickname: '名字' });
    expectOnlyShown();
  });

  it.each<[string, FaultRule]>([
    [
      'cannot name a URL',
      { service: 'storage', operation: 'batchGetDownloadUrl', fault: 'fail-before' },
    ],
    [
      'does not hand the file over',
      { service: 'storage', operation: 'download', fault: 'fail-before' },
    ],
    ['takes no copy', { service: 'storage', operation: 'upload', fault: 'fail-before' }],
  ])('says nothing against the picture while the storage %s', async (_what, fault) => {
    const avatar = upload('1.png', small);
    studio.cloud.faults([fault]);

    expect(refused(await change({ avatar })).error).toBe('INTERNAL');
    expect(uploads()).toEqual([`uploads/${userId}/1.png`]);
    expect(studio.user('alice')).toMatchObject({ avatar: '' });

    studio.cloud.faults([]);
    succeeded(await change({ avatar }));
    expectOnlyShown();
  });

  it.each(['batchGetDownloadUrl', 'download', 'upload'])(
    'outlasts a short failure of the storage at %s',
    async (operation) => {
      const avatar = upload('1.png', small);
      studio.cloud.faults([{ service: 'storage', operation, fault: 'fail-before', times: 2 }]);

      succeeded(await change({ avatar }));
      expectOnlyShown();
    },
  );

  it('never takes a refused one again, although it could not be removed yet', async () => {
    const avatar = upload('1.png', Buffer.from('no picture'));
    studio.cloud.faults([
      { service: 'storage', operation: 'batchDeleteFile', fault: 'fail-before' },
    ]);
    expect(refused(await change({ avatar })).error).toBe('INVALID_INPUT');
    expect(studio.user('alice')).toMatchObject({ hasAvatarsToRemove: true });
    upload('1.png', small);

    expect(refused(await change({ avatar })).message).toContain('图片没有收到');
    studio.cloud.faults([]);
    await sweep();
    expect(uploads()).toEqual([]);
    expect(studio.user('alice')).toMatchObject({ avatar: '', hasAvatarsToRemove: false });
  });

  it.each<[string, FaultRule]>([
    [
      'the function died after the change',
      { service: 'database', collection: 'user_storage_usage', fault: 'kill' },
    ],
    [
      'the files could not be removed',
      { service: 'storage', operation: 'batchDeleteFile', fault: 'fail-before' },
    ],
    [
      'the count failed',
      { service: 'database', collection: 'user_storage_usage', fault: 'fail-before' },
    ],
  ])('removes the former one by the sweeper when %s', async (_what, fault) => {
    succeeded(await change({ avatar: upload('1.png', large) }));
    const second = upload('2.png', small);
    studio.cloud.faults([{ ...fault, function: 'userInfo' }]);
    const event = { action: 'updateUserInfo', data: { avatar: second } };
    await studio.cloud.report('userInfo', event, 'alice');
    studio.cloud.faults([]);

    await sweep();
    expect(copies()).toHaveLength(1);
    expect(uploads()).toEqual([]);
    expect(studio.user('alice')).toMatchObject({ avatarSource: second, hasAvatarsToRemove: false });
  });

  it.each<[string, FaultRule]>([
    [
      'before its copy was stored',
      { service: 'storage', operation: 'getUploadMetadata', fault: 'kill' },
    ],
    [
      'before its copy was shown',
      { service: 'database', collection: 'users', operation: 'update', nth: 2, fault: 'kill' },
    ],
  ])('leaves no copy behind when the call died %s', async (_when, fault) => {
    const avatar = upload('1.png', small);
    studio.cloud.faults([{ ...fault, function: 'userInfo' }]);
    await studio.cloud.report('userInfo', { action: 'updateUserInfo', data: { avatar } }, 'alice');
    studio.cloud.faults([]);
    expect(studio.user('alice')).toMatchObject({ avatar: '', hasAvatarsToRemove: true });

    await sweep();
    expect(studio.user('alice')).toMatchObject({ pendingAvatar: { source: avatar } });
    await studio.cloud.control('PUT', '/local/clock', { offsetMs: 121_000 });
    await sweep();
    expect(copies()).toEqual([]);
    expect(studio.user('alice')).toMatchObject({ pendingAvatar: null, hasAvatarsToRemove: false });

    succeeded(await change({ avatar }));
    expectOnlyShown();
    await studio.cloud.control('PUT', '/local/clock', { offsetMs: 0 });
  });

  it('makes up for a change that was cut off when the phone asks again', async () => {
    succeeded(await change({ avatar: upload('1.png', large) }));
    const avatar = upload('2.png', small);
    studio.cloud.faults([
      {
        ...{ service: 'database', collection: 'user_storage_usage', function: 'userInfo' },
        fault: 'kill',
      },
    ]);
    await studio.cloud.report('userInfo', { action: 'updateUserInfo', data: { avatar } }, 'alice');
    studio.cloud.faults([]);

    succeeded(await change({ avatar }));
    expectOnlyShown();
  });

  it('keeps one of two that come at once, and counts it alone', async () => {
    const first = upload('1.png', small);
    const second = upload('2.png', large);

    await Promise.all([change({ avatar: first }), change({ avatar: second })]);

    await sweep();
    expect([first, second]).toContain(studio.user('alice')['avatarSource']);
    expectOnlyShown();
  });

  it('keeps one copy of an upload that is named twice at once', async () => {
    const avatar = upload('1.png', small);

    await Promise.all([change({ avatar }), change({ avatar })]);

    await sweep();
    expect(studio.user('alice')).toMatchObject({ avatarSource: avatar });
    expectOnlyShown();
  });

  it('removes what it replaced although the answers of the commits were lost', async () => {
    succeeded(await change({ avatar: upload('1.png', large) }));
    studio.cloud.faults([
      { service: 'database', operation: 'commit', fault: 'fail-after', nth: 1, times: 1 },
      { service: 'database', operation: 'commit', fault: 'fail-after', nth: 2, times: 1 },
    ]);

    succeeded(await change({ avatar: upload('2.png', small) }));

    expectOnlyShown();
  });

  it('refuses users at their quota, but not a smaller one', async () => {
    succeeded(await change({ avatar: upload('1.png', large) }));
    studio.cloud.collection('user_subscriptions').put({
      ...{ _id: userId, userId, status: 'none', version: 1 },
      customQuotas: { storage_bytes: { value: 1 } },
    });

    const larger = picture(500);
    expect(refused(await change({ avatar: upload('2.png', larger) })).error).toBe('STORAGE_FULL');
    expectOnlyShown();
    succeeded(await change({ avatar: upload('3.png', small) }));
    expectOnlyShown();
  });
});

/** A grey square of such noise that a larger one is also longer. */
function picture(size: number): Buffer {
  const places = Array.from({ length: size }, (_, at) => at);
  return buildPng({
    ...{ width: size, height: size, colorType: 0 },
    filters: places.map(() => 0),
    rows: places.map((y) => places.map((x) => (x * y * 7 + x * 13) % 256)),
  });
}

/** The same file, which says that it is so many pixels wide and high. */
function resized(png: Buffer, side: number): Buffer {
  const file = Buffer.from(png);
  file.writeUInt32BE(side, 16);
  file.writeUInt32BE(side, 20);
  return file;
}
