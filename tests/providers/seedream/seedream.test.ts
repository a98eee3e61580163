import { startSeedream } from '../../../devtools/providers/seedream/server';
import { createSeedream } from '../../../cloudfunctions/shared/providers/seedream/seedream';
import type { ProviderOrder } from '../../../cloudfunctions/shared/domain/provider/port';
import { createEdits } from '../edits';

const limits = { timeoutMs: 30_000 };

describe('Seedream', () => {
  const { stub, order } = createEdits(startSeedream, {
    ...{ apiKey: 'ark-key', model: 'doubao-seedream-5-0-flash-260915', size: '1296x1728' },
  });
  const provider = (apiKey = 'ark-key') => createSeedream({ apiKey, baseUrl: stub().url });

  it('edits at once, without the mark of the vendor', async () => {
    expect(await provider().start(order(), limits)).toMatchObject({
      ...{ state: 'done', pictures: [{ url: expect.stringContaining('/pictures/') as string }] },
    });
    expect(stub().orders().at(-1)).toMatchObject({
      ...{ charged: true, order: { width: 1296, height: 1728, hasWatermark: false } },
    });
  });

  it.each([
    ['AuthenticationError', 'disabled'],
    ['AccountOverdueError', 'disabled'],
    ['ModelNotOpen', 'disabled'],
    ['InvalidEndpointOrModel.NotFound', 'disabled'],
    // The account is in safe mode; this is not a sign of load.
    ['SetLimitExceeded', 'disabled'],
    ['RateLimitExceeded', 'retry'],
    ['ModelAccountIpmRateLimitExceeded', 'retry'],
    ['ServerOverloaded', 'retry'],
    ['InternalServiceError', 'retry'],
    ['InputTextSensitiveContentDetected', 'refused'],
    ['OutputImageSensitiveContentDetected', 'refused'],
    ['InvalidParameter', 'refused'],
    ['item-error=OutputImageSensitiveContentDetected', 'refused'],
    ['item-error=InternalServiceError', 'retry'],
    ['empty-data', 'unknown'],
    ['no-url', 'unknown'],
    ['cut', 'unknown'],
    ['cut-body', 'unknown'],
    ['html504', 'unknown'],
    ['cut-before', 'unknown'],
  ])('answers %s: %s', async (behaviour, state) => {
    stub().setRules([{ behaviour }]);

    expect(await provider().start(order(), limits)).toMatchObject({ state });
  });

  it('may have drawn a picture that was not answered', async () => {
    stub().setRules([{ behaviour: 'accept-hang' }]);

    expect(await provider().start(order(), { timeoutMs: 200 })).toMatchObject({ state: 'unknown' });
    expect(stub().orders().at(-1)).toMatchObject({ charged: true });
  });

  it.each([
    ['sequential_image_generation', { sequential_image_generation: 'disabled' }],
    ['stream', { stream: false }],
  ])('refuses %s, which the vendor does not take even switched off', async (_name, parameters) => {
    expect(await provider().start({ ...order(), parameters }, limits)).toMatchObject({
      ...{ state: 'refused', reason: 'request', providerCode: 'InvalidParameter' },
    });
  });

  it('knows its sizes, and never reveals its key', async () => {
    const wrong = provider('ark-wrong-secret');
    expect(wrong.sizeProblem('m', '1296x1728')).toBeNull();
    expect(wrong.sizeProblem('m', '864x864')).toContain('does not have');
    const fault = await wrong.start(order(), limits);
    expect(fault).toMatchObject({ state: 'disabled' });
    expect(JSON.stringify(fault)).not.toContain('secret');
    await expect(
      wrong.start({ ...order(), capability: 'text2img' } as ProviderOrder, limits),
    ).rejects.toThrow('is not asked for text2img');
  });
});
