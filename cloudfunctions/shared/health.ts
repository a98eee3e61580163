import * as z from 'zod';
import { readConfig } from './config';
import { toInvocation } from './function';

type Main = (event: unknown, invocation?: unknown) => Promise<unknown>;

/** What an answer about health is made of. */
export type HealthProbe = {
  /** A phone or HTTP access: it is answered like any other call. */
  isOutsider: boolean;
  environment: Readonly<Record<string, string | undefined>>;
  /** Throws when the collection cannot be read. */
  readOne: (collection: string) => Promise<void>;
};

export type Health = {
  /** Changes with every byte of the bundle. */
  build: string;
  /** The version of Node it runs on: the cloud keeps the one a function was created with. */
  node: string;
  /** What is wrong with the environment variables, without their values; null when nothing is. */
  configuration: string | null;
  /** Of the names that were asked for. */
  missingVariables: string[];
  unreachableCollections: string[];
};

declare const __BUILD_ID__: string | undefined;
/** Put in by the build. */
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

/** Lets the deployer ask for the function's health: `{ action: 'health', data: { variables, collections } }`. */
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
