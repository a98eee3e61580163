import { join } from 'node:path';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { createWechat } from '../providers/wechat/wechat';
import type { Wechat } from '../providers/wechat/wechat';
import { createClock } from './clock';
import type { Clock } from './clock';
import { createDatabase } from './database/database';
import type { Database } from './database/database';
import { createJournal } from './database/journal';
import { createFaults } from './faults/faults';
import type { Faults } from './faults/faults';
import { callFromFunction } from './functions/from-function';
import { createFunctions } from './functions/functions';
import type { Functions } from './functions/functions';
import type { Invocation } from './functions/invocation';
import { toFileId } from './identity';
import { createLogs } from './logs/logs';
import type { Logs } from './logs/logs';
import { createMediaChecks } from './openapi/media-check';
import type { MediaChecks } from './openapi/media-check';
import { createOpenApi } from './openapi/openapi';
import { createSubscribeMessages } from './openapi/subscribe-message';
import type { SubscribeMessages } from './openapi/subscribe-message';
import { createOutbox } from './outbox/outbox';
import type { Outbox } from './outbox/outbox';
import { createPlan } from './plan/plan';
import type { Plan } from './plan/plan';
import { findProduct } from './products';
import { createPushes } from './push/pushes';
import type { Pushes } from './push/pushes';
import { openFunctionPermission } from './rules/function-rules';
import type { FunctionPermission } from './rules/function-rules';
import { openStoragePermission } from './rules/storage-rules';
import type { StoragePermission } from './rules/storage-rules';
import { openSettings } from './settings';
import { createDiskFiles } from './storage/disk-files';
import { createMemoryFiles } from './storage/files';
import { createStorage } from './storage/storage';
import type { Storage } from './storage/storage';
import { createTransfer } from './storage/transfer';
import type { Transfer } from './storage/transfer';
import { readSeedFiles, readTemplates, resolveSeed } from './templates';
import type { CollectionTemplate } from './templates';
import { createTimers } from './timers/timers';
import type { Timers } from './timers/timers';
import { createWireHandler } from './wire/handler';
import type { WireHandler } from './wire/handler';

export type CloudOptions = {
  /** Folder of the deployed bundles, `dist/cloudfunctions`. */
  functionsFolder: string;
  /** Folder of the collection templates; absent: no collections. */
  templatesFolder?: string;
  /** Where the data are kept between runs; null keeps everything in memory. */
  dataFolder: string | null;
  /** Address of the gateway for functions and temp URLs. */
  gatewayUrl: () => string;
  /** Values for the environment variables that functions request in their config.json. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** Hosts that every function may reach, besides this machine and the hosts named by its variables. */
  allowedHosts?: string[];
  /** The Node binary that runs functions, one process per instance; absent: worker threads of this process. */
  node?: string | null;
  maxInstances?: number;
  idleSeconds?: number;
  /** Whether timers fire on schedule; they can always be triggered by hand. */
  automaticTimers?: boolean;
  /** How long WeChat usually takes to push a message, on the business clock. */
  pushDelayMs?: number;
  sleep?: (milliseconds: number) => Promise<void>;
};

export type Cloud = {
  clock: Clock;
  faults: Faults;
  /** Limits of a purchased plan; none until they are set. */
  plan: Plan;
  logs: Logs;
  outbox: Outbox;
  pushes: Pushes;
  mediaChecks: MediaChecks;
  subscribeMessages: SubscribeMessages;
  /** WeChat's server: codes of `wx.login`, sessions, payments. */
  wechat: Wechat;
  database: Database;
  storage: Storage;
  transfer: Transfer;
  functions: Functions;
  timers: Timers;
  templates: CollectionTemplate[];
  /** What phones may do with files and functions. */
  permissions: { storage: StoragePermission; functions: FunctionPermission };
  wire: WireHandler;
  /** Resets to the declared collections, empty or with their seed rows; clears the clock's offset and all faults. */
  reset(options: { seed: boolean }): void;
  close(): Promise<void>;
};

