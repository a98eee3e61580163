import { createSubscribeMessages } from '../../devtools/emulator/openapi/subscribe-message';
import { createOutbox } from '../../devtools/emulator/outbox/outbox';
import type { PushMessage } from '../../devtools/emulator/push/message';

describe('subscribe messages', () => {
  const pushed: PushMessage[] = [];
  const outbox = createOutbox(() => 0, null);
  const messages = createSubscribeMessages({
    ...{ outbox, now: () => 0 },
    send: (message) => void pushed.push(message),
  });
  const send = (more: object = {}) =>
    messages.send({
      ...{ touser: 'alice', template_id: 't', page: 'pages/create/index', lang: 'zh_CN' },
      ...{ miniprogram_state: 'formal', data: { thing1: { value: '服装摄影' } }, ...more },
    });
  beforeEach(() => {
    pushed.length = 0;
    outbox.clear();
    outbox.grant('alice', 't');
  });

  it('are sent for an agreement, and their delivery is pushed', () => {
    expect(send()).toMatchObject({ errcode: 0, msgid: expect.any(String) as string });
    expect(pushed).toMatchObject([
      { Event: 'subscribe_msg_sent_event', List: { TemplateId: 't', ErrorCode: '0' } },
    ]);
    expect(send()).toMatchObject({ errcode: 43101 });
  });

  it.each([
    [40003, { touser: '' }],
    [40037, { template_id: '' }],
    [41030, { page: '/pages/create/index' }],
    [40097, { miniprogram_state: 'beta' }],
    [47003, { data: { thing1: { value: '' } } }],
    [47003, { data: { thing1: { value: '字'.repeat(21) } } }],
    [47003, { data: { phrase2: { value: '六个汉字以上' } } }],
    [47003, { data: { phrase2: { value: 'done' } } }],
    [47003, { data: { time3: { value: '2026-11-29 15:01' } } }],
    [47003, { data: { number4: { value: 'x' } } }],
  ])('are refused with %i, and cost nothing', (errcode, more) => {
    expect(send(more)).toMatchObject({ errcode });
    expect(send()).toMatchObject({ errcode: 0 });
  });

  it('take the kinds of fields that WeChat knows', () => {
    const data = {
      ...{ thing1: { value: '字'.repeat(20) }, phrase2: { value: '部分完成' } },
      ...{ time3: { value: '2026年11月29日 15:01' }, number4: { value: '12' } },
    };
    expect(send({ data })).toMatchObject({ errcode: 0 });
  });

  it('push what the user answered: one item as an object, several as an array', () => {
    messages.accept('bob', ['a']);
    messages.accept('bob', ['a', 'b']);
    messages.reject('alice', 't');

    expect(pushed).toMatchObject([
      { Event: 'subscribe_msg_popup_event', List: { TemplateId: 'a' } },
      { Event: 'subscribe_msg_popup_event', List: [{ TemplateId: 'a' }, { TemplateId: 'b' }] },
      { Event: 'subscribe_msg_change_event', List: { SubscribeStatusString: 'reject' } },
    ]);
    expect(outbox.spend('alice', 't')).toBe(false);
    expect([outbox.spend('bob', 'a'), outbox.spend('bob', 'a')]).toEqual([true, true]);
  });
});
