import { readLabel } from '../../cloudfunctions/shared/pictures/label';
import { requireInvariants } from '../support/invariants';
import { openStudio, refused, succeeded, worksOfToday } from '../support/studio';
import type { Studio } from '../support/studio';

describe('aiGenerate.generate', () => {
  let studio: Studio;
  const ask = (who: string, data: Record<string, unknown>) =>
    studio.call(who, 'aiGenerate', 'generate', { requestId: 'r1', prompt: '雨中的橘猫', ...data });
  const works = () => studio.cloud.collection('works').rows();
  const logs = (kind: string) => studio.cloud.collection('credit_logs').rows({ kind });

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(() => {
    studio.cloud.cloud.reset({ seed: true });
    studio.zhipu.setRules([]);
  });
  afterEach(() => requireInvariants(studio.cloud));

  it('draws, keeps a labelled copy and charges a free user one credit', async () => {
    const userId = await studio.member('alice');

    const reply = succeeded(await ask('alice', { style: 'watercolor', emotion: 'warm' }));

    expect(reply).toMatchObject({
      works: [{ status: 'completed', saved: 'works', prompt: '雨中的橘猫' }],
      remainingCredits: 99,
      dailyUsage: { used: 1, limit: 50, remaining: 49, userType: 'free' },
    });
    expect(reply.works[0]?.enhancedPrompt).toContain('水彩');
    expect(works()).toMatchObject([
      { status: 'completed', cost: 1, provider: 'zhipu:cogview-4-250304' },
    ]);
    expect(studio.user('alice')).toMatchObject({ credits: 99, generateCount: 1 });
    const [picture] = studio.cloud.cloud.storage
      .list()
      .filter(({ path }) => path.startsWith('works/'));
    expect(picture?.path).toMatch(
      new RegExp(`^works/${userId}/${String(reply.works[0]?.workId)}-[0-9a-f]{32}\\.png$`),
    );
    expect(reply.works[0]?.imageUrl.endsWith(`/${String(picture?.path)}`)).toBe(true);
    const file = studio.cloud.cloud.storage.read(picture?.path ?? '');
    expect(readLabel(file?.bytes ?? Buffer.alloc(0))).toMatchObject({
      Label: '1',
      ProduceID: reply.works[0]?.workId,
    });
  });

  it('creates the user when the first call precedes the login, once', async () => {
    const replies = await Promise.all(
      ['r1', 'r2', 'r3'].map((requestId) => ask('newcomer', { requestId })),
    );

    expect(replies.map((reply) => succeeded(reply).works[0]?.status)).toEqual(
      Array(3).fill('completed'),
    );
    expect(studio.user('newcomer')).toMatchObject({ credits: 97, generateCount: 3 });
    expect(logs('welcome')).toHaveLength(1);
  });

  it('charges a vip nothing and counts the work afterwards', async () => {
    await studio.member('alice', { vipLevel: 1 });

    const reply = succeeded(await ask('alice', {}));

    expect(reply.remainingCredits).toBeNull();
    expect(studio.user('alice')).toMatchObject({ credits: 100, generateCount: 1 });
    expect(logs('consume')).toEqual([]);
  });

  it('makes two works of one group for a double', async () => {
    await studio.member('alice');

    const reply = succeeded(await ask('alice', { mode: 'double' }));

    expect(new Set(reply.works.map((work) => work.groupId)).size).toBe(1);
    expect(new Set(reply.works.map((work) => work.workId)).size).toBe(2);
    expect(reply).toMatchObject({ remainingCredits: 98, dailyUsage: { used: 2 } });
  });

  it('answers a repeated request with the same work and asks the provider once', async () => {
    await studio.member('alice');
    const asked = studio.zhipu.requests().length;

    const first = succeeded(await ask('alice', {}));
    const second = succeeded(await ask('alice', {}));

    expect(second.works[0]?.workId).toBe(first.works[0]?.workId);
    expect(second).toMatchObject({ remainingCredits: 99, dailyUsage: { used: 1 } });
    expect(studio.zhipu.requests().length - asked).toBe(1);
  });

  it('answers a repeated request at the limit with its work', async () => {
    const userId = await studio.member('alice');
    const now = new Date(studio.cloud.cloud.clock.now());
    studio.cloud.collection('works').put(...worksOfToday(userId, 'alice', 49, now));

    const first = succeeded(await ask('alice', {}));
    const second = succeeded(await ask('alice', {}));

    expect(second.works).toEqual(first.works);
    expect(refused(await ask('alice', { requestId: 'r2' }))).toMatchObject({
      code: 429,
      error: 'DAILY_LIMIT_REACHED',
      message: '今日生成次数已达上限（50次），明日0点重置',
      details: { limit: 50, used: 50 },
    });
  });

  it('refuses another input under the same request id', async () => {
    await studio.member('alice');
    await ask('alice', {});

    const reply = refused(await ask('alice', { prompt: '别的' }));

    expect(reply).toMatchObject({ code: 409, error: 'REQUEST_REUSED' });
    expect(works()).toHaveLength(1);
  });

  it.each([
    ['an unknown style', { style: 'nope' }, 'style'],
    ['an unknown character', { character: 'nope' }, 'character'],
    ['an unknown emotion', { emotion: 'nope' }, 'emotion'],
    ['an unknown size', { size: '1x1' }, 'size'],
    ['an unknown field', { userId: 'user_of_somebody' }, 'userId'],
    ['a long prompt', { prompt: '长'.repeat(501) }, 'prompt'],
    ['an empty prompt', { prompt: '  ' }, 'prompt'],
  ])('refuses %s and writes nothing', async (_what, data, field) => {
    await studio.member('alice');

    const reply = refused(await ask('alice', data));

    expect(reply).toMatchObject({ code: 400, error: 'INVALID_INPUT', details: { field } });
    expect(works()).toEqual([]);
  });

  it('refuses a call without an identity', async () => {
    const report = await studio.cloud.report('aiGenerate', { action: 'generate', data: {} });
    expect(report).toMatchObject({ result: { code: 401, error: 'SIGN_IN_REQUIRED' } });
  });

  it('refuses a user without credits', async () => {
    const userId = await studio.member('alice', { credits: 1 });
    const spent = {
      _id: `adjust:${userId}:test`,
      userId,
      kind: 'adjust',
      amount: -99,
      before: 100,
      after: 1,
    };
    studio.cloud.collection('credit_logs').put({ ...spent, createdAt: new Date() });

    const reply = refused(await ask('alice', { mode: 'double' }));

    expect(reply).toMatchObject({
      code: 403,
      error: 'CREDITS_INSUFFICIENT',
      message: '这次需要 2 积分，还差 1 积分',
      details: { required: 2, missing: 1, credits: 1 },
    });
    expect(works()).toEqual([]);
  });

  it('leaves a failed work and asks no provider when the text is refused', async () => {
    await studio.member('alice');
    const asked = studio.zhipu.requests().length;
    studio.cloud.faults([
      {
        service: 'openapi',
        fault: 'reply',
        body: { errcode: 0, result: { suggest: 'risky', label: 20002 } },
      },
    ]);

    const reply = refused(await ask('alice', {}));

    expect(reply).toMatchObject({ code: 400, error: 'CONTENT_REFUSED' });
    expect(studio.zhipu.requests().length).toBe(asked);
    expect(works()).toMatchObject([{ status: 'failed', errorCode: 'CONTENT_REFUSED' }]);
    expect(studio.user('alice')).toMatchObject({ credits: 100, generateCount: 0 });
    expect(refused(await ask('alice', {}))).toMatchObject({ error: 'CONTENT_REFUSED' });
  });

  it('draws nothing while the check of texts is unavailable', async () => {
    await studio.member('alice');
    studio.cloud.faults([{ service: 'openapi', fault: 'fail-before' }]);

    expect(refused(await ask('alice', {}))).toMatchObject({
      code: 503,
      error: 'CHECK_UNAVAILABLE',
    });
    expect(studio.user('alice')).toMatchObject({ credits: 100 });
  });

  it.each([
    ['1301', 'PICTURE_REFUSED', 400, 1],
    ['1113', 'PROVIDER_FAILED', 502, 1],
    ['1000', 'PROVIDER_FAILED', 502, 1],
    ['cut', 'PROVIDER_OUTCOME_UNKNOWN', 502, 1],
    ['empty-data', 'PROVIDER_FAILED', 502, 1],
    ['html504', 'PROVIDER_OUTCOME_UNKNOWN', 502, 1],
    ['not-json', 'PROVIDER_OUTCOME_UNKNOWN', 502, 1],
    ['dead-url', 'PICTURE_NOT_STORED', 502, 1],
    ['url-500', 'PICTURE_NOT_STORED', 502, 1],
    ['url-redirect', 'PICTURE_NOT_STORED', 502, 1],
    ['html-picture', 'PICTURE_NOT_STORED', 502, 1],
    ['truncated', 'PICTURE_NOT_STORED', 502, 1],
    ['huge', 'PICTURE_NOT_STORED', 502, 1],
    ['1304', 'PROVIDER_BUSY', 503, 1],
    ['1302', 'PROVIDER_BUSY', 503, 4],
  ])('refunds when the provider answers %s', async (behaviour, error, code, requests) => {
    await studio.member('alice');
    const asked = studio.zhipu.requests().length;
    studio.zhipu.setRules([{ behaviour }]);

    const reply = refused(await ask('alice', {}));

    expect(reply).toMatchObject({ error, code });
    expect(studio.zhipu.requests().length - asked).toBe(requests);
    expect(works()).toMatchObject([{ status: 'failed', errorCode: error, refundedCredits: 1 }]);
    expect(studio.user('alice')).toMatchObject({ credits: 100, generateCount: 0 });
    expect(logs('refund')).toMatchObject([{ amount: 1, before: 99, after: 100 }]);
  });

  it('retries when the provider is busy for a moment', async () => {
    await studio.member('alice');
    studio.zhipu.setRules([{ behaviour: '1305', times: 2 }]);

    expect(succeeded(await ask('alice', {})).works).toMatchObject([{ status: 'completed' }]);
  });

  it('reports the outcome of each work of a double', async () => {
    await studio.member('alice');
    studio.zhipu.setRules([{ behaviour: '1301', nth: 1 }]);

    const reply = succeeded(await ask('alice', { mode: 'double' }));

    expect(reply.works.map((work) => work.status).sort()).toEqual(['completed', 'failed']);
    expect(reply).toMatchObject({ remainingCredits: 99, dailyUsage: { used: 1 } });
  });
});

