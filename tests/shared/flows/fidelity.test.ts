import {
  checkFidelity,
  openFidelityCheck,
} from '../../../cloudfunctions/shared/flows/gates/fidelity';
import type { FidelityNeeds } from '../../../cloudfunctions/shared/flows/gates/fidelity';
import { parseApiConfig } from '../../../cloudfunctions/shared/data/rows/api-config';
import { createZhipu } from '../../../cloudfunctions/shared/providers/zhipu/image';
import { startZhipu } from '../../../devtools/providers/zhipu/server';
import type { ZhipuStub } from '../../../devtools/providers/zhipu/server';
import { startPictureHost } from '../../support/pictures-at';
import type { PictureHost } from '../../support/pictures-at';

const row = {
  ...{ _id: 'zhipu-vision', provider: 'zhipu', capability: 'vision', model: 'glm-4.6v-flash' },
  ...{ priority: 1, isActive: true, mode: 'sync', maxConcurrent: 1, perMinute: 60 },
  ...{ deadlineSeconds: 30, priceFen: 0, region: 'cn', maxRefs: 3 },
};

describe('the fidelity guard', () => {
  let zhipu: ZhipuStub;
  let host: PictureHost;
  const noted: string[] = [];

  function needs(rows: object[], isOn = true): FidelityNeeds {
    const note = (message: string) => void noted.push(message);
    return {
      log: { info: note, warn: note, error: note, alarm: note },
      apiConfigs: { list: () => Promise.resolve(rows.map(parseApiConfig)) },
      providers: {
        vendor: (name) =>
          name === 'zhipu' ? createZhipu({ apiKey: 'key.secret', baseUrl: zhipu.url }) : null,
      },
      settings: { featureFlags: { isOn: () => Promise.resolve(isOn) } },
    };
  }
  const pictures = (color = 'AA2233') => ({
    garmentUrl: host.url('AA2233'),
    resultUrl: host.url(color),
    kind: 'photography' as const,
  });
  const check = (rows: object[] = [row], color?: string) =>
    checkFidelity(pictures(color), 'user_1', needs(rows));

  beforeAll(async () => {
    host = await startPictureHost();
    zhipu = await startZhipu({ apiKeys: ['key.secret'], latencyMs: 0 });
  });
  afterAll(async () => {
    await zhipu.close();
    await host.close();
  });
  beforeEach(() => zhipu.setRules([]));

  it('distinguishes the same garment from another one', async () => {
    expect(await check()).toEqual({ verdict: 'same', differences: [] });
    expect(await check([row], '22AA33')).toEqual({
      ...{ verdict: 'different', differences: [{ question: 'colors' }] },
    });
  });

  it('receives only pictures and fixed questions', async () => {
    await checkFidelity(
      { ...pictures(), kind: 'fitting', personUrl: host.url('887766') },
      'user_1',
      needs([row]),
    );
    const [turn] = zhipu.chats().at(-1)?.request?.turns ?? [];

    expect(turn?.text).toContain('图2是人物原图，图3是生成图');
    expect(turn?.text).toContain('"body"');
    expect(zhipu.chats().at(-1)?.request?.userId).not.toContain('user_1');
  });

  it.each(['off-enum=kind', 'missing=text', 'prose', 'sensitive', '1113', 'cut'])(
    'is down after %s, and says so',
    async (behaviour) => {
      noted.length = 0;
      zhipu.setRules([{ behaviour }]);

      expect(await check()).toEqual({ verdict: 'down', differences: [] });
      expect(noted).toHaveLength(1);
    },
  );

  it('calls the next model when one is down', async () => {
    zhipu.setRules([{ behaviour: '1305', nth: 1 }]);

    expect(await check([row, { ...row, _id: 'second', model: 'glm-4.6v' }])).toMatchObject({
      verdict: 'same',
    });
  });

  it.each([
    ['nobody is configured', []],
    ['the row is inactive', [{ ...row, isActive: false }]],
    ['the model is abroad', [{ ...row, region: 'abroad' }]],
    ['the vendor has no key', [{ ...row, provider: 'stability' }]],
  ])('is down, and makes no request, when %s', async (_what, rows) => {
    const before = zhipu.chats().length;

    expect((await check(rows)).verdict).toBe('down');
    expect(zhipu.chats()).toHaveLength(before);
  });

  it('is not opened while it is switched off', async () => {
    expect(await openFidelityCheck(needs([row], false), 'user_1')).toBeNull();
    const open = await openFidelityCheck(needs([row]), 'user_1');
    expect((await open?.(pictures()))?.verdict).toBe('same');
  });
});
