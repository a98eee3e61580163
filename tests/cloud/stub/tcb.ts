import { EJSON } from 'bson';
import type { Document } from 'bson';
import { Query } from 'mingo';
import { Refusal } from './model';
import type { StubCollection, StubEnvironment } from './model';

type Params = Record<string, unknown>;
type Handler = (environment: StubEnvironment, params: Params) => object;

const maxPage = 100;
const maxAnswerBytes = 1024 * 1024;
/** How often a new collection refuses its first index. */
const notReadyFor = 3;
const tags = ['ADMINONLY', 'ADMINWRITE', 'PRIVATE', 'READONLY', 'CUSTOM'];

/** The actions of `tcb.tencentcloudapi.com` that the commands use, as far as they are documented. */
export const tcbActions: Record<string, Handler> = {
  DescribeEnvInfo: ({ envId, alias, status, bucket }) => ({
    EnvInfo: {
      EnvBaseInfo: {
        EnvId: envId,
        Alias: alias,
        Status: status,
        PackageName: '个人版',
        Region: 'ap-shanghai',
        Databases: [{ InstanceId: 'tnt-stub', Status: 'RUNNING', Region: 'ap-shanghai' }],
        Storages: [{ Bucket: bucket, Region: 'ap-shanghai', AppId: '1250000000' }],
        Functions: [{ Namespace: envId, Region: 'ap-shanghai' }],
        LogServices: [{ LogsetId: 'logset', TopicId: 'topic' }],
      },
    },
  }),

  ListTables({ collections }, { MgoLimit: limit, MgoOffset: offset }) {
    const names = [...collections.keys()].sort();
    const from = Number(offset ?? 0);
    const page = names.slice(from, from + Math.min(Number(limit ?? maxPage), maxPage));
    return {
      Tables: page.map((name) => ({
        TableName: name,
        Count: collections.get(name)?.rows.length,
        IndexCount: 1,
      })),
      Pager: { Offset: from, Limit: limit, Total: names.length },
    };
  },

  CreateTable({ collections, envId }, { TableName: name, PermissionInfo: permission }) {
    const table = text(name);
    if (collections.has(table)) throw new Refusal('ResourceInUse', `table ${table} already exists`);
    const info = permission as { AclTag?: string; EnvId?: string } | undefined;
    if (info !== undefined && info.EnvId !== envId) throw invalid('PermissionInfo.EnvId');
    collections.set(table, {
      rows: [],
      indexes: [],
      permission: { tag: info?.AclTag ?? 'PRIVATE' },
      notReadyFor,
    });
    return {};
  },

  DeleteTable(environment, params) {
    collectionOf(environment, params['TableName']);
    environment.collections.delete(text(params['TableName']));
    return {};
  },

  DescribeTable(environment, params) {
    const { indexes } = collectionOf(environment, params['TableName']);
    const id = { Name: '_id_', Unique: true, Keys: [{ Name: '_id', Direction: '1' }] };
    const others = indexes.map(({ name, keys, isUnique }) => ({
      Name: name,
      Size: 4096,
      Unique: isUnique,
      Keys: keys.map((key) => ({ Name: key.name, Direction: key.direction })),
      Accesses: { Ops: 0, Since: '2026-01-01T00:00:00+08:00' },
    }));
    return { Indexes: [id, ...others], IndexNum: others.length + 1 };
  },

  UpdateTable(environment, params) {
    const collection = collectionOf(environment, params['TableName']);
    if (collection.notReadyFor > 0) {
      collection.notReadyFor -= 1;
      throw new Refusal('FailedOperation', 'the table is not ready');
    }
    for (const index of params['CreateIndexes'] as CreateIndex[]) createIndex(collection, index);
    return {};
  },

  DescribeSafeRule(environment, params) {
    const { tag, rule } = collectionOf(environment, params['CollectionName']).permission;
    return { AclTag: tag, ...(rule === undefined ? {} : { Rule: rule }) };
  },

  ModifySafeRule(environment, params) {
    collectionOf(environment, params['CollectionName']).permission = permissionOf(params);
    return {};
  },

  DescribeStorageSafeRule({ storagePermission: { tag, rule } }) {
    return { AclTag: tag, Rule: rule ?? null };
  },

  ModifyStorageSafeRule(environment, params) {
    if (params['Bucket'] !== environment.bucket) throw invalid('Bucket');
    environment.storagePermission = permissionOf(params);
    return {};
  },

  DescribeResourcePermission({ functionRules }, { ResourceType: type }) {
    if (type !== 'function') throw invalid('ResourceType');
    const list =
      functionRules === null
        ? []
        : [{ ResourceType: 'function', Permission: 'CUSTOM', SecurityRule: functionRules }];
    return { Data: { TotalCount: list.length, PermissionList: list } };
  },

  ModifyResourcePermission(environment, params) {
    if (params['ResourceType'] !== 'function' || params['Permission'] !== 'CUSTOM') {
      throw invalid('Permission');
    }
    const rule = text(params['SecurityRule']);
    if ((JSON.parse(rule) as Params)['*'] === undefined) throw invalid('SecurityRule');
    environment.functionRules = rule;
    return { Data: { Success: true } };
  },

  ListFunctions({ functions }, { Limit: limit, Offset: offset }) {
    const names = [...functions.keys()].sort();
    const from = Number(offset ?? 0);
    const page = names.slice(from, from + Number(limit ?? 20));
    return {
      Functions: page.map((name) => ({
        FunctionName: name,
        Runtime: functions.get(name)?.runtime,
      })),
      TotalCount: names.length,
    };
  },

  RunCommands(environment, params) {
    const commands = params['MgoCommands'] as {
      TableName: string;
      CommandType: string;
      Command: string;
    }[];
    return {
      Data: commands.map(({ TableName: table, CommandType: type, Command: command }) => {
        const collection = collectionOf(environment, table);
        return runCommand(collection, type, EJSON.parse(command, { relaxed: false }) as Document);
      }),
    };
  },
};