describe('aiGenerate.generate when the provider never answers', () => {
  it('refunds at its timeout', async () => {
    const studio = await openStudio();
    await studio.member('alice');
    const [row] = studio.cloud.collection('api_configs').rows({ _id: 'zhipu-text2img' });
    studio.cloud.collection('api_configs').put({ ...row, deadlineSeconds: 1 });
    studio.zhipu.setRules([{ behaviour: 'hang' }]);

    const reply = await studio.call('alice', 'aiGenerate', 'generate', {
      requestId: 'r1',
      prompt: '猫',
    });

    expect(refused(reply)).toMatchObject({ code: 502, error: 'PROVIDER_OUTCOME_UNKNOWN' });
    expect(studio.zhipu.requests()).toHaveLength(1);
    expect(studio.user('alice')).toMatchObject({ credits: 100, generateCount: 0 });
    await studio.close();
  });
});

describe('aiGenerate.generate without a provider key', () => {
  it('is under maintenance, and writes nothing', async () => {
    const studio = await openStudio({ ZHIPU_API_KEY: '' });
    await studio.member('alice');

    const reply = await studio.call('alice', 'aiGenerate', 'generate', {
      requestId: 'r1',
      prompt: '猫',
    });

    expect(refused(reply)).toMatchObject({ code: 503, error: 'PROVIDER_NOT_CONFIGURED' });
    expect(studio.cloud.collection('works').rows()).toEqual([]);
    await studio.close();
  });
});
