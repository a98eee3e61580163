import type { FaultRule } from '../../devtools/emulator/faults/rule';
import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { openStudio, refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';
import { tickNow } from '../support/tick';

const template = 'template-task-ended';
const userId = userIdOf('alice');
const seconds = 1000;

describe('messages', () => {
  let studio: Studio;
  const rows = (collection: string, query = {}) => studio.cloud.collection(collection).rows(query);
  const moveTo = (offsetMs: number) => studio.cloud.control('PUT', '/local/clock', { offsetMs });
  const consent = (requestId: string, result = 'accept') =>
    studio.call('alice', 'notify', 'recordConsent', {
      ...{ requestId, results: { [template]: result } as Record<string, 'accept'> },
    });
  const balance = async () =>
    succeeded(await studio.call('alice', 'notify', 'getConsents', {})).consents[0]?.balance;
  /** The user consents in WeChat's dialog, and the phone records it. */
  const accept = async (requestId: string) => {
    studio.cloud.cloud.outbox.grant('alice', template);
    succeeded(await consent(requestId));
  };
  const sent = () =>
    studio.cloud.cloud.outbox.list().filter(({ kind }) => kind === 'subscribeMessage');
  const ended = (more: object = {}): void =>
    studio.cloud.collection('message_outbox').put({
      ...{ _id: 'task:done', userId, openid: 'alice', taskId: 'task', template: 'taskEnded' },
      words: { title: '服装摄影', result: '已完成', tip: '4 张图片已存入作品' },
      ...{ state: 'waiting', tries: 0, outcome: '', messageId: '', version: 0 },
      createdAt: new Date(studio.cloud.cloud.clock.now()),
      dueAt: new Date(studio.cloud.cloud.clock.now() + 20 * seconds),
      ...more,
    });
  const message = () => rows('message_outbox')[0] ?? {};
  const push = (Event: string, List: unknown) =>
    studio.cloud.control('POST', '/local/push', {
      ...{ MsgType: 'event', Event, FromUserName: 'alice', List },
    });
  const ledger = () => {
    const [row = {}] = rows('subscribe_consents');
    const { accepts = 0, sends = 0, lost = 0, balance: left = 0 } = row as Record<string, number>;
    expect(left).toBe(accepts - sends - lost);
    return { accepts, sends, lost, balance: left };
  };

  beforeAll(async () => {
    studio = await openStudio({ NOTIFY_TASK_TEMPLATE_ID: template });
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.faults([]);
    studio.cloud.cloud.reset({ seed: true });
    await moveTo(0);
    await studio.member('alice');
    await studio.member('root', { userType: 'admin' });
  });

  it('are consented to once per answer, however often it is reported', async () => {
    expect(await balance()).toBe(0);
    await Promise.all([consent('a'), consent('a'), consent('b')]);
    succeeded(await consent('c', 'acceptWithAudio'));
    for (const [at, result] of ['reject', 'ban', 'filter'].entries()) {
      succeeded(await consent(`r${at}`, result));
    }

    expect(await balance()).toBe(3);
    expect(refused(await consent('a', 'reject')).error).toBe('REQUEST_REUSED');
    expect(ledger()).toEqual({ accepts: 3, sends: 0, lost: 0, balance: 3 });
  });

  it('are not consented to for foreign templates', async () => {
    const data = { requestId: 'x', results: { other: 'accept' as const } };
    succeeded(await studio.call('alice', 'notify', 'recordConsent', data));

    expect(rows('subscribe_consents')).toEqual([]);
  });

  it('announce the end of a task once, 20 seconds later, with fields that WeChat accepts', async () => {
    await accept('a');
    ended();
    await tickNow(studio.cloud);
    expect(sent()).toEqual([]);

    await moveTo(21 * seconds);
    await tickNow(studio.cloud);
    await tickNow(studio.cloud);

    expect(sent()).toMatchObject([
      {
        to: { openid: 'alice' },
        payload: {
          ...{ template_id: template, page: 'packages/studio/task/index?taskId=task' },
          miniprogram_state: 'formal',
          data: { thing1: { value: '服装摄影' }, phrase2: { value: '已完成' } },
        },
      },
    ]);
    expect(message()).toMatchObject({ state: 'sent', dueAt: null });
    expect(ledger()).toEqual({ accepts: 1, sends: 1, lost: 0, balance: 0 });
  });

  it('are not sent without consent, and nothing fails', async () => {
    ended();
    await moveTo(21 * seconds);

    expect(await tickNow(studio.cloud)).toMatchObject({ errors: 0 });
    expect(message()).toMatchObject({ state: 'noConsent', dueAt: null });
    expect(sent()).toEqual([]);
  });

  it('lose their balance when WeChat knows of no consent', async () => {
    succeeded(await consent('a'));
    succeeded(await consent('b'));
    ended();
    await moveTo(21 * seconds);
    await tickNow(studio.cloud);

    expect(message()).toMatchObject({ state: 'noConsent', outcome: '43101' });
    expect(ledger()).toEqual({ accepts: 2, sends: 0, lost: 2, balance: 0 });
  });

  it.each<[string, Omit<FaultRule, 'service'>, string, number]>([
    ['whose answer was lost', { fault: 'fail-after' }, 'unknown', 1],
    ['whose call died', { fault: 'kill' }, 'unknown', 1],
  ])('%s are never sent again', async (_what, fault, state, sends) => {
    await accept('a');
    await accept('b');
    ended();
    await moveTo(21 * seconds);
    studio.cloud.faults([
      { service: 'openapi', operation: 'subscribeMessage.send', ...fault, nth: 1 },
    ]);
    await tickNow(studio.cloud).catch(() => undefined);
    studio.cloud.faults([]);
    for (const minutes of [3, 30]) {
      await moveTo(minutes * 60 * seconds);
      await tickNow(studio.cloud);
    }

    expect(message()).toMatchObject({ state, dueAt: null, tries: 1 });
    expect(sent().length).toBeLessThanOrEqual(1);
    expect(ledger()).toMatchObject({ accepts: 2, sends, balance: 1 });
  });

  it.each([
    [43108, 'sent', 1],
    [40037, 'failed', 0],
  ])('refused with %i end as %s', async (errcode, state, sends) => {
    await accept('a');
    ended();
    await moveTo(21 * seconds);
    studio.cloud.faults([
      {
        ...{ service: 'openapi', operation: 'subscribeMessage.send', nth: 1, fault: 'reply' },
        body: { errcode, errmsg: 'refused' },
      },
    ]);
    await tickNow(studio.cloud);
    studio.cloud.faults([]);
    for (const minutes of [4, 8]) {
      await moveTo(minutes * 60 * seconds);
      await tickNow(studio.cloud);
    }

    expect(message()).toMatchObject({ state, dueAt: null });
    expect(ledger()).toMatchObject({ accepts: 1, sends });
  });

  it.each([
    ['one', { TemplateId: template, SubscribeStatusString: 'reject' }],
    ['several', [{ TemplateId: 'x' }, { TemplateId: template, SubscribeStatusString: 'reject' }]],
  ])('are no longer consented to when the settings page says so: %s', async (_what, list) => {
    succeeded(await consent('a'));
    expect(await push('subscribe_msg_change_event', list)).toMatchObject({ status: 200 });

    expect(ledger()).toMatchObject({ balance: 0, lost: 1 });
  });

  it('are counted by the phone only: the push about the dialog changes nothing', async () => {
    await push('subscribe_msg_popup_event', {
      ...{ TemplateId: template, SubscribeStatusString: 'accept', PopupScene: '0' },
    });

    expect(rows('subscribe_consents')).toEqual([]);
  });

  it('store what WeChat reports about their delivery', async () => {
    ended({ state: 'sent', messageId: '123', dueAt: null });
    succeeded(await consent('a'));
    await push('subscribe_msg_sent_event', {
      ...{ TemplateId: template, MsgID: 123, ErrorCode: '43101', ErrorStatus: 'user refuse' },
    });

    expect(message()).toMatchObject({ outcome: '43101 user refuse', state: 'sent' });
    expect(ledger()).toMatchObject({ balance: 0 });
  });

  it('of an admin are sent once per request, with a line in admin_logs', async () => {
    await accept('a');
    const data = {
      ...{ userId, template: 'taskEnded' as const, requestId: 'm' },
      data: { title: '账单已更正', result: '已处理' },
    };
    const send = (more: object = {}) =>
      studio.call('root', 'notify', 'sendMessage', { ...data, ...more });

    expect(succeeded(await send()).state).toBe('waiting');
    expect(refused(await send({ data: { title: '别的', result: '已处理' } })).error).toBe(
      'REQUEST_REUSED',
    );
    await moveTo(seconds);
    await tickNow(studio.cloud);
    expect(succeeded(await send()).state).toBe('sent');
    expect(sent()).toHaveLength(1);
    expect(rows('admin_logs', { action: 'sendMessage' })).toMatchObject([{ target: userId }]);
    expect(refused(await send({ userId: 'user_none', requestId: 'n' })).error).toBe('NOT_FOUND');
    const reply = await studio.call('alice', 'notify', 'sendMessage', data);
    expect(refused(reply).error).toBe('FORBIDDEN');
  });
});
