import { createPlainDrawings } from '../../../devtools/providers/painter/drawings';
import { startDashscope } from '../../../devtools/providers/dashscope/server';
import type { DashscopeStub } from '../../../devtools/providers/dashscope/server';
import { createDashscope } from '../../../cloudfunctions/shared/providers/dashscope/dashscope';
import { picturesOf } from '../../../cloudfunctions/shared/providers/dashscope/result';
import type { ProviderOrder } from '../../../cloudfunctions/shared/domain/provider/port';
import { eventually } from '../../support/eventually';
import { startPictureHost } from '../../support/pictures-at';
import type { PictureHost } from '../../support/pictures-at';

const limits = { timeoutMs: 30_000 };
const latencyMs = 60_000;

describe('DashScope', () => {
  let stub: DashscopeStub;
  let host: PictureHost;
  let now = Date.now();
  let tryOn: ProviderOrder;
  let edit: ProviderOrder;

  const provider = (apiKey = 'sk-key') => createDashscope({ apiKey, baseUrl: `${stub.url}/` });
  const check = async (taskId: string) => provider().check?.(taskId, limits);

  async function accepted(order = tryOn): Promise<string> {
    const outcome = await provider().start(order, limits);
    if (outcome.state !== 'accepted') throw new Error(`It is ${JSON.stringify(outcome)}.`);
    return outcome.taskId;
  }
  async function ended(taskId: string) {
    now += latencyMs;
    let outcome = await check(taskId);
    await eventually(async () => {
      outcome = await check(taskId);
      expect(outcome?.state).not.toBe('running');
    });
    return outcome;
  }

  beforeAll(async () => {
    host = await startPictureHost();
    stub = await startDashscope({
      ...{ apiKeys: ['sk-key'], latencyMs, now: () => now },
      drawings: createPlainDrawings(),
    });
    tryOn = {
      ...{ capability: 'tryon', model: 'aitryon-plus', mode: 'async' },
      anonymousUserId: 'user-0123',
      personUrl: host.url('887766'),
      garments: [
        { url: host.url('AA2233'), part: 'outer' },
        { url: host.url('223355'), part: 'bottom' },
      ],
    };
    edit = {
      ...{ capability: 'edit', model: 'wan2.7-image', mode: 'async', quality: 'standard' },
      anonymousUserId: 'user-0123',
      ...{ prompt: '图1的衣服挂在木衣架上', size: '512x640' },
      inputs: [{ url: host.url('AA2233'), role: 'garment' }],
    };
  });
  afterAll(async () => {
    await stub.close();
    await host.close();
  });
  beforeEach(() => stub.setRules([]));

  it('tries clothes on as a task that waits, runs and ends', async () => {
    const taskId = await accepted();

    expect(await check(taskId)).toEqual({ state: 'running' });
    now += latencyMs / 2;
    expect(await check(taskId)).toEqual({ state: 'running' });
    expect(await ended(taskId)).toEqual({
      ...{ state: 'done', pictures: [{ url: expect.stringContaining('/pictures/') as string }] },
    });
    expect(stub.orders().at(-1)).toMatchObject({
      charged: true,
      order: {
        model: 'aitryon-plus',
        pictures: [{ part: 'person' }, { part: 'top' }, { part: 'bottom' }],
      },
    });
  });

  it('edits as a task, one picture without the mark of the vendor', async () => {
    expect(await ended(await accepted(edit))).toMatchObject({ state: 'done' });
    expect(stub.orders().at(-1)?.order).toMatchObject({
      ...{ kind: 'edit', size: { width: 512, height: 640 }, count: 1, hasWatermark: false },
    });
  });

  it('edits at once', async () => {
    stub.setRules([{ behaviour: 'slow=0' }]);

    expect(
      await provider().start({ ...edit, model: 'qwen-image-3.0', mode: 'sync' }, limits),
    ).toMatchObject({ state: 'done', pictures: [{}] });
  });

  it('carries the parameters of the configuration, which change nothing that we decide', async () => {
    await accepted({ ...edit, parameters: { seed: 7, n: 4, watermark: true } });

    expect(stub.orders().at(-1)?.order).toMatchObject({ seed: 7, count: 1, hasWatermark: false });
  });

  it.each([
    ['InvalidApiKey', 'disabled'],
    ['Arrearage', 'disabled'],
    ['AccessDenied.Unpurchased', 'disabled'],
    ['ModelNotFound', 'disabled'],
    ['Throttling.RateQuota', 'retry'],
    ['Throttling.AllocationQuota', 'retry'],
    ['InternalError.Algo', 'retry'],
    ['InternalError.Timeout', 'unknown'],
    ['ModelUnavailable', 'retry'],
    ['DataInspectionFailed', 'refused'],
    ['InvalidParameter', 'refused'],
    ['html502', 'retry'],
    ['html504', 'unknown'],
    ['cut', 'unknown'],
    ['cut-body', 'unknown'],
    ['no-task', 'unknown'],
    ['not-json', 'unknown'],
  ])('answers the create with %s: %s', async (behaviour, state) => {
    stub.setRules([{ behaviour }]);

    expect(await provider().start(tryOn, limits)).toMatchObject({ state });
  });

  it('may have accepted an order that was not answered', async () => {
    stub.setRules([{ behaviour: 'accept-hang' }]);

    expect(await provider().start(tryOn, { timeoutMs: 200 })).toMatchObject({ state: 'unknown' });
    expect(stub.orders().at(-1)).toMatchObject({ charged: true });
  });

  it.each([
    ['InvalidPerson', { state: 'refused', reason: 'input' }],
    ['InvalidFile.Resolution', { state: 'refused', reason: 'input' }],
    ['DataInspectionFailed', { state: 'refused', reason: 'content' }],
    ['InvalidParameter.DataInspection', { state: 'retry' }],
    ['InternalError.Timeout', { state: 'retry', at: 'other' }],
    ['NeverHeardOf', { state: 'retry', at: 'other' }],
  ])('ends a task that failed with %s, in an answer of 200', async (code, outcome) => {
    stub.setRules([{ behaviour: `task-fail=${code}` }]);

    expect(await ended(await accepted())).toMatchObject({ ...outcome, providerCode: code });
  });

  it('says that it could not download a picture, and that a picture is too small', async () => {
    const gone = await accepted({
      ...edit,
      inputs: [{ url: host.url('AA2233').replace('.png', '.gone'), role: 'garment' }],
    } as ProviderOrder);
    const small = await accepted({
      ...tryOn,
      personUrl: host.url('887766', 100, 900),
    } as typeof tryOn);

    expect(await ended(gone)).toMatchObject({ providerCode: 'InvalidParameter.DataInspection' });
    expect(await ended(small)).toMatchObject({ providerCode: 'InvalidFile.Resolution' });
  });

  it('knows nothing of a lost task, or of another id', async () => {
    stub.setRules([{ behaviour: 'task-lost' }]);

    expect(await check(await accepted())).toMatchObject({
      ...{ state: 'unknown', providerCode: 'UNKNOWN' },
    });
    expect(await check('nobody')).toMatchObject({ state: 'unknown' });
  });

  it.each(['poll-500=2', 'poll-429=2'])('runs while its polls fail: %s', async (behaviour) => {
    stub.setRules([{ behaviour }]);
    const taskId = await accepted();
    now += latencyMs;

    expect(await check(taskId)).toEqual({ state: 'running' });
    expect(await check(taskId)).toEqual({ state: 'running' });
    expect(await ended(taskId)).toMatchObject({ state: 'done' });
  });

  it('runs when only the check fails', async () => {
    const taskId = await accepted();
    const gone = createDashscope({ apiKey: 'sk-key', baseUrl: 'http://127.0.0.1:1/api' });

    expect(await gone.check?.(taskId, limits)).toEqual({ state: 'running' });
    expect(await provider('sk-wrong').check?.(taskId, limits)).toEqual({ state: 'running' });
  });

  it('cancels a task that waits, and no other', async () => {
    const cancel = (taskId: string) => provider().cancel?.(taskId, limits);
    const waiting = await accepted();
    expect(await cancel(waiting)).toBe(true);
    expect(await check(waiting)).toMatchObject({ state: 'retry', providerCode: 'CANCELED' });

    const running = await accepted();
    now += latencyMs / 2;
    expect(await cancel(running)).toBe(false);
    expect(await cancel('nobody')).toBe(false);
    expect(await ended(running)).toMatchObject({ state: 'done' });
  });

  it('takes the picture of an item that succeeded beside one that failed', () => {
    const failed = { code: 'DataInspectionFailed', message: 'x' };
    const url = 'https://a.b/c.png';

    expect(picturesOf({ results: [failed, { url }] })).toEqual({
      ...{ pictures: [{ url }], errorCode: 'DataInspectionFailed' },
    });
    expect(picturesOf({ results: [failed] })).toMatchObject({ pictures: [] });
    expect(
      picturesOf({ choices: [{ message: { content: [{ text: 'x' }, { image: url }] } }] }),
    ).toMatchObject({ pictures: [{ url }] });
    expect(picturesOf('nothing')).toEqual({ pictures: [], errorCode: null });
  });

  it('never reveals its key', async () => {
    const fault = await provider('sk-wrong-secret').start(tryOn, limits);

    expect(fault).toMatchObject({ state: 'disabled', providerCode: 'InvalidApiKey' });
    expect(JSON.stringify(fault)).not.toContain('secret');
  });

  it.each(['1024x1024', '864x1152'])('takes the size %s', (size) => {
    expect(provider().sizeProblem('wan2.7-image', size)).toBeNull();
  });

  it.each([
    ['1024', 'is not WIDTHxHEIGHT'],
    ['400x400', 'does not have'],
    ['4096x4096', 'does not have'],
    ['2900x320', 'has a ratio'],
  ])('says of the size %s: %s', (size, problem) => {
    expect(provider().sizeProblem('wan2.7-image', size)).toContain(problem);
  });

  it('is not called for a capability without a model', async () => {
    await expect(
      provider().start({ ...edit, capability: 'text2img' } as ProviderOrder, limits),
    ).rejects.toThrow('is not asked for text2img');
  });
});