type CreateIndex = {
  IndexName: string;
  MgoKeySchema: { MgoIsUnique: boolean; MgoIndexKeys: { Name: string; Direction: string }[] };
};

function createIndex(collection: StubCollection, { IndexName, MgoKeySchema }: CreateIndex): void {
  if (collection.indexes.some(({ name }) => name === IndexName)) {
    throw new Refusal('ResourceInUse', `index ${IndexName} already exists`);
  }
  const index = {
    name: IndexName,
    keys: MgoKeySchema.MgoIndexKeys.map((key) => ({ name: key.Name, direction: key.Direction })),
    isUnique: MgoKeySchema.MgoIsUnique,
  };
  if (index.isUnique)
    requireUnique(
      collection.rows,
      index.keys.map(({ name }) => name),
      IndexName,
    );
  collection.indexes.push(index);
}

function requireUnique(rows: Document[], fields: string[], index: string): void {
  const seen = new Set<string>();
  for (const row of rows) {
    const key = JSON.stringify(fields.map((field) => (row[field] as unknown) ?? null));
    if (seen.has(key)) {
      throw new Refusal(
        'FailedOperation',
        `E11000 duplicate key error index: ${index} dup key: ${key}`,
      );
    }
    seen.add(key);
  }
}

function runCommand(collection: StubCollection, type: string, command: Document): string {
  const { rows } = collection;
  switch (type) {
    case 'QUERY': {
      const query = new Query(toPlain(command['filter'] as Document));
      const direction = Number((command['sort'] as { _id?: unknown } | undefined)?._id ?? 0);
      const found = rows
        .filter((row) => query.test(toPlain(row)))
        .sort((a, b) => direction * compareIds(a['_id'], b['_id']))
        .slice(0, Number(command['limit']));
      const texts = found.map((row) => EJSON.stringify(row, { relaxed: false }));
      if (Buffer.byteLength(texts.join()) > maxAnswerBytes) {
        throw new Refusal('FailedOperation', 'the response size exceeds the limit');
      }
      return JSON.stringify(texts);
    }
    case 'INSERT': {
      const added = command['documents'] as Document[];
      for (const row of added) {
        requireUnique([...rows, row], ['_id'], '_id_');
        for (const { name, keys, isUnique } of collection.indexes) {
          const fields = keys.map((key) => key.name);
          if (isUnique) requireUnique([...rows, row], fields, name);
        }
        // Rows before the refused one remain.
        rows.push(row);
      }
      return EJSON.stringify({ n: added.length, ok: 1 });
    }
    case 'UPDATE': {
      const [update] = command['updates'] as { q: Document; u: Document }[];
      const query = new Query(toPlain(update?.q ?? {}));
      const at = rows.findIndex((row) => query.test(toPlain(row)));
      if (at >= 0) rows[at] = update?.u ?? {};
      return EJSON.stringify({ n: at >= 0 ? 1 : 0, ok: 1 });
    }
    default:
      throw invalid('CommandType');
  }
}

/** Converts EJSON numbers to JavaScript numbers; stored rows keep the types that were sent. */
export function toPlain(row: Document): Document {
  return EJSON.parse(EJSON.stringify(row, { relaxed: true }), { relaxed: true }) as Document;
}

/** Texts sort by their bytes, before ids of other types. */
function compareIds(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') {
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
  }
  return Number(typeof a !== 'string') - Number(typeof b !== 'string');
}

function permissionOf(params: Params): { tag: string; rule?: string } {
  const tag = text(params['AclTag']);
  if (!tags.includes(tag)) throw invalid('AclTag');
  if (tag !== 'CUSTOM') return { tag };
  const rule = text(params['Rule']);
  JSON.parse(rule);
  return { tag, rule };
}

function collectionOf({ collections }: StubEnvironment, name: unknown): StubCollection {
  const found = collections.get(text(name));
  if (found === undefined) throw new Refusal('ResourceNotFound', `table ${text(name)} not exist`);
  return found;
}

export function text(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw invalid('a text');
  return value;
}

export function invalid(what: string): Refusal {
  return new Refusal('InvalidParameter', `${what} is not valid`);
}
