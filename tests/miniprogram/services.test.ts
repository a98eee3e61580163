import type * as cloudModule from '../../miniprogram/services/cloud';
import type * as generationModule from '../../miniprogram/services/generation';
import type * as sessionModule from '../../miniprogram/services/session';
import { installPhone, ok, refused } from './phone';
import type { Phone } from './phone';
import { generatedWork } from './support';

type Services = {
  cloud: typeof cloudModule;
  session: typeof sessionModule;
  generation: typeof generationModule;
};

let phone: Phone;
let cloud: Services['cloud'];
let session: Services['session'];
let generation: Services['generation'];

/** Services keep state for the lifetime of the app: each test starts a fresh one. */
function startApp(): void {
  jest.resetModules();
  cloud = jest.requireActual<Services['cloud']>('../../miniprogram/services/cloud');
  session = jest.requireActual<Services['session']>('../../miniprogram/services/session');
  generation = jest.requireActual<Services['generation']>('../../miniprogram/services/generation');
}

beforeEach(() => {
  jest.spyOn(console, 'warn').mockReturnValue();
  jest.spyOn(console, 'info').mockReturnValue();
  phone = installPhone();
  startApp();
});

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const features = { chat: false };
const welcome = ok({ user: { id: 'user_2' }, isNew: true, dailyUsage: null, features });
const lost = new Error('cloud.callFunction:fail request:fail timeout');
const input = { prompt: '一只橘猫', mode: 'single' } as const;
const usage = {
  used: 1,
  limit: 50,
  remaining: 49,
  userType: 'free',
  resetAt: '2026-11-21T16:00:00.000Z',
};
const drawn = ok({ works: [generatedWork()], remainingCredits: 99, dailyUsage: usage });

describe('call', () => {
  it('sends action and data, and resolves to the data of the reply', async () => {
    phone.answer('getWork', ok({ work: 1 }));

    const data = await cloud.call('workManage', 'getWork', { workId: 'w' });

    expect(data).toEqual({ work: 1 });
    expect(phone.calls).toMatchObject([
      { name: 'workManage', data: { action: 'getWork', data: { workId: 'w' } } },
    ]);
  });

  it('carries a trace of its own, under which the phone logs the outcome', async () => {
    phone.answer('getWork', ok({ work: 1 }), refused('NOT_FOUND', 404, '没有找到'), lost);
    const ask = () => cloud.call('workManage', 'getWork', { workId: 'w' }).catch(() => null);
    for (let call = 0; call < 3; call += 1) await ask();
    phone.hasRealtimeLog = false;
    await ask();

    const traces = phone.calls.map(({ data }) => data.trace);
    expect(new Set(traces).size).toBe(4);
    for (const trace of traces) expect(trace).toMatch(/^[0-9a-z-]{8,40}$/);
    const common = { name: 'workManage', action: 'getWork', ms: expect.any(Number) as number };
    expect(phone.realtimeLog).toEqual([
      ['filter', traces[0], null],
      ['info', 'call', { ...common, trace: traces[0], outcome: 'ok' }],
      ['filter', traces[1], null],
      ['warn', 'call', { ...common, trace: traces[1], outcome: 'NOT_FOUND' }],
      ['filter', traces[2], null],
      ['warn', 'call', { ...common, trace: traces[2], outcome: 'OUTCOME_UNKNOWN' }],
    ]);
  });

  it('throws the name, sentence and details of a refusal', async () => {
    const details = { limit: 50, used: 50, resetAt: usage.resetAt };
    phone.answer('getWork', refused('DAILY_LIMIT_REACHED', 429, '今日生成次数已达上限', details));

    await expect(cloud.call('workManage', 'getWork', { workId: 'w' })).rejects.toMatchObject({
      name: 'CloudError',
      failure: 'DAILY_LIMIT_REACHED',
      message: '今日生成次数已达上限',
      details,
    });
  });

  it.each([
    ['title', '不能超过 50 个字', '名称不能超过 50 个字'],
    ['nickname', '不能换行', '昵称不能换行'],
    ['prompt', '没有填写', '描述没有填写'],
    ['avatar', '图片不能超过 2 MB', '图片不能超过 2 MB'],
    ['requestId', '不能超过 64 个字', '提交的内容有误，请返回后重试'],
    ['constructor', '是不认识的字段', '提交的内容有误，请返回后重试'],
  ])('says what is wrong with %s in the words of the page', async (field, problem, sentence) => {
    const details = { field, problem };
    const message = `提交的内容有误：${field} ${problem}`;
    phone.answer('updateWork', refused('INVALID_INPUT', 400, message, details));

    await expect(
      cloud.call('workManage', 'updateWork', { workId: 'w', title: 't' }),
    ).rejects.toMatchObject({ message: sentence, details });
  });

  it('does not send without a network', async () => {
    phone.network = 'none';

    await expect(cloud.call('login', 'wxLogin', {})).rejects.toMatchObject({ failure: 'OFFLINE' });
    expect(phone.calls).toEqual([]);
  });

  it.each([
    ['a lost connection', lost],
    ['no result', {}],
    ['a result that is no reply', { result: 'ok' }],
  ])('says that the outcome is unknown after %s', async (_, answer) => {
    phone.answer('wxLogin', answer);

    await expect(cloud.call('login', 'wxLogin', {})).rejects.toMatchObject({
      failure: 'OUTCOME_UNKNOWN',
    });
  });
});

