import type { Document } from '../../devtools/emulator/database/database';
import type { FaultRule } from '../../devtools/emulator/faults/rule';
import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { createAssetDesk, portrait, shirt } from '../support/assets';
import { createAvatarDesk, small } from '../support/avatars';
import { keepState } from '../support/cloud';
import { openStudio, refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';
import { tickNow } from '../support/tick';

const alice = userIdOf('alice');
const confirm = '注销' as const;
const template = 'template-task-ended';

describe('deleteAccount', () => {
  let studio: Studio;
  const desk = createAvatarDesk(() => studio);
  const photos = createAssetDesk(() => studio);

  const leave = (requestId = 'q1') =>
    studio.call('alice', 'userInfo', 'deleteAccount', { requestId, confirm });
  const rows = (collection: string, query = {}) => studio.cloud.collection(collection).rows(query);
  const login = (who = 'alice') => studio.call(who, 'login', 'wxLogin', {});
  const sweep = () => studio.cloud.control('POST', '/local/trigger/tick/tick');
  const generate = (who: string, requestId: string) =>
    studio.call(who, 'aiGenerate', 'generate', {
      ...{ requestId, prompt: '我家的橘猫', style: '', mode: 'single', size: '1024x1024' },
    });
  const filesOf = (userId: string) =>
    studio.cloud.cloud.storage
      .list()
      .map(({ path }) => path)
      .filter((path) => path.includes(userId));
  const former = () => rows('former_users')[0];

  /** Photos, a finished task, a result that arrived too late, and a consent to messages. */
  async function useStudio(): Promise<void> {
    succeeded(await photos.register(shirt));
    const person = succeeded(await photos.register(portrait, 'person')).asset.assetId;
    succeeded(await photos.resolve(Buffer.from('never uploaded')));
    succeeded(
      await studio.call('alice', 'notify', 'recordConsent', {
        ...{ requestId: 'c1', results: { [template]: 'accept' } },
      }),
    );
    const [work] = rows('works', { userId: alice });
    const late = `private/orphans/${alice}/work_fit-1.png`;
    const fileId = studio.cloud.cloud.storage.put(late, '', small);
    const put = (collection: string, row: Document) => studio.cloud.collection(collection).put(row);
    const ids = { taskId: 'task_fit', userId: alice };
    const day = new Date('2026-11-01');
    put('works', {
      ...{ ...work, ...ids, _id: 'work_fit', id: 'work_fit', type: 'photography', seat: 'fit' },
      ...{ status: 'failed', cost: 0, imageUrl: '', thumbnailUrl: '', images: [] },
      ...{ imageBytes: 0, thumbnailBytes: 0, prompt: '在海边', parameters: { note: '在海边' } },
    });
    put('task_queue', { ...ids, _id: 'task_fit', _openid: 'alice', state: 'failed' });
    put('task_jobs', { ...ids, _id: 'work_fit', state: 'failed', dueAt: null, inputs: { person } });
    put('task_attempts', {
      ...{ _id: 'work_fit:1', workId: 'work_fit', taskId: 'task_fit', n: 1, outcome: 'orphan' },
      ...{ orphanFileId: fileId, startedAt: day, endedAt: day },
    });
    put('studio_usage', { _id: alice, unfinished: 0, day: '', used: 0 });
    put('message_outbox', { ...ids, _id: 'task_fit:done', openid: 'alice', state: 'seen' });
  }

  /** Creates data in every collection that belongs to a user. */
  async function live(): Promise<void> {
    await studio.member('alice');
    await studio.member('bob');
    succeeded(await desk.change({ nickname: '小满', avatar: desk.upload('1.png', small) }));
    succeeded(await generate('alice', 'g1'));
    succeeded(await generate('bob', 'g2'));
    const workId = rows('works', { userId: alice })[0]?._id as string;
    succeeded(await studio.call('alice', 'workManage', 'shareWork', { workId }));
    succeeded(
      await studio.call('alice', 'chat', 'send', {
        ...{ messageId: 'm1', text: '想画一只猫' },
      }),
    );
    await useStudio();
    succeeded(await desk.choose({ avatar: desk.upload('2.png', small) }));
    studio.cloud.collection('user_subscriptions').put({
      ...{ _id: alice, userId: alice, status: 'none', version: 1 },
      customQuotas: { image_daily: { value: 60 } },
    });
  }

  /** Asserts that nothing of Alice is left and that the books are right. */
  function expectLeft(): void {
    expect(former()).toMatchObject({ _id: alice, state: 'left', files: [] });
    for (const collection of [
      ...['users', 'chat_sessions', 'chat_messages', 'moderations', 'quota_overviews'],
      ...['user_subscriptions', 'user_storage_usage', 'shares'],
      ...['assets', 'asset_uses', 'asset_uploads', 'subscribe_consents', 'message_outbox'],
      ...['task_queue', 'task_jobs', 'task_attempts', 'studio_usage'],
    ]) {
      const own = rows(collection).filter((row) => JSON.stringify(row).includes(alice));
      expect([collection, own]).toEqual([collection, []]);
    }
    expect(filesOf(alice)).toEqual([]);
    expect(filesOf('private/shares')).toEqual([]);
    const text = JSON.stringify([rows('works', { userId: alice }), rows('credit_logs')]);
    expect(text).not.toMatch(/小满|海边/);
    expect(rows('works', { userId: alice, type: 'text2img' })).toMatchObject([
      { title: '已注销', prompt: '', originalPrompt: '', status: 'completed', cost: 1 },
    ]);
    expect(rows('works', { userId: alice, type: 'photography' })).toMatchObject([
      { title: '已注销', prompt: '', parameters: {}, status: 'failed' },
    ]);
    const ledger = rows('credit_logs', { userId: alice });
    expect(ledger.reduce((sum, { amount }) => sum + Number(amount), 0)).toBe(0);
    expect(JSON.stringify(ledger)).not.toContain('橘猫');
    // The data of others are untouched.
    expect(rows('works', { userId: userIdOf('bob') })).toMatchObject([{ prompt: '我家的橘猫' }]);
    expect(filesOf(userIdOf('bob'))).not.toEqual([]);
  }

  beforeAll(async () => {
    // Verdicts come when a test asks for them, however slow the machine is.
    const more = { pushDelayMs: 3_600_000 };
    const environment = { NOTIFY_TASK_TEMPLATE_ID: template };
    studio = await openStudio(environment, undefined, null, undefined, more);
  });
  afterAll(() => studio.close());
  let liveAgain: (() => void) | null = null;
  beforeEach(async () => {
    studio.cloud.faults([]);
    if (liveAgain === null) {
      studio.cloud.cloud.reset({ seed: true });
      await live();
      liveAgain = keepState(studio.cloud);
    } else liveAgain();
  });

  it('removes everything except the books, and nothing of other users', async () => {
    expect(succeeded(await leave())).toEqual({ state: 'left' });

    expectLeft();
    await desk.deliverVerdicts();
    expect(filesOf(alice)).toEqual([]);
  });

  it('needs the confirmation word', async () => {
    const reply = await studio.cloud.invoke('userInfo', 'deleteAccount', {
      ...{ requestId: 'q1', confirm: 'yes' },
    });

    expect(reply).toMatchObject({ code: 400, details: { field: 'confirm' } });
    expect(rows('former_users')).toEqual([]);
  });

  it.each([
    ['作品', 'works', { status: 'processing' }],
    ['聊天回答', 'chat_messages', { status: 'streaming' }],
  ])('is refused while %s is under way', async (what, collection, changes) => {
    const [row] = rows(collection, { userId: alice });
    const id = rows(collection, { userId: alice, role: 'assistant' })[0] ?? row;
    studio.cloud.collection(collection).put({ ...id, ...changes });

    expect(refused(await leave())).toMatchObject({
      ...{ code: 409, error: 'ACCOUNT_BUSY', details: { what } },
      message: `还有${what}没有结束，结束后再注销`,
    });
    expect(rows('former_users')).toEqual([]);
    expect(studio.user('alice')).toMatchObject({ nickname: '小满' });
  });

  it('gives no second welcome, and opens an empty account', async () => {
    succeeded(await leave());

    const { isNew, user } = succeeded(await login());

    expect({ isNew, ...user }).toMatchObject({ isNew: true, credits: 0, nickname: '微信用户' });
    expect(rows('credit_logs', { userId: alice, kind: 'welcome' })).toHaveLength(1);
    expect(rows('credit_logs', { userId: alice, kind: 'leave' })).toMatchObject([
      { _id: `leave:${alice}:1`, amount: -99, after: 0 },
    ]);
    expect(succeeded(await studio.call('alice', 'workManage', 'getStats', {}))).toMatchObject({
      works: 0,
    });
  });

  it('deletes no later account when its request is repeated', async () => {
    succeeded(await leave('q1'));
    succeeded(await login());

    expect(succeeded(await leave('q1'))).toEqual({ state: 'left' });
    expect(studio.user('alice')).toMatchObject({ credits: 0 });

    expect(succeeded(await leave('q2'))).toEqual({ state: 'left' });
    expect(rows('users', { _id: alice })).toEqual([]);
    expect(former()).toMatchObject({ times: 2 });
  });

  it('is refused to a person who never had an account', async () => {
    const reply = await studio.call('carol', 'userInfo', 'deleteAccount', {
      ...{ requestId: 'q1', confirm },
    });

    expect(refused(reply).error).toBe('SIGN_IN_REQUIRED');
    expect(rows('former_users')).toEqual([]);
  });

  it('deletes the account once, however many ask at once', async () => {
    const replies = await Promise.all(['a', 'b', 'c'].map((id) => leave(id)));

    expect(replies.map(({ code }) => code)).toEqual([200, 200, 200]);
    await sweep();
    expectLeft();
    expect(former()).toMatchObject({ times: 1 });
  });

  it('waits for a work that was admitted concurrently', async () => {
    const [work] = rows('works', { userId: alice });
    studio.cloud.faults([
      {
        service: 'storage',
        operation: 'batchDeleteFile',
        function: 'userInfo',
        fault: 'fail-before',
      },
    ]);
    expect(succeeded(await leave())).toEqual({ state: 'leaving' });
    studio.cloud.collection('works').put({
      ...{ ...work, _id: 'work_beside', seat: 'beside', deletedAt: null },
      ...{ status: 'processing', title: '旁边', leaseUntil: new Date(Date.now() + 60_000) },
    });
    studio.cloud.faults([]);

    await sweep();
    expect(former()).toMatchObject({ state: 'leaving' });
    expect(refused(await login())).toMatchObject({ error: 'ACCOUNT_LEAVING', code: 409 });

    studio.cloud.collection('works').put({ ...work, _id: 'work_beside', seat: 'beside' });
    await tickNow(studio.cloud);
    expect(former()).toMatchObject({ state: 'left' });
  });

  const cases = [
    ...Array.from({ length: 40 }, (_, at) => ['database', at + 1] as const),
    ...Array.from({ length: 4 }, (_, at) => ['storage', at + 1] as const),
  ];

  it.each(cases)(
    'is finished by the sweeper or a retry when it dies (%s, call %d)',
    async (service, nth) => {
      const rule: FaultRule = { service, function: 'userInfo', nth, times: 1, fault: 'kill' };
      studio.cloud.faults([rule]);
      await studio.cloud.report(
        ...(['userInfo', { action: 'deleteAccount', data: { requestId: 'q1', confirm } }] as const),
        'alice',
      );
      studio.cloud.faults([]);
      // The open transaction of a dead call would lock its rows for 30 s; an import ends it.
      const { database } = studio.cloud.cloud;
      database.import([...database.export()]);

      if (rows('former_users').length === 0) succeeded(await leave());
      else await sweep();
      expectLeft();
    },
  );

  it('is finished by the next login', async () => {
    studio.cloud.faults([
      {
        service: 'storage',
        operation: 'batchDeleteFile',
        function: 'userInfo',
        fault: 'fail-before',
      },
    ]);
    expect(succeeded(await leave())).toEqual({ state: 'leaving' });
    studio.cloud.faults([]);

    expect(succeeded(await login())).toMatchObject({ isNew: true, user: { credits: 0 } });
    expect(former()).toMatchObject({ state: 'left' });
    expect(filesOf(alice)).toEqual([]);
  });
});

describe('notices of WeChat about a user', () => {
  let studio: Studio;
  const desk = createAvatarDesk(() => studio);
  const push = (event: string, more: object = {}) =>
    studio.cloud.control('POST', '/local/push', {
      ...{ MsgType: 'event', Event: event, CreateTime: 1_627_359_464, OpenID: 'alice' },
      ...more,
    });

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    await studio.member('alice');
    await desk.change({ nickname: '小满', avatar: desk.upload('1.png', small) });
  });

  it.each(['user_authorization_revoke', 'user_info_modified'])(
    '%s removes nickname and avatar',
    async (event) => {
      const { body } = await push(event, { RevokeInfo: '6' });

      expect(body).toMatchObject({ ok: true, answer: 'success' });
      expect(studio.user('alice')).toMatchObject({
        nickname: '微信用户',
        avatar: '',
        credits: 100,
      });
      expect(desk.copies()).toEqual([]);
    },
  );

  it('user_authorization_cancellation deletes the account, once', async () => {
    await push('user_authorization_cancellation');
    expect(studio.cloud.collection('former_users').rows()).toMatchObject([
      { _id: userIdOf('alice'), state: 'left', reason: 'cancellation' },
    ]);

    succeeded(await studio.call('alice', 'login', 'wxLogin', {}));
    await push('user_authorization_cancellation');
    expect(studio.user('alice')).toMatchObject({ credits: 0 });
  });

  it.each(['user_authorization_revoke', 'user_authorization_cancellation'])(
    '%s of a stranger is answered with success',
    async (event) => {
      expect((await push(event, { OpenID: 'stranger' })).body).toMatchObject({ answer: 'success' });
      expect(studio.cloud.collection('former_users').rows()).toEqual([]);
    },
  );

  it('are believed under a field name with a blank, as in a sample of the documents', async () => {
    const { OpenID: _, ...more } = { OpenID: undefined, ' OpenID': 'alice' };
    await push('user_authorization_revoke', { ...more, OpenID: undefined });

    expect(studio.user('alice')).toMatchObject({ nickname: '微信用户' });
  });

  it('are accepted only from WeChat', async () => {
    const event = { MsgType: 'event', Event: 'user_authorization_cancellation', OpenID: 'alice' };
    for (const source of ['wx_client', 'wx_http', 'wx_devtools']) {
      const report = await studio.cloud.report('push', event, 'mallory', source);
      expect(report).toMatchObject({ result: { code: 403, error: 'FORBIDDEN' } });
    }
    const { body } = await studio.cloud.control('POST', '/local/invoke', {
      ...{ name: 'push', data: event, openid: 'mallory' },
    });
    expect(body).toHaveProperty('error');
    expect(studio.user('alice')).toMatchObject({ nickname: '小满' });
  });
});
