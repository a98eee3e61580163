import type { FaultRule } from '../../devtools/emulator/faults/rule';
import { createAvatarDesk, large, small, userId } from '../support/avatars';
import { refused, succeeded, withStudio } from '../support/studio';
import type { Studio } from '../support/studio';
import { tickNow } from '../support/tick';

describe('avatars while something fails', () => {
  let studio: Studio;
  const desk = createAvatarDesk(() => studio);
  const { upload, uploads, copies, change, expectOnlyShown } = desk;

  const sweep = () => tickNow(studio.cloud);

  withStudio((opened) => (studio = opened));

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
  ])('does not blame the picture while the storage %s', async (_what, fault) => {
    const avatar = upload('1.png', small);
    studio.cloud.faults([fault]);

    expect(refused(await change({ avatar })).error).toBe('BUSY');
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

  it('asks again when the storage answers an empty body', async () => {
    const avatar = upload('1.png', small);
    const empty: FaultRule = {
      ...{ service: 'storage', operation: 'download', fault: 'reply', times: 2 },
      ...{ status: 200, body: '' },
    };
    studio.cloud.faults([empty]);

    succeeded(await change({ avatar }));
    expectOnlyShown();
  });

  it('does not take one empty body after failures for an empty file', async () => {
    const avatar = upload('1.png', small);
    const onDownload = { service: 'storage', operation: 'download' } as const;
    studio.cloud.faults([
      { ...onDownload, fault: 'fail-before', times: 2 },
      { ...onDownload, fault: 'reply', nth: 3, status: 200, body: '' },
    ]);

    expect(refused(await change({ avatar })).error).toBe('BUSY');
    expect(uploads()).toEqual([`uploads/${userId}/1.png`]);
  });

  it('answers both of two equal saves, although the first has taken the upload over', async () => {
    const avatar = upload('1.png', small);
    studio.cloud.faults([
      {
        service: 'storage',
        operation: 'batchGetDownloadUrl',
        nth: 2,
        fault: 'delay',
        delayMs: 1_500,
      },
    ]);
    const [first, second] = await Promise.all([change({ avatar }), change({ avatar })]);

    expect([first.code, second.code]).toEqual([200, 200]);
  });

  it('says that nothing arrived when the file is empty', async () => {
    const avatar = upload('1.png', Buffer.alloc(0));

    expect(refused(await change({ avatar })).message).toContain('图片没有收到');
    expect(studio.user('alice')).toMatchObject({ avatar: '' });
  });

  it('never accepts a refused one later, although it could not be removed yet', async () => {
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
  ])('has the former one removed by the sweep when %s', async (_what, fault) => {
    succeeded(await change({ avatar: upload('1.png', large) }));
    const second = upload('2.png', small);
    succeeded(await desk.choose({ avatar: second }));
    studio.cloud.faults([{ ...fault, function: 'push' }]);
    await desk.deliverVerdicts();
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
      'before its moderation was noted',
      { service: 'database', collection: 'users', operation: 'update', nth: 2, fault: 'kill' },
    ],
  ])('leaves no copy behind when the call died %s', async (_when, fault) => {
    const avatar = upload('1.png', small);
    await studio.cloud.control('PUT', '/local/media-checks', [{ push: 'none' }]);
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

    await studio.cloud.control('PUT', '/local/media-checks', []);
    succeeded(await change({ avatar }));
    expectOnlyShown();
    await studio.cloud.control('PUT', '/local/clock', { offsetMs: 0 });
  });

  it('completes an interrupted change when the phone asks again', async () => {
    succeeded(await change({ avatar: upload('1.png', large) }));
    const avatar = upload('2.png', small);
    studio.cloud.faults([
      { service: 'database', collection: 'user_storage_usage', function: 'push', fault: 'kill' },
    ]);
    succeeded(await change({ avatar }));
    studio.cloud.faults([]);

    succeeded(await change({ avatar }));
    expectOnlyShown();
  });

  it('keeps one of two concurrent ones, and counts only that one', async () => {
    const first = upload('1.png', small);
    const second = upload('2.png', large);

    await Promise.all([desk.choose({ avatar: first }), desk.choose({ avatar: second })]);
    await desk.deliverVerdicts();

    await sweep();
    expect([first, second]).toContain(studio.user('alice')['avatarSource']);
    expectOnlyShown();
  });

  it('keeps one copy of an upload that is named twice at once', async () => {
    const avatar = upload('1.png', small);

    await Promise.all([desk.choose({ avatar }), desk.choose({ avatar })]);
    await desk.deliverVerdicts();

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
});
