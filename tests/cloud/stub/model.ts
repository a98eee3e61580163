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
  /** How many more attempts at an index the collection refuses, being new. */
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
  /** How many more questions it answers with `Updating`. */
  busyFor: number;
};
export type StubAlarm = {
  id: string;
  name: string;
  namespace: string;
  rule: Record<string, unknown> | undefined;
  noticeIds: string[];
  isEnabled: boolean;
  /** What it watches, as JSON texts of dimensions. */
  objects: string[];
};
export type StubEnvironment = {
  envId: string;
  alias: string;
  status: string;
  bucket: string;
  collections: Map<string, StubCollection>;
  files: Map<string, Buffer>;
  /** Paths in the order in which they were uploaded. */
  uploads: string[];
  storagePermission: StubPermission;
  functions: Map<string, StubFunction>;
  functionRules: string | null;
  alarms: StubAlarm[];
  /** Metrics that the platform offers for alarms. */
  metricNames: Set<string>;
};

/** Numbers stand for metrics of functions, as in the platform: callers must look them up. */
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

/** A refusal of the API, by its code. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** A copy that later changes leave alone: rows and files are replaced, never changed in place. */
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

/** An environment as the console hands it out: nothing in it, creators may write. */
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
