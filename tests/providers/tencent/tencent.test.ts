import { createPlainDrawings } from '../../../devtools/providers/painter/drawings';
import { startTencent } from '../../../devtools/providers/tencent/server';
import type { TencentStub } from '../../../devtools/providers/tencent/server';
import { createTencent } from '../../../cloudfunctions/shared/providers/tencent/tencent';
import type { ProviderOrder } from '../../../cloudfunctions/shared/domain/provider/port';
import { startPictureHost } from '../../support/pictures-at';
import type { PictureHost } from '../../support/pictures-at';

const limits = { timeoutMs: 30_000 };

describe('Tencent', () => {
  let stub: TencentStub;
  let host: PictureHost;
  let order: ProviderOrder;
  const provider = (apiKey = 'hub-key') => createTencent({ apiKey, baseUrl: stub.url });

  beforeAll(async () => {
    host = await startPictureHost();
    stub = await startTencent({
      ...{ apiKeys: ['hub-key'], latencyMs: 0, drawings: createPlainDrawings() },
    });
    order = {
      ...{ capability: 'edit', model: 'hy-image-v3.5-preview', mode: 'sync' },
      ...{ prompt: '图1的衣服挂在木衣架上', size: '512x640', quality: 'standard' },
      inputs: [{ url: host.url('AA2233'), role: 'garment' }],
      anonymousUserId: 'user-0123',
    };
  });
  afterAll(async () => {
    await stub.close();
    await host.close();
  });
  beforeEach(() => stub.setRules([]));

  it('edits at once, and without a footnote nothing is drawn on the picture', async () => {
    expect(await provider().start(order, limits)).toMatchObject({
      ...{ state: 'done', pictures: [{ url: expect.stringContaining('/pictures/') as string }] },
    });
    expect(stub.orders().at(-1)).toMatchObject({
      ...{ charged: true, order: { width: 512, height: 640, hasWatermark: false } },
    });
  });

  it.each([
    ['401002', 'disabled'],
    ['401007', 'disabled'],
    ['403004', 'disabled'],
    ['429001', 'retry'],
    ['500001', 'retry'],
    ['502001', 'unknown'],
    ['451001', 'refused'],
    ['400001', 'refused'],
    ['numeric=429001', 'retry'],
    ['error-in-200=401007', 'disabled'],
    ['error-in-200=429001', 'retry'],
    ['error-in-200=900001', 'unknown'],
    ['content-warning', 'refused'],
    ['no-image', 'unknown'],
    ['cut', 'unknown'],
    ['html502', 'unknown'],
    ['not-json', 'unknown'],
  ])('answers %s: %s', async (behaviour, state) => {
    stub.setRules([{ behaviour }]);

    expect(await provider().start(order, limits)).toMatchObject({ state });
  });

  it('knows its sizes, and never tells its key', async () => {
    const wrong = provider('hub-wrong-secret');
    expect(wrong.sizeProblem('m', '864x1152')).toBeNull();
    expect(wrong.sizeProblem('m', '200x1152')).toContain('has a side');
    expect(wrong.sizeProblem('m', '8000x8000')).toContain('has more than');
    const fault = await wrong.start(order, limits);
    expect(fault).toMatchObject({ state: 'disabled' });
    expect(JSON.stringify(fault)).not.toContain('secret');
  });
});