describe('signIn', () => {
  it('asks once for any number of callers', async () => {
    await Promise.all([session.signIn(), session.signIn()]);
    await session.signIn();

    expect(phone.actions()).toEqual(['wxLogin']);
    expect(session.currentUser()?.credits).toBe(100);
  });

  it('tries again when the answer was lost', async () => {
    jest.useFakeTimers();
    phone.answer('wxLogin', lost, welcome);

    const signedIn = session.signIn();
    await jest.advanceTimersByTimeAsync(1000);

    await expect(signedIn).resolves.toEqual({ id: 'user_2' });
  });

  it('gives up after three attempts and can be started again', async () => {
    jest.useFakeTimers();
    phone.answer('wxLogin', lost, lost, lost, welcome);

    const ending = session.signIn().catch((error: unknown) => error);
    await jest.advanceTimersByTimeAsync(5000);
    expect(await ending).toMatchObject({ failure: 'OUTCOME_UNKNOWN' });

    await expect(session.signIn()).resolves.toEqual({ id: 'user_2' });
  });

  it('does not insist when it was refused', async () => {
    phone.answer('wxLogin', refused('FORBIDDEN', 403, '没有权限进行此操作'));

    await expect(session.signIn()).rejects.toMatchObject({ failure: 'FORBIDDEN' });
    expect(phone.calls).toHaveLength(1);
  });
});

describe('offersChat', () => {
  it('is the answer of the sign-in, even at the next launch until it changes', async () => {
    expect(session.offersChat()).toBe(false);
    await session.signIn();
    expect(session.offersChat()).toBe(true);

    startApp();
    expect(session.offersChat()).toBe(true);

    phone.answer('wxLogin', welcome);
    await session.signIn();
    expect(session.offersChat()).toBe(false);
  });
});

describe('callAsMember', () => {
  it('signs in first', async () => {
    phone.answer('getStats', ok({ works: 1 }));

    await session.callAsMember('workManage', 'getStats', {});

    expect(phone.actions()).toEqual(['wxLogin', 'getStats']);
  });

  it('signs in afresh, once, when the account is gone', async () => {
    const gone = refused('SIGN_IN_REQUIRED', 401, '请先登录');
    phone.answer('getStats', gone, ok({ works: 1 }));

    await expect(session.callAsMember('workManage', 'getStats', {})).resolves.toEqual({ works: 1 });
    expect(phone.actions()).toEqual(['wxLogin', 'getStats', 'wxLogin', 'getStats']);
  });
});

describe('begin', () => {
  it('remembers the request until it is answered, then the balance', async () => {
    phone.answer('generate', drawn);

    const { requestId, answer } = generation.begin(input);
    expect(phone.storage.get('openRequest')).toMatchObject({ requestId });
    await answer;

    expect(phone.storage.has('openRequest')).toBe(false);
    expect(session.currentUser()?.credits).toBe(99);
  });

  it('has the list picture made once the picture is there', async () => {
    phone.answer('generate', drawn);

    await generation.begin(input).answer;
    await new Promise(setImmediate);

    expect(phone.actions()).toEqual(['wxLogin', 'generate', 'prepareThumbnail']);
  });

  it('gives each tap its own id', () => {
    phone.answer('generate', drawn);

    expect(generation.begin(input).requestId).not.toBe(generation.begin(input).requestId);
  });

  it('forgets a request that was refused', async () => {
    phone.answer('generate', refused('CONTENT_REFUSED', 400, '描述里有不能生成的内容，请换个说法'));

    await expect(generation.begin(input).answer).rejects.toThrow();
    expect(phone.storage.has('openRequest')).toBe(false);
  });
});

describe('resume', () => {
  it('sends the very same request after a lost answer', async () => {
    phone.answer('generate', lost, drawn);
    const first = generation.begin(input);
    await expect(first.answer).rejects.toMatchObject({ failure: 'OUTCOME_UNKNOWN' });

    await generation.resume(first.requestId)?.answer;

    const sent = phone.calls.filter(({ data }) => data.action === 'generate');
    expect(sent).toHaveLength(2);
    expect(sent[1]?.data.data).toEqual(sent[0]?.data.data);
  });

  it('does not know requests of an earlier launch', () => {
    expect(generation.resume('unknown')).toBeNull();
  });
});

describe('takeInterrupted', () => {
  it('returns a request once that was in flight when the app was closed', async () => {
    phone.answer('generate', lost);
    const { requestId, answer } = generation.begin(input);
    await expect(answer).rejects.toThrow();
    expect(generation.takeInterrupted(Date.now())).toBeNull();

    startApp();

    expect(generation.takeInterrupted(Date.now())).toMatchObject({ requestId });
    expect(generation.takeInterrupted(Date.now())).toBeNull();
  });

  it('ignores a request that ended long ago', () => {
    phone.storage.set('openRequest', { requestId: 'old', startedAt: 0 });

    expect(generation.takeInterrupted(Date.now())).toBeNull();
  });
});
