import type { FaultRule } from '../../devtools/emulator/faults/rule';
import { mostAvatarBytes } from '../../cloudfunctions/shared/domain/assets/avatar';
import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { buildPng } from '../shared/pictures/samples';
import { openStudio, refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

describe('avatars', () => {
  let studio: Studio;
  const userId = userIdOf('alice');
  const small = picture(4);
  const large = picture(40);

  const upload = (name: string, bytes: Buffer, of = userId) =>
    studio.cloud.cloud.storage.put(`avatars/${of}/${name}`, 'alice', bytes);
  const kept = () =>
    studio.cloud.cloud.storage
      .list()
      .map(({ path }) => path)
      .filter((path) => path.startsWith('avatars/'))
      .sort();
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
    expect(kept()).toEqual([`avatars/${userIdOf('bob')}/face.png`]);
  });

  it('keeps one that was uploaded, and counts it for the storage', async () => {
    const avatar = upload('1.png', small);

    const { user } = succeeded(await change({ nickname: '小满', avatar }));

    expect(user).toMatchObject({ nickname: '小满', avatar });
    expect(user).not.toHaveProperty('avatarBytes');
    expect(user).not.toHaveProperty('formerAvatars');
    expect(studio.user('alice')).toMatchObject({ avatar, avatarBytes: small.length });
    expect(usage()).toMatchObject({ usedBytes: small.length, fileCount: 1 });
    succeeded(await change({ avatar }));
    expect(usage()).toMatchObject({ usedBytes: small.length, fileCount: 1 });
    expect(kept()).toHaveLength(1);
  });

  it('takes one at the first login as well', async () => {
    const id = userIdOf('carol');
    const avatar = studio.cloud.cloud.storage.put(`avatars/${id}/1.png`, 'carol', small);

    const data = { nickname: '卡萝', avatar };
    const reply = succeeded(await studio.call('carol', 'login', 'wxLogin', data));

    expect(reply).toMatchObject({ isNew: true, user: data });
    expect(studio.user('carol')).toMatchObject({ ...data, avatarBytes: small.length });
  });

  it('removes the one that is replaced, and the last one when it is taken away', async () => {
    succeeded(await change({ avatar: upload('1.png', large) }));
    succeeded(await change({ avatar: upload('2.png', small) }));
    expect(kept()).toEqual([`avatars/${userId}/2.png`]);
    expect(usage()).toMatchObject({ usedBytes: small.length, fileCount: 1 });

    succeeded(await change({ avatar: '' }));
    expect(kept()).toEqual([]);
    expect(usage()).toMatchObject({ usedBytes: 0, fileCount: 0 });
    expect(studio.user('alice')).toMatchObject({ avatar: '', avatarBytes: 0 });
  });

  it.each([
    ['no picture', Buffer.from('<script>alert(1)</script>'), '请选择 PNG、JPEG 或 WebP 图片'],
    ['a picture that breaks off', large.subarray(0, large.length - 20), '请选择'],
    ['too large', Buffer.concat([small, Buffer.alloc(mostAvatarBytes)]), '图片不能超过 2 MB'],
  ])('refuses what is %s, and does not keep it', async (_which, bytes, problem) => {
    const avatar = upload('1.png', bytes);

    const reply = refused(await change({ nickname: '新名字', avatar }));

    expect(reply).toMatchObject({ error: 'INVALID_INPUT', details: { field: 'avatar' } });
    expect(reply.message).toContain(problem);
    expect(kept()).toEqual([]);
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
    expect(kept()).toEqual([]);
    expect(studio.user('alice')).toMatchObject({ nickname: '微信用户', avatar: '' });
    expect(usage().usedBytes).toBe(0);
  });

  it('leaves one alone while nobody can say whether the name is clean', async () => {
    const avatar = upload('1.png', small);
    studio.cloud.faults([{ service: 'openapi', fault: 'fail-before' }]);
    expect(refused(await change({ nickname: '名字', avatar })).error).toBe('CHECK_UNAVAILABLE');

    studio.cloud.faults([]);
    succeeded(await change({ nickname: '名字', avatar }));
    expect(studio.user('alice')).toMatchObject({ nickname: '名字', avatar });
  });

  it('never shows one again that is to be removed', async () => {
    const avatar = upload('1.png', small);
    studio.cloud.faults([{ service: 'storage', fault: 'fail-before' }]);
    expect(refused(await change({ avatar })).message).toContain('图片没有收到');
    expect(studio.user('alice')).toMatchObject({ hasAvatarsToRemove: true });

    studio.cloud.faults([]);
    expect(refused(await change({ avatar })).message).toContain('图片没有收到');
    await studio.cloud.control('POST', '/local/trigger/sweepWorks/everyMinute');
    expect(kept()).toEqual([]);
    expect(studio.user('alice')).toMatchObject({ avatar: '', hasAvatarsToRemove: false });
  });

  it.each<[string, FaultRule]>([
    [
      'the function died after the change',
      { service: 'database', collection: 'user_storage_usage', fault: 'kill' },
    ],
    ['the files could not be removed', { service: 'storage', fault: 'fail-before', nth: 2 }],
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

    await studio.cloud.control('POST', '/local/trigger/sweepWorks/everyMinute');
    expect(kept()).toEqual([`avatars/${userId}/2.png`]);
    expect(studio.user('alice')).toMatchObject({ avatar: second, hasAvatarsToRemove: false });
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
    expect(kept()).toEqual([`avatars/${userId}/2.png`]);
    expect(usage()).toMatchObject({ usedBytes: small.length, fileCount: 1 });
  });

  it('keeps one of two that come at once, and counts it alone', async () => {
    const first = upload('1.png', small);
    const second = upload('2.png', large);

    await Promise.all([change({ avatar: first }), change({ avatar: second })]);

    const { avatar, avatarBytes } = studio.user('alice');
    expect(kept()).toEqual([`avatars/${userId}/${avatar === first ? '1' : '2'}.png`]);
    expect(usage()).toMatchObject({ usedBytes: avatarBytes, fileCount: 1 });
  });

  it('removes what it replaced although the answer of the commit was lost', async () => {
    succeeded(await change({ avatar: upload('1.png', large) }));
    studio.cloud.faults([
      { service: 'database', operation: 'commit', fault: 'fail-after', times: 1 },
    ]);

    succeeded(await change({ avatar: upload('2.png', small) }));

    expect(kept()).toEqual([`avatars/${userId}/2.png`]);
    expect(usage()).toMatchObject({ usedBytes: small.length, fileCount: 1 });
  });

  it('refuses who is full, but not a smaller one', async () => {
    succeeded(await change({ avatar: upload('1.png', large) }));
    studio.cloud.collection('user_subscriptions').put({
      ...{ _id: userId, userId, status: 'none', version: 1 },
      customQuotas: { storage_bytes: { value: 1 } },
    });

    const larger = picture(60);
    expect(refused(await change({ avatar: upload('2.png', larger) })).error).toBe('STORAGE_FULL');
    expect(kept()).toEqual([`avatars/${userId}/1.png`]);
    succeeded(await change({ avatar: upload('3.png', small) }));
    expect(kept()).toEqual([`avatars/${userId}/3.png`]);
    expect(usage()).toMatchObject({ usedBytes: small.length, fileCount: 1 });
  });
});

/** A grey square whose rows all differ, so that a larger one is also longer. */
function picture(size: number): Buffer {
  const places = Array.from({ length: size }, (_, at) => at);
  return buildPng({
    ...{ width: size, height: size, colorType: 0 },
    filters: places.map(() => 0),
    rows: places.map((y) => places.map((x) => (x * y * 7 + x * 13) % 256)),
  });
}
