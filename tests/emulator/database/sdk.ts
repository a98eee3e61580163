import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Database } from '../../../devtools/emulator/database/database';
import { startTestCloud } from '../../support/cloud';

type Data = { data: unknown };
type Stats = { stats: Record<string, number>; errMsg: string };

/** What these suites use of the SDK's collection. */
export type Query = {
  where(query: object): Query;
  orderBy(field: string, direction: 'asc' | 'desc'): Query;
  limit(count: number): Query;
  skip(count: number): Query;
  field(projection: object): Query;
  get(): Promise<{ data: Record<string, unknown>[] }>;
  count(): Promise<{ total: number }>;
  update(options: Data): Promise<Stats>;
  remove(): Promise<Stats>;
};
export type DocumentReference = {
  field(projection: object): DocumentReference;
  get(): Promise<{ data: Record<string, unknown> }>;
  set(options: Data): Promise<Stats & { _id: string }>;
  update(options: Data): Promise<Stats>;
  remove(): Promise<Stats>;
};
type StageName =
  | 'match'
  | 'project'
  | 'addFields'
  | 'group'
  | 'sort'
  | 'skip'
  | 'limit'
  | 'unwind'
  | 'lookup'
  | 'count'
  | 'sortByCount'
  | 'sample'
  | 'bucket'
  | 'bucketAuto'
  | 'facet'
  | 'replaceRoot'
  | 'geoNear';
export type Aggregate = Record<StageName, (operand: unknown) => Aggregate> & {
  end(): Promise<{ list: Record<string, unknown>[] }>;
};
export type CollectionReference = Query & {
  doc(id: string | number): DocumentReference;
  add(options: Data): Promise<{ _id: string; _ids?: string[] }>;
  aggregate(): Aggregate;
};
export type Transaction = {
  collection(name: string): CollectionReference;
  commit(): Promise<unknown>;
  rollback(reason?: unknown): Promise<unknown>;
};
type Command = (...operands: unknown[]) => Command;
export type Commands = Record<string, Command> & { aggregate: Record<string, Command> };
type Point = { longitude: number; latitude: number };
export type SdkDatabase = {
  collection(name: string): CollectionReference;
  createCollection(name: string): Promise<unknown>;
  startTransaction(): Promise<Transaction>;
  runTransaction<Result>(
    run: (transaction: Transaction) => Promise<Result>,
    times?: number,
  ): Promise<Result>;
  command: Commands;
  serverDate(options?: { offset: number }): unknown;
  RegExp(options: { regexp: string; options?: string }): unknown;
  Geo: {
    Point: (longitude: number, latitude: number) => Point;
    Polygon: (lines: unknown[]) => unknown;
    LineString: (points: unknown[]) => unknown;
  };
};
type Sdk = { init(options: object): void; database(options?: object): SdkDatabase };

/** The unmodified SDK, in this process, talking to a gateway of its own. */
export async function startSdk(): Promise<{
  db: SdkDatabase;
  database: Database;
  close(): Promise<void>;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'database-suite-'));
  const cloud = await startTestCloud({ functionsFolder: folder, templatesFolder: '' });
  Object.assign(process.env, {
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${cloud.url}/admin` }),
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    TENCENTCLOUD_SECRETID: 'id',
    TENCENTCLOUD_SECRETKEY: 'key',
    TENCENTCLOUD_SESSIONTOKEN: 'token',
    SCF_NAMESPACE: 'workshop-local',
    TCB_ENV: 'workshop-local',
    SILENCE: 'true',
  });
  const sdk = jest.requireActual<Sdk>('wx-server-sdk');
  sdk.init({ env: 'workshop-local' });
  return {
    db: sdk.database({ throwOnNotFound: false }),
    database: cloud.cloud.database,
    async close() {
      await cloud.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type OpenSdk = { db: SdkDatabase; database: Database };

/** Starts the SDK for a test file. */
export function withSdk(use: (sdk: OpenSdk) => void): void {
  let close: () => Promise<void>;
  beforeAll(async () => {
    const { db, database, ...sdk } = await startSdk();
    close = () => sdk.close();
    use({ db, database });
  });
  afterAll(() => close());
}
