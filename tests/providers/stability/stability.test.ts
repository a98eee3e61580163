import { createPlainDrawings } from '../../../devtools/providers/painter/drawings';
import { startStability } from '../../../devtools/providers/stability/server';
import type { StabilityStub } from '../../../devtools/providers/stability/server';
import { createPictureDownload } from '../../../cloudfunctions/shared/providers/http/picture-download';
import { createStability } from '../../../cloudfunctions/shared/providers/stability/stability';
import type { ProviderOrder } from '../../../cloudfunctions/shared/domain/provider/port';
import { pictureSize } from '../../../cloudfunctions/shared/pictures/picture';

const limits = { timeoutMs: 30_000 };

describe('Stability', () => {
  let stub: StabilityStub;
  const order: ProviderOrder = {
    ...{ capability: 'text2img', model: 'sd3.5-large', mode: 'sync', quality: 'standard' },
    ...{ prompt: '窗边的猫', size: '1344x768', anonymousUserId: 'user-0123' },
  };
  const provider = (apiKey = 'sk-key') => createStability({ apiKey, baseUrl: stub.url });

  beforeAll(async () => {
    stub = await startStability({
      ...{ apiKeys: ['sk-key'], latencyMs: 0, drawings: createPlainDrawings() },
    });
  });
  afterAll(() => stub.close());
  beforeEach(() => stub.setRules([]));

  it('draws at once, and the picture is the address itself', async () => {
    const outcome = await provider().start(order, limits);
    if (outcome.state !== 'done') throw new Error(`It is ${outcome.state}.`);
    const bytes = await createPictureDownload([])(outcome.pictures[0]?.url ?? '', 1_000);

    expect(pictureSize(bytes)).toEqual({ width: 1344, height: 768 });
    expect(stub.orders().at(-1)).toMatchObject({ charged: true, order: { prompt: '窗边的猫' } });
  });

  it.each([
    ['unauthorized', 'disabled'],
    ['payment_required', 'disabled'],
    ['content_moderation', 'refused'],
    ['bad_request', 'refused'],
    ['rate_limit_exceeded', 'retry'],
    ['internal_error', 'retry'],
    // The vendor answers this with a success status.
    ['content-filtered', 'refused'],
    ['no-image', 'unknown'],
    ['cut', 'unknown'],
    ['html504', 'unknown'],
  ])('answers %s: %s', async (behaviour, state) => {
    stub.setRules([{ behaviour }]);

    expect(await provider().start(order, limits)).toMatchObject({ state });
  });

  it('knows its sizes, and never reveals its key', async () => {
    const wrong = provider('sk-wrong-secret');
    expect(wrong.sizeProblem('m', '1024x1024')).toBeNull();
    expect(wrong.sizeProblem('m', '864x1152')).toContain('has a ratio');
    expect(wrong.sizeProblem('m', 'big')).toContain('has a ratio');
    const fault = await wrong.start(order, limits);
    expect(fault).toMatchObject({ state: 'disabled' });
    expect(JSON.stringify(fault)).not.toContain('secret');
  });

  it.each(['data:text/html;base64,PGI+', 'data:image/png;base64,', 'data:,x'])(
    'is no picture: %s',
    async (url) => {
      await expect(createPictureDownload([])(url, 1_000)).rejects.toThrow('is no picture');
    },
  );
});
