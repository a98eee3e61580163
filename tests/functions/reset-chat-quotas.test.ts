import { nextMonth } from '../../cloudfunctions/shared/domain/time/business-month';
import { createChat } from '../support/chat';
import type { Chat } from '../support/chat';
import { openStudio, refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

const token = 'a-token-of-twenty-four-characters';
const hourMs = 3_600_000;
const minuteMs = 60_000;
const quotas = {
  service: 'database',
  collection: 'chat_quotas',
  function: 'resetChatQuotas',
} as const;

describe('resetChatQuotas', () => {
  let studio: Studio;
  let chat: Chat;
  const call = (
    action: 'resetQuotas' | 'getResetHealth',
    data: { token?: string },
    who = 'alice',
  ) => studio.call(who, 'resetChatQuotas', action, data);
  const health = async () =>
    succeeded(await studio.call('boss', 'resetChatQuotas', 'getResetHealth', {}));
  const row = (userId: string) => chat.quotas({ _id: userId })[0];
  const now = () => new Date(studio.cloud.cloud.clock.now());
  async function fire(): Promise<unknown> {
    const { body } = await studio.cloud.control('POST', '/local/trigger/resetChatQuotas/daily');
    return (body as { result: unknown }).result;
  }
  const due = (changes: object, who: string) =>
    chat.account({ quotaResetAt: new Date(now().getTime() - hourMs), ...changes }, who);

  beforeAll(async () => {
    studio = await openStudio({ RESET_QUOTAS_TOKEN: token });
    chat = createChat(studio);
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    studio.cloud.faults([]);
    await chat.clock({ now: '2026-12-01T00:05:20.000+08:00' });
    await studio.member('alice');
    await studio.member('boss', { userType: 'admin' });
  });

  it('resets rows whose month is over, and no others', async () => {
    const alice = due({ monthlyUsed: 84, totalUsed: 200, todayUsed: 3 }, 'alice');
    const bob = chat.account({ monthlyUsed: 7, quotaResetAt: nextMonth(now()) }, 'bob');

    expect(await fire()).toEqual({ reset: 1, failed: 0 });

    expect(row(alice)).toMatchObject({
      ...{ monthlyUsed: 0, totalUsed: 200, todayUsed: 3 },
      quotaResetAt: new Date('2027-01-01T00:00:00.000+08:00'),
    });
    expect(row(bob)).toMatchObject({ monthlyUsed: 7 });
    expect(await fire()).toEqual({ reset: 0, failed: 0 });
  });

  it('keeps the AP held for running answers', async () => {
    const holds = [
      { messageId: 'answer_1', ap: 1, expiresAt: new Date(now().getTime() + minuteMs) },
    ];
    const alice = due({ monthlyUsed: 84, holds }, 'alice');

    await fire();

    expect(row(alice)).toMatchObject({ monthlyUsed: 0, holds });
  });

  it('resets any number of rows', async () => {
    const quotaResetAt = new Date(now().getTime() - hourMs);
    const rows = Array.from({ length: 2_345 }, (_, index) => ({
      ...{ _id: `user_${index}`, userId: `user_${index}`, monthlyUsed: 9, totalUsed: 9, holds: [] },
      quotaResetAt,
    }));
    studio.cloud.collection('chat_quotas').put(...rows);

    expect(await fire()).toEqual({ reset: 2_345, failed: 0 });
    expect(studio.cloud.collection('chat_quotas').count({ monthlyUsed: 9 })).toBe(0);
  });

  it('retries when the database fails, and repeats writes whose answers were lost', async () => {
    const alice = due({ monthlyUsed: 84 }, 'alice');
    studio.cloud.faults([
      { ...quotas, operation: 'get', times: 1, fault: 'fail-before' },
      { ...quotas, operation: 'update', times: 1, fault: 'fail-after' },
    ]);

    expect(await fire()).toEqual({ reset: 1, failed: 0 });
    expect(row(alice)).toMatchObject({ monthlyUsed: 0 });
  });

  it('reports how many it could not reset, and resets them in the next run', async () => {
    due({ monthlyUsed: 84 }, 'alice');
    studio.cloud.faults([{ ...quotas, operation: 'update', fault: 'fail-before' }]);

    expect(await fire()).toEqual({ reset: 0, failed: 1 });
    expect(await health()).toMatchObject({ status: 'late', lastRun: { reset: 0, failed: 1 } });

    studio.cloud.faults([]);
    expect(await fire()).toEqual({ reset: 1, failed: 0 });
    expect(await health()).toMatchObject({ status: 'ok', lastRun: { reset: 1, failed: 0 } });
  });

  it('keeps a question that began the month first', async () => {
    const alice = due({ monthlyUsed: 84 }, 'alice');
    await Promise.all([
      ...Array.from({ length: 10 }, (_, index) => chat.send({ messageId: `m${index}` })),
      ...Array.from({ length: 3 }, fire),
    ]);

    expect(row(alice)).toMatchObject({ monthlyUsed: 10, totalUsed: 10 });
  });

  it('is only for admins, and for callers with the token', async () => {
    expect(refused(await call('resetQuotas', {})).error).toBe('FORBIDDEN');
    expect(refused(await call('resetQuotas', { token: `${token}!` })).error).toBe('FORBIDDEN');
    expect(refused(await call('getResetHealth', {}, 'nobody')).error).toBe('FORBIDDEN');
    due({ monthlyUsed: 84 }, 'alice');
    expect(succeeded(await call('resetQuotas', { token }))).toMatchObject({ reset: 1, failed: 0 });
    expect(succeeded(await call('resetQuotas', {}, 'boss'))).toMatchObject({ reset: 0 });
    expect(succeeded(await call('getResetHealth', { token }))).toMatchObject({ status: 'ok' });
  });

  it.each([
    ['the token', { Authorization: `Bearer ${token}` }, 200],
    ['the token, however the header is written', { authorization: `bearer ${token}` }, 200],
    ['another token', { authorization: 'Bearer another' }, 403],
    ['no token', {}, 401],
  ])('answers a request of the HTTP access with %s', async (_what, headers, statusCode) => {
    due({}, 'alice');
    const body = JSON.stringify({ action: 'resetQuotas' });
    const request = { httpMethod: 'POST', path: '/reset', headers, body };
    const outcome = await studio.cloud.report('resetChatQuotas', request, undefined, 'wx_http');
    const answer = (outcome as { result: { statusCode: number; body: string } }).result;
    expect(answer.statusCode).toBe(statusCode);
    expect(JSON.parse(answer.body)).toMatchObject({ code: statusCode });
  });

  it.each(['', '{', '[]', '{"action":7}'])('refuses the body %j of a request', async (body) => {
    const headers = { authorization: `Bearer ${token}` };
    const request = { httpMethod: 'POST', path: '/reset', headers, body };
    const outcome = await studio.cloud.report('resetChatQuotas', request, undefined, 'wx_http');
    expect(outcome).toMatchObject({ result: { statusCode: 400 } });
  });

  it('serves a service that has no WeChat user, with the token only', async () => {
    const ask = async (data: object) => {
      const event = { action: 'resetQuotas', data };
      const report = await studio.cloud.report('resetChatQuotas', event, undefined, 'wx_http');
      return 'result' in report ? report.result : report.error;
    };
    due({ monthlyUsed: 84 }, 'alice');

    expect(await ask({})).toMatchObject({ code: 401, error: 'SIGN_IN_REQUIRED' });
    expect(await ask({ token: 'wrong' })).toMatchObject({ code: 403 });
    expect(await ask({ token })).toMatchObject({ code: 200, data: { reset: 1 } });
  });

  it('refuses events that only pretend to come from a timer', async () => {
    due({ monthlyUsed: 84 }, 'alice');
    const report = await studio.cloud.report(
      'resetChatQuotas',
      { Type: 'Timer', TriggerName: 'daily' },
      'alice',
    );
    expect(report).toMatchObject({ result: { code: 400, error: 'INVALID_INPUT' } });
    expect(chat.quotas({ monthlyUsed: 84 })).toHaveLength(1);
  });

  it('reports when it has not run', async () => {
    expect(await health()).toEqual({ status: 'neverRun', lastRun: null, overdue: 0 });
    await fire();
    expect(await health()).toMatchObject({ status: 'ok' });
    due({ monthlyUsed: 84 }, 'alice');
    await chat.clock({ now: '2026-12-02T01:10:00.000+08:00' });
    expect(await health()).toMatchObject({ status: 'late', overdue: 1 });
  });
});

describe('resetChatQuotas without a token in its settings', () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  it.each(['', 'undefined', 'null', token])('refuses the token %j', async (given) => {
    const reply = await studio.call('alice', 'resetChatQuotas', 'resetQuotas', { token: given });
    expect(refused(reply)).toMatchObject({ code: 403, error: 'FORBIDDEN' });
  });
});
