import wxServerSdk from 'wx-server-sdk';
import { runOutside } from '../cloud/outside';

type Data = { data: unknown };
type Stats = { stats: Record<string, number>; errMsg: string };

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

/**
 * The part of the SDK's database that the suites use; the SDK's own types mix promises with callbacks and lack
 * transactions.
 */
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

type FileStatus = { fileID: string; status: number; errMsg: string; tempFileURL?: string };

/** The SDK of functions, configured for one cloud. */
export type CloudSdk = {
  database(): SdkDatabase;
  uploadFile(input: { cloudPath: string; fileContent: Buffer }): Promise<{ fileID: string }>;
  downloadFile(input: { fileID: string }): Promise<{ fileContent: Buffer }>;
  getTempFileURL(input: { fileList: string[] }): Promise<{ fileList: FileStatus[] }>;
  deleteFile(input: { fileList: string[] }): Promise<{ fileList: FileStatus[] }>;
  callFunction(input: { name: string; data: unknown }): Promise<unknown>;
};

export type SdkOptions = {
  env: string;
  secretId: string;
  secretKey: string;
  sessionToken?: string;
  region: string;
  proxy?: string;
  /** The service's URL, when it is not the public one. */
  serviceUrl?: string;
};

/** Opens the SDK of functions outside of a function, with the keys of the account. */
export function openSdk(options: SdkOptions): CloudSdk {
  runOutside();
  const sdk = wxServerSdk as unknown as { createNewInstance(options: SdkOptions): CloudSdk };
  return sdk.createNewInstance(options);
}
