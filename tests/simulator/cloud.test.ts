import { outcomeOn, withPhone, type PhoneLab, type TestPhone } from './phone';

describe('wx.cloud', () => {
  let lab: PhoneLab;
  let phone: TestPhone;

  withPhone((opened) => ({ lab, phone } = opened));

  const outcome = (call: string) => outcomeOn(phone, call);

  it('calls a function as the user and returns what the cloud returns', async () => {
    const seen: unknown[] = [];
    lab.answer((path, body) => {
      seen.push([path, body]);
      const { name } = body as { name: string };
      if (name === 'broken') {
        return {
          body: {
            error: { errCode: -504002, errMsg: 'functions execute fail' },
            requestId: 'r2',
            durationMs: 1,
          },
        };
      }
      return {
        body: {
          result: { code: 429, error: 'DAILY_LIMIT_REACHED' },
          requestId: 'r1',
          durationMs: 1,
        },
      };
    });
    expect(
      await outcome(
        `wx.cloud.callFunction({ name: 'hello', data: { action: 'greet', skipped: undefined } })`,
      ),
    ).toEqual({
      errMsg: 'cloud.callFunction:ok',
      result: { code: 429, error: 'DAILY_LIMIT_REACHED' },
      requestID: 'r1',
    });
    expect(seen).toEqual([
      [
        '/local/invoke',
        { name: 'hello', data: { action: 'greet' }, openid: 'alice', source: 'wx_client' },
      ],
    ]);
    expect(await outcome(`wx.cloud.callFunction({ name: 'broken' })`)).toEqual({
      errCode: -504002,
      errMsg:
        'cloud.callFunction:fail Error: errCode: -504002  | errMsg: functions execute fail (callId: r2)',
    });
    expect(
      await outcome(`wx.cloud.callFunction({ name: 'big', data: 'x'.repeat(2 ** 21) })`),
    ).toMatchObject({
      errMsg: 'cloud.callFunction:fail data exceed max size',
    });
    const calls = await phone.page.evaluate<unknown[]>('__workshop.stats.cloudCalls');
    expect(calls).toEqual([
      expect.objectContaining({ name: 'hello', action: 'greet', code: 429, requestId: 'r1' }),
      expect.objectContaining({ name: 'broken', code: -504002 }),
    ]);
  });

  it('fails without a network', async () => {
    const change = phone.page.evaluate(
      `new Promise((resolve) => wx.onNetworkStatusChange(resolve))`,
    );
    await phone.page.evaluate(`__workshop.updateSettings({ network: 'offline' })`);
    expect(await change).toEqual({ isConnected: false, networkType: 'none' });
    expect(await outcome(`wx.cloud.callFunction({ name: 'hello' })`)).toMatchObject({
      errCode: -1,
    });
  });

  it('fails with a code when the reply is not JSON', async () => {
    lab.answer(() => ({ body: undefined }));
    expect(await outcome(`wx.cloud.callFunction({ name: 'hello' })`)).toEqual({
      errCode: -1,
      errMsg:
        'cloud.callFunction:fail Error: errCode: -1  | errMsg: request:fail the reply is no JSON',
    });
  });
});
