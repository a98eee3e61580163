import * as z from 'zod';
import { readConfig } from './config';
import { toInvocation } from './function';

type Main = (event: unknown, invocation?: unknown) => Promise<unknown>;

/** What a health answer needs. */
export type HealthProbe = {
  /** A phone or HTTP access: answered like any other call. */
  isOutsider: boolean;
  environment: Readonly<Record<string, string | undefined>>;
  /** Throws if the collection cannot be read. */
  readOne: (collection: string) => Promise<void>;
};

export type Health = {
  /** Changes with every byte of the bundle. */
  build: string;
  /** The running Node version: the cloud keeps the one that a function was created with. */
  node: string;
  /** Invalid environment variables, without their values; null if all are valid. */
  configuration: string | null;
  /** Those of the requested names that are missing. */
  missingVariables: string[];
  unreachableCollections: string[];
};

declare const __BUILD_ID__: string | undefined;
/** Injected by the build. */
const build = typeof __BUILD_ID__ === 'undefined' ? 'unbuilt' : __BUILD_ID__;

const HealthCall = z.object({
  action: z.literal('health'),
  data: z
    .object({
      variables: z.array(z.string()).max(100).default([]),
      collections: z.array(z.string()).max(100).default([]),
    })
    .prefault({}),
});

/** Lets the deployer query the function's health: `{ action: 'health', data: { variables, collections } }`. */
export function withHealth(main: Main, openProbe: () => HealthProbe): Main {
  return async (event, invocation) => {
    const call = HealthCall.safeParse(event);
    if (!call.success) return main(event, invocation);
    const probe = openProbe();
    if (probe.isOutsider) return main(event, invocation);
    const { variables, collections } = call.data.data;
    const health: Health = {
      build,
      node: process.versions.node,
      configuration: checkConfiguration(probe.environment),
      missingVariables: variables.filter((name) => (probe.environment[name] ?? '') === ''),
      unreachableCollections: await findUnreachable(collections, probe),
    };
    toInvocation(invocation).log.info('health', {
      build,
      unreachable: health.unreachableCollections.length,
    });
    return health;
  };
}

function checkConfiguration(environment: HealthProbe['environment']): string | null {
  try {
    readConfig(environment);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : 'unknown error';
  }
}

async function findUnreachable(collections: string[], { readOne }: HealthProbe): Promise<string[]> {
  const results = await Promise.allSettled(collections.map(readOne));
  return collections.filter((_name, position) => results[position]?.status === 'rejected');
}
