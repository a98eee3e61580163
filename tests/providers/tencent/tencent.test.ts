import { startTencent } from '../../../devtools/providers/tencent/server';
import { createTencent } from '../../../cloudfunctions/shared/providers/tencent/tencent';
import { createEdits } from '../edits';

const limits = { timeoutMs: 30_000 };

describe('Tencent', () => {
  const { stub, order } = createEdits(startTencent, {
    ...{ apiKey: 'hub-key', model: 'hy-image-v3.5-preview', size: '512x640' },
  });
  const provider = (apiKey = 'hub-key') => createTencent({ apiKey, baseUrl: stub().url });

  it('edits at once, and without a footnote nothing is drawn on the picture', async () => {
    expect(await provider().start(order(), limits)).toMatchObject({
      ...{ state: 'done', pictures: [{ url: expect.stringContaining('/pictures/') as string }] },
    });
    expect(stub().orders().at(-1)).toMatchObject({
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
    stub().setRules([{ behaviour }]);

    expect(await provider().start(order(), limits)).toMatchObject({ state });
  });

  it('knows its sizes, and never reveals its key', async () => {
    const wrong = provider('hub-wrong-secret');
    expect(wrong.sizeProblem('m', '864x1152')).toBeNull();
    expect(wrong.sizeProblem('m', '200x1152')).toContain('has a side');
    expect(wrong.sizeProblem('m', '8000x8000')).toContain('has more than');
    const fault = await wrong.start(order(), limits);
    expect(fault).toMatchObject({ state: 'disabled' });
    expect(JSON.stringify(fault)).not.toContain('secret');
  });
});
