import { startProbeCloud } from './fixtures/probe-cloud';
import type { ProbeCloud } from './fixtures/probe-cloud';

let cloud: ProbeCloud;

beforeAll(async () => {
  cloud = await startProbeCloud();
});
afterAll(() => cloud.close());

describe('security.msgSecCheck', () => {
  it.each([
    ['passes a plain text', '雨中的橘猫', 'pass', 100],
    ['asks for a review of an advertisement', '想要更多请加微信', 'review', 10001],
    ['finds a risky text', '毒 品', 'risky', 20006],
  ])('%s', async (_what, content, suggest, label) => {
    expect(await cloud.probe({ do: 'check', content, openid: 'alice' })).toMatchObject({
      value: { errCode: 0, result: { suggest, label }, detail: [{ suggest, label }] },
    });
  });

  it('refuses a call without an openid, and a content that is too long', async () => {
    expect(await cloud.probe({ do: 'check', content: 'x' })).toMatchObject({
      error: { errCode: 40003 },
    });
    expect(
      await cloud.probe({ do: 'check', content: 'x'.repeat(2501), openid: 'alice' }),
    ).toMatchObject({ error: { errCode: 45002 } });
  });

  it('fails the older version with 87014', async () => {
    expect(await cloud.probe({ do: 'oldCheck', content: '色情' })).toMatchObject({
      error: { errCode: 87014 },
    });
  });

  it('needs the permission in config.json', async () => {
    const report = await cloud.report('plain', { do: 'check', content: 'x', openid: 'alice' });

    expect(report).toMatchObject({ result: { error: { errCode: -604101 } } });
  });
});

describe('an API that is not built', () => {
  it('fails with its name, and logs it', async () => {
    const told = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const report = await cloud.report('probe', { do: 'unknownApi' }, 'alice');

    const message = 'wxacode.getUnlimited is not built in the local cloud';
    expect(report).toMatchObject({
      result: {
        error: { errCode: -604100, errMsg: expect.stringContaining(message) as string },
      },
      logs: [{ level: 'error', message }],
    });
    expect(told).toHaveBeenCalledWith(message);
    expect(
      (await cloud.control('GET', `/local/logs?requestId=${report.requestId}`)).body,
    ).toMatchObject([{ level: 'error', message }]);
    told.mockRestore();
  });
});

describe('security.mediaCheckAsync', () => {
  it('pushes its result to the function that receives the event, and again on demand', async () => {
    const received = cloud.collection('received');
    const mediaUrl = 'https://pictures.example/risky.png';

    const answer = await cloud.probe({ do: 'checkMedia', mediaUrl, openid: 'alice' });
    const [entry] = cloud.cloud.outbox.list();
    const { body } = await cloud.control('POST', `/local/outbox/${entry?.id ?? ''}/redeliver`);

    const { traceId } = (answer as { value: { traceId: string } }).value;
    expect(body).toMatchObject({ kind: 'push', to: { function: 'listener' } });
    expect(received.rows()).toContainEqual(
      expect.objectContaining({
        source: 'wx_unknown',
        event: expect.objectContaining({
          Event: 'wxa_media_check',
          trace_id: traceId,
          result: { suggest: 'risky', label: 20002 },
        }) as unknown,
      }),
    );
  });
});

describe('subscribeMessage.send', () => {
  it('needs the consent of the user and uses it up', async () => {
    const send = () => cloud.probe({ do: 'sendMessage', openid: 'bob' });

    expect(await send()).toMatchObject({ error: { errCode: 43101 } });
    cloud.cloud.outbox.grant('bob', 'template-1');
    expect(await send()).toMatchObject({ value: { errCode: 0 } });
    expect(await send()).toMatchObject({ error: { errCode: 43101 } });
    expect(cloud.cloud.outbox.list()).toContainEqual(
      expect.objectContaining({ kind: 'subscribeMessage', to: { openid: 'bob' } }),
    );
  });
});
