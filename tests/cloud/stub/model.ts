import type { Document } from 'bson';

export type StubIndex = {
  name: string;
  keys: { name: string; direction: string }[];
  isUnique: boolean;
};
export type StubPermission = { tag: string; rule?: string };
export type StubCollection = {
  rows: Document[];
  indexes: StubIndex[];
  permission: StubPermission;
  /** A new collection refuses this many more attempts to create an index. */
  notReadyFor: number;
};
export type StubTrigger = { name: string; cron: string };
export type StubFunction = {
  runtime: string;
  timeout: number;
  memory: number;
  description: string;
  variables: Record<string, string>;
  triggers: StubTrigger[];
  zip: Buffer;
  installsDependencies: boolean;
  /** How many more times its status is reported as `Updating`. */
  busyFor: number;
};
export type StubAlarm = {
  id: string;
  name: string;
  namespace: string;
  rule: Record<string, unknown> | undefined;
  noticeIds: string[];
  isEnabled: boolean;
  /** The watched objects, as JSON texts of dimensions. */
  objects: string[];
};
export type StubEnvironment = {
  envId: string;
  alias: string;
  status: string;
  bucket: string;
  collections: Map<string, StubCollection>;
  files: Map<string, Buffer>;
  /** Uploaded paths, in order. */
  uploads: string[];
  storagePermission: StubPermission;
  functions: Map<string, StubFunction>;
  functionRules: string | null;
  alarms: StubAlarm[];
  /** The metrics for which the platform offers alarms. */
  metricNames: Set<string>;
};

/** As on the platform, metrics of functions have numeric names that callers must look up. */
export const functionMetrics = new Map([
  ['13006', { Description: '调用次数', Unit: '次' }],
  ['13007', { Description: '错误次数', Unit: '次' }],
  ['13009', { Description: '超时次数', Unit: '次' }],
]);
export const environmentMetrics = new Map([
  ['EnvQPSAll', { Description: '环境总QPS', Unit: '次/秒' }],
  ['ApiCountSummary', { Description: 'API总调用量', Unit: '次' }],
  ['CapacitySummary', { Description: '容量', Unit: 'MB' }],
]);

/** An error of the API, with its code. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** A shallow copy is enough: rows and files are replaced, never changed in place. */
export function copyEnvironment(environment: StubEnvironment): StubEnvironment {
  const { collections, files, uploads, functions, alarms } = environment;
  return {
    ...environment,
    collections: new Map(
      [...collections].map(([name, collection]) => [
        name,
        { ...collection, rows: [...collection.rows], indexes: [...collection.indexes] },
      ]),
    ),
    files: new Map(files),
    uploads: [...uploads],
    functions: new Map([...functions].map(([name, deployed]) => [name, { ...deployed }])),
    alarms: alarms.map((alarm) => ({ ...alarm, objects: [...alarm.objects] })),
  };
}

/** A new environment as from the console: empty, and writable by creators. */
export function createEnvironment(envId: string): StubEnvironment {
  return {
    envId,
    alias: 'test',
    status: 'NORMAL',
    bucket: `7465-${envId}-1250000000`,
    collections: new Map(),
    files: new Map(),
    uploads: [],
    storagePermission: { tag: 'PRIVATE' },
    functions: new Map(),
    functionRules: null,
    alarms: [],
    metricNames: new Set([...functionMetrics.keys(), ...environmentMetrics.keys()]),
  };
}
