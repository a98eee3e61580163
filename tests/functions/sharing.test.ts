import type { FaultRule } from '../../devtools/emulator/faults/rule';
import type { MediaCheckRule } from '../../devtools/emulator/openapi/media-check';
import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { createAvatarDesk } from '../support/avatars';
import { refused, succeeded, withStudio, worksOfToday } from '../support/studio';
import type { Studio } from '../support/studio';
import { tickNow } from '../support/tick';

const alice = userIdOf('alice');
const prompt = '清晨的荷塘，两尾红白锦鲤首尾相逐';

describe('sharing', () => {
  let studio: Studio;
  let workId: string;
  const desk = createAvatarDesk(() => studio);

  const share = (data: { workId?: string; withPrompt?: boolean } = {}, who = 'alice') =>
    studio.call(who, 'workManage', 'shareWork', { workId, ...data });
  const unshare = (who = 'alice') => studio.call(who, 'workManage', 'unshareWork', { workId });
  const view = (token: string, who = 'bob') =>
    studio.call(who, 'workManage', 'getSharedWork', { token });
  const shares = () => studio.cloud.collection('shares').rows();
  const copies = () =>
    studio.cloud.cloud.storage
      .list()
      .map(({ path }) => path)
      .filter((path) => path.startsWith('private/shares/'));
  const rules = (...list: Partial<MediaCheckRule>[]) =>
    studio.cloud.control('PUT', '/local/media-checks', list);
  const put = (change: object) => {
    const [row] = studio.cloud.collection('works').rows({ _id: workId });
    studio.cloud.collection('works').put({ ...row, _id: workId, ...change });
  };

  withStudio((opened) => (studio = opened));
  beforeEach(async () => {
    const { works } = succeeded(
      await studio.call('alice', 'aiGenerate', 'generate', {
        ...{ requestId: 'g1', prompt, style: 'picture-book', mode: 'single', size: '864x1152' },
      }),
    );
    workId = works[0]?.workId ?? '';
  });

  it('shows the picture, but nothing about its owner', async () => {
    const { token } = succeeded(await share());
    expect(token).toMatch(/^[0-9a-f]{32}$/);

    // Bob has never signed in, and the second call has no WeChat user at all.
    const seen = succeeded(await view(token));
    const nobody = await studio.cloud.report('workManage', {
      ...{ action: 'getSharedWork', data: { token } },
    });

    expect(nobody).toMatchObject({ result: { code: 200, data: { type: 'text2img' } } });
    expect(seen).toEqual({
      ...{ picture: expect.stringContaining('/private/shares/') as string, type: 'text2img' },
      ...{ size: '864x1152', title: '', aiLabel: 'AI生成' },
    });
    expect((await fetch(seen.picture)).status).toBe(200);
    const text = JSON.stringify(seen);
    for (const secret of [alice, workId, 'alice', '锦鲤', '荷塘', 'user_', 'work_']) {
      expect(text).not.toContain(secret);
    }
  });

  it('shows description and style only while the owner agrees', async () => {
    const { token } = succeeded(await share({ withPrompt: true }));
    expect(succeeded(await view(token))).toMatchObject({
      ...{ prompt, title: prompt, style: 'picture-book', styleName: expect.any(String) as string },
    });

    expect(succeeded(await share())).toEqual({ workId, token, withPrompt: true });
    expect(succeeded(await share({ withPrompt: false }))).toEqual({
      ...{ workId, token, withPrompt: false },
    });
    const seen = succeeded(await view(token));
    expect([seen.prompt, seen.style, seen.title]).toEqual([undefined, undefined, '']);
    const own = succeeded(await studio.call('alice', 'workManage', 'getWork', { workId }));
    expect(own.share).toEqual({ token, withPrompt: false });
  });

  it('shows the name that the owner gave', async () => {
    await studio.call('alice', 'workManage', 'updateWork', { workId, title: '荷塘' });

    const { token } = succeeded(await share());

    expect(succeeded(await view(token)).title).toBe('荷塘');
  });

  it('ends at once, and starts again with another token', async () => {
    const { token } = succeeded(await share());
    const { picture } = succeeded(await view(token));

    succeeded(await unshare());
    succeeded(await unshare());

    expect(refused(await view(token))).toMatchObject({
      ...{ code: 410, error: 'SHARE_GONE', message: '作品已不公开' },
    });
    expect((await fetch(picture)).status).not.toBe(200);
    expect(copies()).toEqual([]);
    const again = succeeded(await share());
    expect(again.token).not.toBe(token);
    expect(refused(await view(token)).error).toBe('SHARE_GONE');
    expect(succeeded(await view(again.token)).picture).not.toBe('');
    expect(copies()).toHaveLength(1);
  });

  it('is one view and one copy, however many calls ask for it', async () => {
    const replies = await Promise.all(Array.from({ length: 6 }, () => share()));
    const tokens = new Set(replies.map((reply) => succeeded(reply).token));

    expect(tokens.size).toBe(1);
    expect(shares()).toHaveLength(1);
    expect(copies()).toHaveLength(1);
  });

  it('is only for completed works of the owner', async () => {
    await studio.member('mallory');
    expect(refused(await share({}, 'mallory')).error).toBe('NOT_FOUND');
    expect(refused(await unshare('mallory')).error).toBe('NOT_FOUND');
    const later = new Date(studio.cloud.cloud.clock.now() + 60_000);
    for (const status of ['failed', 'processing']) {
      put({ status, leaseUntil: later, ...(status === 'failed' && { imageUrl: '' }) });
      expect([status, refused(await share()).error]).toEqual([status, 'NOT_FOUND']);
    }
    expect([shares(), copies()]).toEqual([[], []]);
    const nobody = await studio.cloud.report('workManage', {
      ...{ action: 'shareWork', data: { workId } },
    });
    expect(nobody).toMatchObject({ result: { error: 'SIGN_IN_REQUIRED' } });
  });

  it.each(['0'.repeat(32), 'x', '{"$ne":""}', '__proto__'])(
    'a guessed token %j answers like one that was taken back',
    async (guess) => {
      await share();

      expect(refused(await view(guess)).error).toBe('SHARE_GONE');
    },
  );

  it('goes with its work', async () => {
    const { token } = succeeded(await share());
    // The storage is down while the work is deleted: the view is closed nevertheless, and the sweep removes the copy.
    studio.cloud.faults([
      { service: 'storage', operation: 'batchDeleteFile', fault: 'fail-before' },
    ]);
    succeeded(await studio.call('alice', 'workManage', 'deleteWork', { workId }));
    studio.cloud.faults([]);
    expect(refused(await view(token)).error).toBe('SHARE_GONE');

    await tickNow(studio.cloud);

    expect([shares(), copies()]).toEqual([[], []]);
  });

  it('goes with its owner’s account, even before anything is removed', async () => {
    const { token } = succeeded(await share());
    studio.cloud.collection('former_users').put({
      ...{ _id: alice, openid: 'alice', reason: 'request', requestId: 'r', times: 1 },
      ...{ state: 'leaving', files: [], generateCount: 1, deletedAt: new Date(), leftAt: null },
    });

    expect(refused(await view(token)).error).toBe('SHARE_GONE');
  });

  it('of a try-on shows only the result', async () => {
    const [row] = worksOfToday(alice, 'alice', 1, new Date(studio.cloud.cloud.clock.now()));
    const picture = studio.cloud.cloud.storage.put(
      `private/works/${alice}/fit.jpg`,
      null,
      Buffer.from('the result'),
    );
    const parameters = { personAssetId: 'asset_of_alice', garments: ['asset_top'] };
    studio.cloud.collection('works').put({
      ...row,
      ...{
        _id: 'fit',
        type: 'fitting',
        seat: 'of the fitting',
        taskId: 'task_1',
        title: '试穿白衬衫',
        parameters,
      },
      ...{ prompt: 'the person of the first picture', imageUrl: picture, images: [picture] },
    });

    const { token } = succeeded(await share({ workId: 'fit', withPrompt: true }));
    const seen = succeeded(await view(token));

    expect(Object.keys(seen).sort()).toEqual(['aiLabel', 'picture', 'size', 'title', 'type']);
    expect(await (await fetch(seen.picture)).text()).toBe('the result');
    expect(JSON.stringify(seen)).not.toMatch(/asset_|task_|user_|person/);
    // The result was moderated before it was delivered, so the share needs no check.
    expect(studio.cloud.collection('moderations').rows({ kind: 'share' })).toEqual([]);
  });

  it('ends for good when WeChat finds the picture risky', async () => {
    await rules({ verdict: 'risky', delayMs: 600_000 });
    const { token } = succeeded(await share());
    expect(succeeded(await view(token)).type).toBe('text2img');

    await desk.deliverVerdicts();

    expect(refused(await view(token)).error).toBe('SHARE_GONE');
    expect(copies()).toEqual([]);
    expect(refused(await share())).toMatchObject({ code: 403, error: 'SHARE_REFUSED' });
    await rules();
  });

  it('stays when it passes, and a verdict on an earlier view does not touch a later one', async () => {
    await rules({ verdict: 'risky', delayMs: 600_000 });
    await share();
    await unshare();
    await rules({ verdict: 'pass' });
    const { token } = succeeded(await share());

    await desk.deliverVerdicts();

    expect(succeeded(await view(token)).type).toBe('text2img');
    await rules();
  });

  it('shows no description that others must not read', async () => {
    put({ originalPrompt: '一张冰毒的图', title: '一张冰毒的图' });

    const reply = await share({ withPrompt: true });

    expect(refused(reply).error).toBe('CONTENT_REFUSED');
    expect(shares()).toEqual([]);
  });

  it.each<[string, Omit<FaultRule, 'fault'>]>([
    ['the copy is not written', { service: 'storage', operation: 'upload' }],
    ['the view is not opened', { service: 'database', operation: 'update', collection: 'shares' }],
  ])('begins again with the same token when %s', async (_, rule) => {
    studio.cloud.faults([{ ...rule, fault: 'fail-before' }]);
    const reply = await share();
    studio.cloud.faults([]);
    expect(reply.code).not.toBe(200);
    const begun = shares();
    expect(begun).toMatchObject([{ state: 'copying' }]);

    expect(succeeded(await share()).token).toBe(begun[0]?.['token']);
    expect(copies()).toHaveLength(1);
    succeeded(await unshare());
    expect(copies()).toEqual([]);
  });
});
