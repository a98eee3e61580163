import type { ChatModel } from '../domain/chat/model';
import type { Provider } from '../domain/provider/port';
import type { ProviderAccount } from './account';
import { createDashscope } from './dashscope/dashscope';
import { createSeedream } from './seedream/seedream';
import { createStability } from './stability/stability';
import { createTencent } from './tencent/tencent';
import { createZhipuChat } from './zhipu/chat';
import { createZhipu } from './zhipu/image';

type Vendor = {
  /**
   * Environment variables of the key and of an alternative base URL. The default host is fixed here, so that no database row can
   * send a key elsewhere.
   */
  keyVariable: string;
  baseUrlVariable: string;
  baseUrl: string;
  create: (account: ProviderAccount) => Provider;
  createChat?: (account: ProviderAccount & { model: string }) => ChatModel;
};

/** All vendors. To add one, add its folder and its entry here. */
export const vendors = {
  zhipu: {
    keyVariable: 'ZHIPU_API_KEY',
    baseUrlVariable: 'ZHIPU_BASE_URL',
    baseUrl: 'https://open.bigmodel.cn/api/paas/v4',
    create: createZhipu,
    createChat: createZhipuChat,
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

/** The adapter of a vendor; null if it is unknown or its key is not configured. */
export function createProvider(name: string, environment: Environment): Provider | null {
  const account = accountOf(name, environment);
  return account === null ? null : (vendorOf(name)?.create(account) ?? null);
}

/** A chat model; null if its vendor has none or its key is not configured. */
export function createChatModel(
  name: string,
  model: string,
  environment: Environment,
): ChatModel | null {
  const account = accountOf(name, environment);
  const createChat = vendorOf(name)?.createChat;
  return account === null || createChat === undefined ? null : createChat({ ...account, model });
}

function accountOf(name: string, environment: Environment): ProviderAccount | null {
  const vendor = vendorOf(name);
  const apiKey = environment[vendor?.keyVariable ?? '']?.trim() ?? '';
  if (vendor === undefined || apiKey === '') return null;
  return { apiKey, baseUrl: baseUrlOf(vendor, environment) };
}

function vendorOf(name: string): Vendor | undefined {
  return Object.entries<Vendor>(vendors).find(([known]) => known === name)?.[1];
}

/** The origins of the vendors' APIs: pictures may be fetched from them even over plain HTTP. */
export function originsOf(environment: Environment): string[] {
  return Object.values<Vendor>(vendors).map(
    (vendor) => new URL(baseUrlOf(vendor, environment)).origin,
  );
}

function baseUrlOf({ baseUrl, baseUrlVariable }: Vendor, environment: Environment): string {
  const override = environment[baseUrlVariable]?.trim() ?? '';
  return override === '' ? baseUrl : override;
}
