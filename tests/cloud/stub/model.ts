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
};

/** A refusal of the API, by its code. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
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
  };
}
