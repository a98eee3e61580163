import { createDatabase } from '../../../devtools/emulator/database/database';
import type { Database } from '../../../devtools/emulator/database/database';
import {
  parseRecord,
  stringifyEntry,
  stringifyRecord,
} from '../../../devtools/emulator/database/journal-format';
import type { Journal } from '../../../devtools/emulator/database/journal-format';
import type { CloudCall } from '../../../devtools/emulator/faults/faults';
import { toFileId } from '../../../devtools/emulator/identity';
import { createMediaChecks } from '../../../devtools/emulator/openapi/media-check';
import type { MediaCheckRule, MediaChecks } from '../../../devtools/emulator/openapi/media-check';
import { createOpenApi } from '../../../devtools/emulator/openapi/openapi';
import type { PushMessage } from '../../../devtools/emulator/push/message';
import { createMemoryFiles } from '../../../devtools/emulator/storage/files';
import type { Files } from '../../../devtools/emulator/storage/files';
import { createStorage } from '../../../devtools/emulator/storage/storage';
import { createTransfer } from '../../../devtools/emulator/storage/transfer';
import type { Transfer } from '../../../devtools/emulator/storage/transfer';
import { resolveSeed } from '../../../devtools/emulator/templates';
import type { CollectionTemplate } from '../../../devtools/emulator/templates';
import { createSubscribeMessages } from '../../../devtools/emulator/openapi/subscribe-message';
import type { SubscribeMessages } from '../../../devtools/emulator/openapi/subscribe-message';
import { createOutbox } from '../../../devtools/emulator/outbox/outbox';
import type { Outbox } from '../../../devtools/emulator/outbox/outbox';
import { createWireHandler } from '../../../devtools/emulator/wire/handler';
import type { WireHandler } from '../../../devtools/emulator/wire/handler';
import type { Invocation } from '../../../devtools/emulator/functions/invocation';
import type { FaultStrike } from './faults';
import { createJobWrites } from './job-writes';
import type { JobWrite } from './job-writes';
import { gatewayOrigin } from './deployment';
import type { VirtualTime } from './time';

/** Decides on the fault of the call that the emulator is about to serve. */
export type Judge = (call: CloudCall) => FaultStrike['rule'];

/** The emulator's services in virtual time, assembled as in the local cloud. */
export type Backend = {
  readonly database: Database;
  readonly files: Files;
  readonly wire: WireHandler;
  readonly transfer: Transfer;
  /** Increases with every restart, which cuts off calls in flight. */
  readonly epoch: number;
  /** Loses everything that is not in the journal, as a crash does. */
  restart(): void;
  /** WeChat's messages to users: consents, and messages sent. */
  readonly messages: SubscribeMessages;
  readonly outbox: Outbox;
  /** All changes of jobs so far. */
  readonly jobWrites: readonly JobWrite[];
};

export type BackendOptions = {
  time: VirtualTime;
  templates: CollectionTemplate[];
  /** Only for scenarios that restart the emulator: a journal takes time. */
  isJournaled: boolean;
  judge: Judge;
  invocation: (token: unknown) => Invocation | null;
  /** Sends a push to the function that receives it, with the delay and the retries of WeChat. */
  push: (message: PushMessage) => void;
  /** Delivers a push once, without delay. */
  deliver: (message: PushMessage) => Promise<void>;
  /** The verdict on the next picture and how its push arrives; null: it passes, and the push arrives normally. */
  mediaRule: () => MediaCheckRule | null;
};

const optionCollections = new Set(['characters', 'styles', 'emotions', 'sizes']);
const settings = new Set(['api_configs', 'plans', 'plan_features', 'app_config']);

export function createBackend(options: BackendOptions): Backend {
  const { time, templates, judge } = options;
  const lines: string[] = [];
  const files = createMemoryFiles();
  const outbox = createOutbox(() => time.now(), null);
  const messages = createSubscribeMessages({ outbox, now: () => time.now(), send: options.push });
  const jobWrites = createJobWrites();
  let epoch = 0;
  let services = open();
  declare();

  function ruledMediaChecks(): MediaChecks {
    const mediaChecks = createMediaChecks({
      now: () => time.now(),
      lastCallAt: () => time.now(),
      isReadable: () => Promise.resolve(true),
      send: options.push,
      deliver: options.deliver,
    });
    return {
      ...mediaChecks,
      check(input) {
        const rule = options.mediaRule();
        mediaChecks.setRules(rule === null ? [] : [{ ...rule, times: 1 }]);
        return mediaChecks.check(input);
      },
    };
  }

  function open() {
    const database = createDatabase({
      now: () => time.now(),
      journal: options.isJournaled ? journalOf(lines) : null,
      delay: (milliseconds) => time.sleep(milliseconds),
      setTimer: (callback, milliseconds) => time.after(milliseconds, callback),
    });
    jobWrites.observe(database);
    const clock = {
      now: () => time.now(),
      offsetMs: 0,
      setOffset: () => undefined,
      setNow: () => undefined,
      onChange: () => () => undefined,
    };
    const storage = createStorage({
      files,
      clock,
      gatewayUrl: () => gatewayOrigin,
      secret: 'a secret of no value',
    });
    const faults = {
      set: () => undefined,
      clear: () => undefined,
      list: () => [],
      concerns: () => true,
      strike: judge,
    };
    const sleep = (milliseconds: number): Promise<void> => time.sleep(milliseconds);
    const wire = createWireHandler({
      services: {
        database: ({ action, fields }) =>
          jobWrites.during(String(fields['wxCloudApiToken']), () =>
            database.handle(action, fields),
          ),
        storage: (request) => storage.handle(request),
        functions: () => Promise.reject(new Error('No function calls another one.')),
        openapi: createOpenApi({
          subscribeMessages: messages,
          mediaChecks: ruledMediaChecks(),
          report: (message) => {
            throw new Error(message);
          },
        }),
      },
      faults,
      invocation: options.invocation,
      sleep,
    });
    return { database, wire, transfer: createTransfer(storage, faults, sleep) };
  }

  function declare(): void {
    const { database } = services;
    for (const { collection, indexes, seed } of templates) {
      database.createCollection(collection);
      for (const index of indexes) database.declareIndex(collection, index);
      // A few rows of each are enough to build a prompt.
      const rowCount = optionCollections.has(collection) ? 6 : 0;
      const rows = settings.has(collection) ? seed : seed.slice(0, rowCount);
      database.put(
        collection,
        rows.map((row) => resolveSeed(row, toFileId)),
      );
    }
  }

  return {
    get database() {
      return services.database;
    },
    get wire() {
      return services.wire;
    },
    get transfer() {
      return services.transfer;
    },
    get epoch() {
      return epoch;
    },
    files,
    messages,
    outbox,
    jobWrites: jobWrites.list,
    restart() {
      epoch += 1;
      services = open();
    },
  };
}

function journalOf(lines: string[]): Journal {
  return {
    *load() {
      for (const line of [...lines]) yield parseRecord(line);
    },
    start: () => undefined,
    append: (record) => void lines.push(stringifyRecord(record)),
    replace(entries) {
      const all = [...entries].map(stringifyEntry).join(',');
      lines.splice(0, lines.length, `{"sequence":0,"entries":[${all}]}\n`);
    },
    close: () => undefined,
  };
}
