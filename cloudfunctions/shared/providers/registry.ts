import type { Provider } from '../domain/provider/port';
import { createZhipuImages } from './zhipu/image';

type Vendor = {
  /** Where the key and another address come from; the host itself is fixed here, so that no row can send a key elsewhere. */
  keyVariable: string;
  baseUrlVariable: string;
  baseUrl: string;
  create(account: { apiKey: string; baseUrl: string }): Provider;
};

/** Every vendor that can be asked for pictures. A new one is its folder and its entry here. */
export const vendors = {
  zhipu: {
    keyVariable: 'ZHIPU_API_KEY',
    baseUrlVariable: 'ZHIPU_BASE_URL',
    baseUrl: 'https://open.bigmodel.cn/api/paas/v4',
    create: createZhipuImages,
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
