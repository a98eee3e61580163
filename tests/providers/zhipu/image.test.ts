import { createPlainDrawings } from '../../../devtools/providers/painter/drawings';
import { startZhipu } from '../../../devtools/providers/zhipu/server';
import type { ZhipuStub } from '../../../devtools/providers/zhipu/server';
import { createZhipu } from '../../../cloudfunctions/shared/providers/zhipu/image';
import type { ProviderOrder } from '../../../cloudfunctions/shared/domain/provider/port';

describe('pictures of Zhipu', () => {
  let zhipu: ZhipuStub;
  let now = Date.now();
  const order: ProviderOrder = {
    capability: 'text2img',
    model: 'cogview-4-250304',
    mode: 'sync',
    prompt: '猫',
    size: '512x512',
    quality: 'standard',
    anonymousUserId: 'user-0123',
  };
  const limits = { timeoutMs: 30_000 };
  const provider = (apiKey = 'key.secret') => createZhipu({ apiKey, baseUrl: `${zhipu.url}/` });
  const start = () => provider().start(order, limits);

  beforeAll(async () => {
    zhipu = await startZhipu({
      apiKeys: ['key.secret'],
      latencyMs: 0,
      now: () => now,
      drawings: createPlainDrawings(),
    });
  });
  afterAll(() => zhipu.close());
  beforeEach(() => zhipu.setRules([]));

  it('asks once, with the visible mark and without the identity of the user', async () => {
    const before = zhipu.requests().length;

    expect(await start()).toEqual({
      state: 'done',
      pictures: [
        { url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/pictures\//) as string },
      ],
    });
    expect(zhipu.requests().slice(before)).toMatchObject([
      {
        request: {
          model: 'cogview-4-250304',
          prompt: '猫',
          width: 512,
          height: 512,
          hasWatermark: true,
          userId: 'user-0123',
        },
      },
    ]);
  });

  it.each([
    ['1302', 'retry', '1302'],
    ['numeric=1302', 'retry', '1302'],
    ['flat=1301', 'refused', '1301'],
    ['html502', 'retry', 'http-502'],
    ['html504', 'unknown', 'http-504'],
    ['not-json', 'unknown', 'not-json'],
    ['empty-data', 'unknown', 'no-picture'],
    ['no-url', 'unknown', 'no-picture'],
    ['cut', 'unknown', 'ECONNRESET'],
    ['cut-body', 'unknown', 'ERR_BAD_RESPONSE'],
  ])('answer %s as %s', async (behaviour, state, providerCode) => {
    zhipu.setRules([{ behaviour }]);

    expect(await start()).toMatchObject({ state, providerCode });
  });

  it('are accepted with a content filter beside them', async () => {
    zhipu.setRules([{ behaviour: 'content-filter' }]);

    expect((await start()).state).toBe('done');
  });

  it('have an unknown outcome when no answer comes in time', async () => {
    zhipu.setRules([{ behaviour: 'hang' }]);

    expect(await provider().start(order, { timeoutMs: 50 })).toMatchObject({ state: 'unknown' });
  });

  it('were not requested when the connection is refused', async () => {
    const gone = createZhipu({ apiKey: 'key.secret', baseUrl: 'http://127.0.0.1:1/api' });

    expect(await gone.start(order, limits)).toMatchObject({
      ...{ state: 'retry', at: 'same' },
      providerCode: 'ECONNREFUSED',
    });
  });

  it('are disabled by a wrong key, which is never revealed', async () => {
    const fault = await provider('wrong.secret').start(order, limits);

    expect(fault).toMatchObject({ state: 'disabled' });
    expect(JSON.stringify(fault)).not.toContain('wrong.secret');
  });

  it('carry the parameters of the configuration, which change nothing that we decide', async () => {
    const parameters = { size: '1024x1024', watermark_enabled: false };
    await provider().start({ ...order, parameters }, limits);

    expect(zhipu.requests().at(-1)?.request).toMatchObject({ width: 512, hasWatermark: true });
  });

  describe('made as a task', () => {
    const task: ProviderOrder = {
      ...{ ...order, mode: 'async', model: 'glm-image' },
      ...{ size: '1280x1280', quality: 'hd' },
    };
    const check = async (taskId: string) => provider().check?.(taskId, limits);
    async function accepted(): Promise<string> {
      const outcome = await provider().start(task, limits);
      if (outcome.state !== 'accepted') throw new Error(`It is ${outcome.state}.`);
      return outcome.taskId;
    }

    it('are accepted with an id, run, and are done', async () => {
      zhipu.setRules([{ behaviour: 'slow=30000' }]);
      const taskId = await accepted();

      expect(await check(taskId)).toEqual({ state: 'running' });
      now += 30_000;
      expect(await check(taskId)).toMatchObject({
        ...{ state: 'done', pictures: [{ url: expect.stringContaining('/pictures/') as string }] },
      });
    });

    it('fail without a reason', async () => {
      zhipu.setRules([{ behaviour: 'task-fail' }]);

      expect(await check(await accepted())).toMatchObject({ state: 'retry', at: 'other' });
    });

    it('are lost when the vendor does not know the id', async () => {
      expect(await check('nobody')).toMatchObject({ state: 'unknown', providerCode: '1210' });
    });

    it('still run when only the check fails', async () => {
      const taskId = await accepted();
      const gone = createZhipu({ apiKey: 'key.secret', baseUrl: 'http://127.0.0.1:1/api' });

      expect(await gone.check?.(taskId, limits)).toEqual({ state: 'running' });
      expect(await provider('wrong.secret').check?.(taskId, limits)).toEqual({ state: 'running' });
    });
  });
});
