import type { Provider } from '../domain/provider/port';
import type { ProviderAccount } from './account';
import { createDashscope } from './dashscope/dashscope';
import { createSeedream } from './seedream/seedream';
import { createStability } from './stability/stability';
import { createTencent } from './tencent/tencent';
import { createZhipu } from './zhipu/image';

type Vendor = {
  /** Where the key and another address come from; the host itself is fixed here, so that no row can send a key elsewhere. */
  keyVariable: string;
  baseUrlVariable: string;
  baseUrl: string;
  create(account: ProviderAccount): Provider;
};

/** Every vendor that can be asked for pictures. A new one is its folder and its entry here. */
export const vendors = {
  zhipu: {
    keyVariable: 'ZHIPU_API_KEY',
    baseUrlVariable: 'ZHIPU_BASE_URL',
    baseUrl: 'https://open.bigmodel.cn/api/paas/v4',
    create: createZhipu,
  },
  dashscope: {
    keyVariable: 'DASHSCOPE_API_KEY',
    baseUrlVariable: 'DASHSCOPE_BASE_URL',
    baseUrl: 'https://dashscope.aliyuncs.com/api/v1',
    create: createDashscope,
  },
  seedream: {
    keyVariable: 'SEEDREAM_API_KEY',
    baseUrlVariable: 'SEEDREAM_BASE_URL',
    baseUrl: 'https://ark.cn-beijing.volces.com/api/v3',
    create: createSeedream,
  },
  tencent: {
    keyVariable: 'TENCENT_API_KEY',
    baseUrlVariable: 'TENCENT_BASE_URL',
    baseUrl: 'https://tokenhub.tencentmaas.com/v1',
    create: createTencent,
  },
  stability: {
    keyVariable: 'STABILITY_API_KEY',
    baseUrlVariable: 'STABILITY_BASE_URL',
    baseUrl: 'https://api.stability.ai/v2beta',
    create: createStability,
  },
} satisfies Record<string, Vendor>;

type Environment = Readonly<Record<string, string | undefined>>;

/** The adapter of a vendor, null when it is unknown or its key is not configured. */
export function createProvider(name: string, environment: Environment): Provider | null {
  const vendor = Object.entries<Vendor>(vendors).find(([known]) => known === name)?.[1];
  const apiKey = environment[vendor?.keyVariable ?? '']?.trim() ?? '';
  if (vendor === undefined || apiKey === '') return null;
  return vendor.create({ apiKey, baseUrl: baseUrlOf(vendor, environment) });
}

/** Where the vendors' APIs are: pictures may come from there over plain HTTP. */
export function originsOf(environment: Environment): string[] {
  return Object.values<Vendor>(vendors).map(
    (vendor) => new URL(baseUrlOf(vendor, environment)).origin,
  );
}

function baseUrlOf({ baseUrl, baseUrlVariable }: Vendor, environment: Environment): string {
  const override = environment[baseUrlVariable]?.trim() ?? '';
  return override === '' ? baseUrl : override;
}
