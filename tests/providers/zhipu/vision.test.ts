import { startZhipu } from '../../../devtools/providers/zhipu/server';
import type { ZhipuStub } from '../../../devtools/providers/zhipu/server';
import { createZhipu } from '../../../cloudfunctions/shared/providers/zhipu/image';
import type { ProviderOrder } from '../../../cloudfunctions/shared/domain/provider/port';
import { startPictureHost } from '../../support/pictures-at';
import type { PictureHost } from '../../support/pictures-at';

const limits = { timeoutMs: 30_000 };

describe('questions about pictures at Zhipu', () => {
  let zhipu: ZhipuStub;
  let host: PictureHost;
  const order = (result: string): ProviderOrder => ({
    ...{ capability: 'vision', model: 'glm-4.6v-flash', mode: 'sync' },
    anonymousUserId: 'user-0123',
    inputs: [
      { url: host.url('AA2233'), role: 'garment' },
      { url: result, role: 'result' },
    ],
    questions: [
      { id: 'kind', text: '是同一种衣服吗？', choices: ['一致', '不一致'] },
      { id: 'colors', text: '颜色一致吗？', choices: ['一致', '不一致'] },
    ],
  });
  const ask = (result = host.url('AA2233')) =>
    createZhipu({ apiKey: 'key.secret', baseUrl: zhipu.url }).start(order(result), limits);

  beforeAll(async () => {
    host = await startPictureHost();
    zhipu = await startZhipu({ apiKeys: ['key.secret'], latencyMs: 0 });
  });
  afterAll(async () => {
    await zhipu.close();
    await host.close();
  });
  beforeEach(() => zhipu.setRules([]));

  it('are answered by choices, even between fences', async () => {
    expect(await ask()).toEqual({
      ...{ state: 'done', pictures: [], answers: { kind: '一致', colors: '一致' } },
    });
  });

  it('see a garment of another colour', async () => {
    expect(await ask(host.url('22AA33'))).toMatchObject({ answers: { colors: '不一致' } });
  });

  it('leave out an answer that is missing or not among the choices', async () => {
    zhipu.setRules([{ behaviour: 'off-enum=kind', api: 'vision' }]);
    expect(await ask()).toMatchObject({ answers: { colors: '一致' } });
    zhipu.setRules([{ behaviour: 'missing=colors', api: 'vision' }]);
    expect(await ask()).toMatchObject({ answers: { kind: '一致' } });
  });

  it.each([
    ['prose', 'unknown'],
    ['sensitive', 'refused'],
    ['1113', 'disabled'],
    ['1302', 'retry'],
    ['cut', 'unknown'],
  ])('may come to nothing: %s is %s', async (behaviour, state) => {
    zhipu.setRules([{ behaviour }]);

    expect(await ask()).toMatchObject({ state });
  });

  it('are refused for a picture that cannot be had', async () => {
    expect(await ask(host.url('AA2233').replace('.png', '.gone'))).toMatchObject({
      ...{ state: 'refused', providerCode: '1210' },
    });
  });
});
