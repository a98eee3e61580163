import { join } from 'node:path';
import { createClient } from './client';
import type { Client } from './client';
import { conventionalFunctions, projectRoot } from './folders';
import type { CloudServiceOptions } from './processes/cloud';
import type { ProviderServiceOptions } from './processes/provider';
import type { VendorServiceOptions } from './processes/vendor';
import { startService } from './processes/spawn';
import type { Service } from './processes/spawn';

export type BenchCloud = Client & { pid: number };

export type Bench = {
  /** A copy of the bundles to measure, so that a build meanwhile changes nothing. */
  productFunctions: string;
  /** Fewer samples and smaller collections: for a quick look, not for the record. */
  isQuick: boolean;
  /** Calls `use` with a cloud of the product and one of the conventional build, both fresh and in separate processes. */
  withClouds<Outcome>(
    options: { providerLatencyMs?: number },
    use: (clouds: { product: BenchCloud; conventional: BenchCloud }) => Promise<Outcome>,
  ): Promise<Outcome>;
  /** Calls `use` with one cloud of the product that also serves the phone. */
  withPhone<Outcome>(
    options: { providerLatencyMs: number },
    use: (cloud: BenchCloud) => Promise<Outcome>,
  ): Promise<Outcome>;
  /** Calls `use` with one cloud of the product whose functions get additional variables. */
  withEnvironment<Outcome>(
    environment: Record<string, string>,
    use: (cloud: BenchCloud) => Promise<Outcome>,
  ): Promise<Outcome>;
  /** Calls `use` with `count` clouds of the product. */
  withProductClouds<Outcome>(
    count: number,
    use: (clouds: BenchCloud[]) => Promise<Outcome>,
  ): Promise<Outcome>;
  /** The same with a try-on vendor; `behaviour` is how it treats every order. */
  withStudios<Outcome>(
    options: { count: number; behaviour: string },
    use: (clouds: BenchCloud[]) => Promise<Outcome>,
  ): Promise<Outcome>;
};

const apiKey = 'bench';

export function createBench({
  isQuick,
  productFunctions,
}: Pick<Bench, 'isQuick' | 'productFunctions'>): Bench {
  async function startProduct(
    start: Start,
    environment: Record<string, string>,
    hasPhone = false,
  ): Promise<BenchCloud> {
    const options: CloudServiceOptions = {
      functionsFolder: productFunctions,
      templatesFolder: join(projectRoot, 'database-templates'),
      environment,
      hasPhone,
    };
    return toCloud(await start('cloud.ts', options));
  }

  return {
    isQuick,
    productFunctions,
    withClouds: ({ providerLatencyMs = 0 }, use) =>
      withServices(async (start) => {
        const environment = await startProvider(start, providerLatencyMs);
        const product = await startProduct(start, environment);
        const conventional = await startConventional(start, environment);
        return use({ product, conventional });
      }),
    withPhone: ({ providerLatencyMs }, use) =>
      withServices(async (start) =>
        use(await startProduct(start, await startProvider(start, providerLatencyMs), true)),
      ),
    withEnvironment: (environment, use) =>
      withServices(async (start) => {
        const provider = await startProvider(start, 0);
        return use(await startProduct(start, { ...provider, ...environment }));
      }),
    withProductClouds: (count, use) =>
      withServices(async (start) => {
        const environment = await startProvider(start, 0);
        const clouds: BenchCloud[] = [];
        while (clouds.length < count) clouds.push(await startProduct(start, environment));
        return use(clouds);
      }),
    withStudios: ({ count, behaviour }, use) =>
      withServices(async (start) => {
        const environment = {
          ...(await startProvider(start, 0)),
          ...(await startVendor(start, behaviour)),
        };
        const clouds: BenchCloud[] = [];
        while (clouds.length < count) clouds.push(await startProduct(start, environment));
        return use(clouds);
      }),
  };
}

type Start = (script: string, options: unknown) => Promise<Service>;

/** Stops all started processes, even when the measurement fails. */
async function withServices<Outcome>(use: (start: Start) => Promise<Outcome>): Promise<Outcome> {
  const services: Service[] = [];
  try {
    return await use(async (script, options) => {
      const service = await startService(script, options);
      services.push(service);
      return service;
    });
  } finally {
    await Promise.all(services.map((service) => service.stop()));
  }
}

async function startProvider(start: Start, latencyMs: number): Promise<Record<string, string>> {
  const options: ProviderServiceOptions = { apiKey, latencyMs };
  const { url } = await start('provider.ts', options);
  return { ZHIPU_API_KEY: apiKey, ZHIPU_BASE_URL: url };
}

async function startVendor(start: Start, behaviour: string): Promise<Record<string, string>> {
  const options: VendorServiceOptions = { apiKey, behaviour };
  const { url } = await start('vendor.ts', options);
  return { DASHSCOPE_API_KEY: apiKey, DASHSCOPE_BASE_URL: url };
}

async function startConventional(
  start: Start,
  environment: Record<string, string>,
): Promise<BenchCloud> {
  const options: CloudServiceOptions = { functionsFolder: conventionalFunctions, environment };
  const cloud = toCloud(await start('cloud.ts', options));
  await cloud.put('users', []);
  await cloud.put('works', []);
  await cloud.declareIndex('users', { name: 'openid', fields: ['openid'] });
  await cloud.declareIndex('works', { name: 'list', fields: ['openid', 'status', '-createdAt'] });
  await cloud.declareIndex('works', { name: 'user', fields: ['userId'] });
  return cloud;
}

const toCloud = ({ url, pid }: Service): BenchCloud => ({ ...createClient(url), pid });
