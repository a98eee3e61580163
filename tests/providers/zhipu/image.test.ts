import { startZhipu } from '../../../devtools/providers/zhipu/server';
import type { ZhipuStub } from '../../../devtools/providers/zhipu/server';
import { createZhipuPainter } from '../../../cloudfunctions/shared/providers/zhipu/image';
import type { PaintError } from '../../../cloudfunctions/shared/domain/work/painter';

describe('the Zhipu painter', () => {
  let zhipu: ZhipuStub;
  const job = {
    prompt: '猫',
    size: '512x512',
    quality: 'standard' as const,
    anonymousUserId: 'user-0123',
  };
  const painter = (apiKey = 'key.secret', timeoutMs = 5_000) =>
    createZhipuPainter({ apiKey, baseUrl: `${zhipu.url}/`, model: 'cogview-4-250304', timeoutMs });
  const fault = (asked: Promise<unknown>) =>
    asked.then(
      () => null,
      (error: unknown) => (error as PaintError).fault,
    );

  beforeAll(async () => {
    zhipu = await startZhipu({ apiKeys: ['key.secret'], latencyMs: 0 });
  });
  afterAll(() => zhipu.close());
  beforeEach(() => zhipu.setRules([]));

  it('asks once, with the visible mark and without knowing who asks', async () => {
    const before = zhipu.requests().length;

    const { imageUrl } = await painter().paint(job, { timeoutMs: 5_000 });

    expect(imageUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/pictures\//);
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
    ['1302', 'retrySame', '1302'],
    ['numeric=1302', 'retrySame', '1302'],
    ['flat=1301', 'userFault', '1301'],
    ['html502', 'retrySame', 'http-502'],
    ['html504', 'unknownOutcome', 'http-504'],
    ['not-json', 'unknownOutcome', 'not-json'],
    ['empty-data', 'unknownOutcome', 'no-picture'],
    ['no-url', 'unknownOutcome', 'no-picture'],
    ['cut', 'unknownOutcome', 'ECONNRESET'],
    ['cut-body', 'unknownOutcome', 'ERR_BAD_RESPONSE'],
  ])('takes %s for %s', async (behaviour, kind, providerCode) => {
    zhipu.setRules([{ behaviour }]);

    expect(await fault(painter().paint(job, { timeoutMs: 5_000 }))).toMatchObject({
      kind,
      providerCode,
    });
  });

  it('takes a picture with a content filter beside it', async () => {
    zhipu.setRules([{ behaviour: 'content-filter' }]);

    expect(await painter().paint(job, { timeoutMs: 5_000 })).toMatchObject({
      imageUrl: expect.stringContaining('/pictures/') as string,
    });
  });

  it('does not know how it ended when no answer comes in time', async () => {
    zhipu.setRules([{ behaviour: 'hang' }]);

    expect(await fault(painter().paint(job, { timeoutMs: 50 }))).toMatchObject({
      kind: 'unknownOutcome',
      failure: 'PROVIDER_OUTCOME_UNKNOWN',
    });
  });

  it('knows that nothing was sent when nobody listens', async () => {
    const gone = createZhipuPainter({
      apiKey: 'key.secret',
      baseUrl: 'http://127.0.0.1:1/api',
      model: 'cogview-4-250304',
      timeoutMs: 1_000,
    });

    expect(await fault(gone.paint(job, { timeoutMs: 1_000 }))).toMatchObject({
      kind: 'retrySame',
      providerCode: 'ECONNREFUSED',
    });
  });

  it('is disabled by a wrong key, and never tells the key', async () => {
    const error: unknown = await painter('wrong.secret')
      .paint(job, { timeoutMs: 5_000 })
      .catch((caught: unknown) => caught);

    expect(error).toMatchObject({ fault: { kind: 'disable' } });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('wrong.secret');
  });
});