/** The services, without HTTP. */
export function createCloud(options: CloudOptions): Cloud {
  const { dataFolder, templatesFolder, gatewayUrl } = options;
  const sleep = options.sleep ?? ((milliseconds: number) => sleepFor(milliseconds));
  const settings = openSettings(dataFolder);
  const clock = createClock(settings.offsetMs);
  clock.onChange(() => settings.save(clock.offsetMs));

  const faults = createFaults();
  const plan = createPlan();
  const logs = createLogs();
  const outboxFile = dataFolder === null ? null : join(dataFolder, 'outbox.json');
  const outbox = createOutbox(() => clock.now(), outboxFile);
  const journal = dataFolder === null ? null : createJournal(join(dataFolder, 'database'));
  const database = createDatabase({ now: () => clock.now(), journal });
  const files = dataFolder === null ? createMemoryFiles() : createDiskFiles(dataFolder);
  const storage = createStorage({ files, clock, gatewayUrl, secret: settings.secret });
  const functions = createFunctions({
    folder: options.functionsFolder,
    clock,
    faults,
    logs,
    plan,
    gatewayUrl,
    environment: options.environment ?? {},
    allowedHosts: options.allowedHosts ?? [],
    node: options.node ?? null,
    maxInstances: options.maxInstances ?? 16,
    idleSeconds: options.idleSeconds ?? 60,
    sleep,
  });
  const delayMs = options.pushDelayMs ?? 1000;
  const pushes = createPushes({
    ...{ outbox, functions, clock, delayMs },
    onAcknowledged: (id) => wechat.acknowledged(id),
  });
  const wechat = createWechat({
    now: () => clock.now(),
    file: dataFolder === null ? null : join(dataFolder, 'wechat.json'),
    findProduct: (id) => findProduct(database, id),
    send: (message, wait) => pushes.send(message, wait)?.id ?? null,
    deliver: (message) => pushes.deliver(message),
  });
  const mediaChecks = createMediaChecks({
    now: () => clock.now(),
    lastCallAt: (openid) => functions.lastCallAt(openid),
    isReadable: (url) => isReadable(url, gatewayUrl()),
    send: (message, wait) => void pushes.send(message, wait),
    deliver: (message) => pushes.deliver(message),
  });
  const subscribeMessages = createSubscribeMessages({
    outbox,
    now: () => clock.now(),
    send: (message) => void pushes.send(message),
  });
  const timers = createTimers(functions, clock, options.automaticTimers ?? false);
  function report(message: string, invocation: Invocation | null): void {
    console.error(message);
    if (invocation === null) return;
    const { definition, requestId } = invocation;
    const row = { time: clock.now(), function: definition.name, requestId, message };
    logs.add({ ...row, level: 'error' });
    invocation.logs.push({ ...row, level: 'error' });
  }

  const wire = createWireHandler({
    services: {
      database: ({ action, fields }) => database.handle(action, fields),
      storage: (request) => storage.handle(request),
      functions: callFromFunction(functions),
      openapi: createOpenApi({ mediaChecks, subscribeMessages, report }),
    },
    faults,
    plan,
    invocation: (token) => functions.invocation(token),
    sleep,
  });

  const templates = templatesFolder === undefined ? [] : readTemplates(templatesFolder);
  const permissions = {
    storage: openStoragePermission(templatesFolder),
    functions: openFunctionPermission(templatesFolder),
  };
  const seedFiles = templatesFolder === undefined ? [] : readSeedFiles(templatesFolder);

  function declare(): void {
    for (const { collection, indexes } of templates) {
      database.createCollection(collection);
      for (const index of indexes) database.declareIndex(collection, index);
    }
  }

  function seed(): void {
    for (const { path, bytes } of seedFiles) {
      if (storage.find(path) === null) storage.put(path, null, bytes);
    }
    for (const template of templates) {
      const absent = template.seed.filter(
        ({ _id }) =>
          database.find(template.collection, { query: { _id: _id ?? null } }).total === 0,
      );
      database.put(
        template.collection,
        absent.map((row) => resolveSeed(row, toFileId)),
      );
    }
  }

  declare();
  seed();

  return {
    clock,
    faults,
    plan,
    logs,
    outbox,
    pushes,
    mediaChecks,
    subscribeMessages,
    wechat,
    database,
    storage,
    transfer: createTransfer(storage, faults, sleep),
    functions,
    timers,
    templates,
    permissions,
    wire,
    reset(how) {
      database.reset();
      storage.clear();
      outbox.clear();
      logs.clear();
      faults.clear();
      plan.set(null);
      functions.tellFaults();
      mediaChecks.setRules([]);
      wechat.reset();
      clock.setOffset(0);
      declare();
      if (how.seed) seed();
    },
    async close() {
      timers.close();
      pushes.close();
      await functions.close();
      database.close();
    },
  };
}

/**
 * Whether the picture can be downloaded, as WeChat would try. Only URLs of this cloud are requested; all others count
 * as readable.
 */
async function isReadable(url: string, gatewayUrl: string): Promise<boolean> {
  if (!url.startsWith(`${gatewayUrl}/`)) return true;
  const response = await fetch(url).catch(() => null);
  await response?.body?.cancel();
  return response?.ok === true;
}
