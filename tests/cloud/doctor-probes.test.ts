import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EJSON } from 'bson';
import { consoleSteps } from '../../scripts/cloud/doctor/console';
import { checkPushes } from '../../scripts/cloud/doctor/pushes';
import { checkWechat } from '../../scripts/cloud/doctor/wechat';

const secret = 'a'.repeat(32);
const ready = { access_token: 'token', expires_in: 7200 };
const path = { token: '/cgi-bin/stable_token', categories: '/wxaapi/newtmpl/getcategory' };

describe('what WeChat reports about the app', () => {
  let server: Server;
  let url: string;
  let answers: Record<string, object>;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const [asked = ''] = (request.url ?? '').split('?');
      response.end(JSON.stringify(answers[asked] ?? { errcode: 404, errmsg: asked }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  const check = (more: Record<string, string> = {}) =>
    checkWechat({
      ...{ WECHAT_APPID: 'wx0123456789abcdef', WECHAT_APP_SECRET: secret },
      ...{ WECHAT_API_BASE_URL: url, ...more },
    });

  it('includes the categories, and the missing one for pictures', async () => {
    answers = {
      [path.token]: ready,
      [path.categories]: { errcode: 0, data: [{ id: 1, name: '深度合成' }] },
    };
    expect(await check()).toMatchObject({
      findings: [{ status: 'ok' }],
      categories: { status: 'ok', text: '服务类目：深度合成' },
    });

    answers[path.categories] = { errcode: 0, data: [{ id: 2, name: '备忘录' }] };
    const { categories } = await check();
    expect(categories).toMatchObject({ status: 'failed' });
    expect(categories?.text).toContain('备忘录');
  });

  it.each([
    [40125, 'WECHAT_APP_SECRET 不对'],
    [40164, '微信拒绝了本机的 IP'],
    [40013, 'WECHAT_APPID 不是这个小程序的'],
    [45009, '微信拒绝了 WECHAT_APP_SECRET（45009）'],
  ])('explains the error code %i', async (errcode, text) => {
    answers = { [path.token]: { errcode, errmsg: 'no' } };

    expect(await check()).toMatchObject({
      findings: [{ status: 'failed', text }],
      categories: null,
    });
  });

  it('is not requested without a secret, and no secret is shown when WeChat is unreachable', async () => {
    expect(await check({ WECHAT_APP_SECRET: '' })).toEqual({ findings: [], categories: null });

    const down = await check({ WECHAT_API_BASE_URL: 'http://127.0.0.1:9' });
    expect(down.findings).toMatchObject([{ status: 'warning' }]);
    expect(JSON.stringify(down)).not.toContain(secret);
  });
});

describe('what the data say about message pushes', () => {
  const now = new Date('2026-11-29T08:00:00Z');
  const check = (rows: { submittedAt: Date; verdictAt: Date | null }[]) =>
    checkPushes(
      {
        readRows: (_, filter) =>
          Promise.resolve(
            rows
              .filter((row) =>
                'verdictAt' in filter ? row.verdictAt !== null : row.submittedAt < now,
              )
              .map((row) => EJSON.stringify(row)),
          ),
      },
      now,
    );
  const submittedAt = new Date('2026-11-29T07:00:00Z');

  it.each([
    ['nothing without a picture', [], undefined],
    ['that they work', [{ submittedAt, verdictAt: submittedAt }], 'ok'],
    ['that none ever came', [{ submittedAt, verdictAt: null }], 'failed'],
  ])('tell %s', async (_, rows, status) => {
    expect((await check(rows))?.status).toBe(status);
  });
});

describe('steps in the console', () => {
  it('say how each is checked, or that no API can check it', () => {
    const steps = consoleSteps({ categories: null, pushes: null });

    expect(steps).toHaveLength(8);
    for (const { status, remedy } of steps) {
      expect(status).toBe('manual');
      expect(remedy).toMatch(/没有接口可查|doctor/);
    }
  });

  it('are replaced by the results of probes', () => {
    const found = { area: '控制台', status: 'ok', text: '服务类目：深度合成' } as const;

    expect(consoleSteps({ categories: found, pushes: null })[1]).toEqual(found);
  });
});
