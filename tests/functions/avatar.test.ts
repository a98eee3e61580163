import { maxUploadBytes } from '../../cloudfunctions/shared/domain/assets/avatar';
import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { checkPicture, decodePicture } from '../../cloudfunctions/shared/pictures/decode';
import { quadrantColors, sample, withOrientation } from '../pictures/samples';
import { createAvatarDesk, large, noise, small, userId } from '../support/avatars';
import { refused, succeeded, withStudio } from '../support/studio';
import type { Studio } from '../support/studio';

describe('avatars', () => {
  let studio: Studio;
  const desk = createAvatarDesk(() => studio);
  const { upload, uploads, copies, shownFile, usage, change, expectOnlyShown } = desk;

  withStudio((opened) => (studio = opened));

  it.each([
    ['of another person', `cloud://workshop.bucket/avatars/${userIdOf('bob')}/face.png`],
    ['that another person uploaded', `cloud://workshop.bucket/uploads/${userIdOf('bob')}/face.png`],
    ['that is a work', `cloud://workshop.bucket/works/${userId}/1.png`],
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

    succeeded(await change({ nickname: '小满', avatar }));

    const { user } = succeeded(await studio.call('alice', 'userInfo', 'getUserInfo', {}));
    expect(user).toMatchObject({ nickname: '小满', avatar: studio.user('alice')['avatar'] });
    expect(user['avatar']).not.toBe(avatar);
    for (const field of [
      ...['avatarBytes', 'avatarSource', 'formerAvatars', 'pendingAvatar', 'avatarRefusal'],
    ]) {
      expect(user).not.toHaveProperty(field);
    }
    expectOnlyShown();
  });

  it('is the upright picture in a square, and keeps nothing else of the file', async () => {
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
    succeeded(await change({ avatar }));
    const first = succeeded(await change({ avatar })).user;

    expect(succeeded(await change({ avatar })).user).toMatchObject({ avatar: first['avatar'] });
    const again = { avatar: first.avatar };
    expect(succeeded(await change(again)).user).toMatchObject(again);
    expectOnlyShown();
  });

  it('accepts one at the first login too', async () => {
    const id = userIdOf('carol');
    const avatar = upload('1.png', small, id);

    const data = { nickname: '卡萝', avatar };
    const reply = succeeded(await studio.call('carol', 'login', 'wxLogin', data));
    expect(reply.user).toMatchObject({ avatar: '', avatarReview: { state: 'pending' } });
    await desk.deliverVerdicts();

    const { avatar: shown } = studio.user('carol');
    expect(reply).toMatchObject({ isNew: true, user: { nickname: '卡萝' } });
    expect(shown).toContain(`/avatars/${id}/`);
    expect(uploads()).toEqual([]);
  });

  it('removes one that is replaced, and the last one when it is taken away', async () => {
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
  ])('refuses a file that is %s, and does not keep it', async (_which, bytes, problem) => {
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

  it('does not touch one while the check of the name is unavailable', async () => {
    const avatar = upload('1.png', small);
    studio.cloud.faults([{ service: 'openapi', fault: 'fail-before' }]);
    expect(refused(await change({ nickname: '名字', avatar })).error).toBe('CHECK_UNAVAILABLE');

    studio.cloud.faults([]);
    succeeded(await change({ nickname: '名字', avatar }));
    expect(studio.user('alice')).toMatchObject({ nickname: '名字' });
    expectOnlyShown();
  });

  it('refuses users at their quota, but not a smaller one', async () => {
    succeeded(await change({ avatar: upload('1.png', large) }));
    studio.cloud.collection('user_subscriptions').put({
      ...{ _id: userId, userId, status: 'none', version: 1 },
      customQuotas: { storage_bytes: { value: 1 } },
    });

    const larger = noise(500);
    expect(refused(await change({ avatar: upload('2.png', larger) })).error).toBe('STORAGE_FULL');
    expectOnlyShown();
    succeeded(await change({ avatar: upload('3.png', small) }));
    expectOnlyShown();
  });
});

/** The same file, declaring this size in pixels. */
function resized(png: Buffer, side: number): Buffer {
  const file = Buffer.from(png);
  file.writeUInt32BE(side, 16);
  file.writeUInt32BE(side, 20);
  return file;
}
