import { EJSON } from 'bson';
import { z } from 'zod';
import { ApiError } from '../api';
import type { CloudApi } from '../api';
import type { Environment } from './environment';

export type Index = { name: string; fields: string[]; isUnique: boolean };
export type Collection = { name: string; rowCount: number };
/** `rule` is present only with the tag `CUSTOM`. */
export type Permission = { tag: string; rule: string | null };
export type Row = { _id: string } & Record<string, unknown>;

const pageSize = 100;
const Nothing = z.object({});
const Tables = z.object({
  Tables: z.array(z.object({ TableName: z.string(), Count: z.number().nullish() })).nullish(),
  Pager: z.object({ Total: z.number() }),
});
const Table = z.object({
  Indexes: z
    .array(
      z.object({
        Name: z.string(),
        Unique: z.boolean().nullish(),
        Keys: z.array(z.object({ Name: z.string(), Direction: z.string() })),
      }),
    )
    .nullish(),
});
const SafeRule = z.object({ AclTag: z.string(), Rule: z.string().nullish() });
const CommandResults = z.object({ Data: z.array(z.string()).nullish() });

/** The document database of an environment, through the control plane. */
export type DatabaseAccount = ReturnType<typeof openDatabase>;

export function openDatabase(api: CloudApi, { envId, databaseId }: Environment) {
  const connector = {
    EnvId: envId,
    MongoConnector: { InstanceId: 'flexdb', DatabaseName: databaseId },
  };

  const runCommand = async (
    collection: string,
    type: 'QUERY' | 'INSERT' | 'UPDATE',
    command: Record<string, unknown>,
  ): Promise<string[]> => {
    return runText(collection, type, EJSON.stringify(command, { relaxed: true }));
  };

  const runText = async (collection: string, type: string, Command: string): Promise<string[]> => {
    const { Data: data } = await api.call(
      'tcb',
      'RunCommands',
      { ...connector, MgoCommands: [{ TableName: collection, CommandType: type, Command }] },
      CommandResults,
    );
    return data ?? [];
  };

  return {
    async listCollections(): Promise<Collection[]> {
      const found: Collection[] = [];
      for (let total = 1; found.length < total;) {
        const page = await api.call(
          'tcb',
          'ListTables',
          { ...connector, MgoLimit: pageSize, MgoOffset: found.length },
          Tables,
        );
        const tables = page.Tables ?? [];
        found.push(
          ...tables.map((table) => ({ name: table.TableName, rowCount: table.Count ?? 0 })),
        );
        total = tables.length === 0 ? 0 : page.Pager.Total;
      }
      return found;
    },

    /** Creates a collection that is closed to phones; its permission is set afterwards. */
    async createCollection(name: string): Promise<void> {
      const PermissionInfo = { AclTag: 'ADMINONLY', EnvId: envId };
      const params = { ...connector, TableName: name, PermissionInfo };
      await ignoring(isExisting, () => api.call('tcb', 'CreateTable', params, Nothing));
    },

    /**
     * Removes a collection with its rows. Only for collections that a command created itself; a missing one is not an
     * error.
     */
    async removeCollection(name: string): Promise<void> {
      const isGone = ({ code }: ApiError) => code.startsWith('ResourceNotFound');
      const params = { ...connector, TableName: name };
      await ignoring(isGone, () => api.call('tcb', 'DeleteTable', params, Nothing));
    },

    async listIndexes(collection: string): Promise<Index[]> {
      const params = { ...connector, TableName: collection };
      const { Indexes: indexes } = await api.call('tcb', 'DescribeTable', params, Table);
      return (indexes ?? []).map(({ Name: name, Unique: unique, Keys: keys }) => ({
        name,
        isUnique: unique === true,
        fields: keys.map((key) => (key.Direction === '-1' ? `-${key.Name}` : key.Name)),
      }));
    },

    async createIndex(collection: string, { name, fields, isUnique }: Index): Promise<void> {
      const keys = fields.map((field) => ({
        Name: field.replace(/^-/, ''),
        Direction: field.startsWith('-') ? '-1' : '1',
      }));
      const MgoKeySchema = { MgoIsUnique: isUnique, MgoIndexKeys: keys };
      const CreateIndexes = [{ IndexName: name, MgoKeySchema }];
      const params = { ...connector, TableName: collection, CreateIndexes };
      await ignoring(isExisting, () => api.call('tcb', 'UpdateTable', params, Nothing));
    },

    async readPermission(collection: string): Promise<Permission> {
      const params = { EnvId: envId, CollectionName: collection };
      const found = await api.call('tcb', 'DescribeSafeRule', params, SafeRule);
      return { tag: found.AclTag, rule: found.AclTag === 'CUSTOM' ? (found.Rule ?? null) : null };
    },

    async writePermission(collection: string, { tag, rule }: Permission): Promise<void> {
      const params = { EnvId: envId, CollectionName: collection, AclTag: tag, Rule: rule };
      await api.call('tcb', 'ModifySafeRule', params, Nothing);
    },

    /** The ids and seed versions of those rows that exist. */
    async findRows(
      collection: string,
      ids: string[],
    ): Promise<{ id: string; seedVersion: number }[]> {
      const [result = '[]'] = await runCommand(collection, 'QUERY', {
        find: collection,
        filter: { _id: { $in: ids } },
        projection: { _id: 1, seedVersion: 1 },
        limit: ids.length,
      });
      const rows = z.array(z.string()).parse(JSON.parse(result));
      return rows.map((row) => {
        const { _id, seedVersion } = StandingRow.parse(EJSON.parse(row, { relaxed: true }));
        return { id: _id, seedVersion };
      });
    },

    /** Rows as canonical EJSON, ordered by id. */
    async readRows(
      collection: string,
      filter: Record<string, unknown>,
      { direction, limit }: { direction: 1 | -1; limit: number },
    ): Promise<string[]> {
      const command = { find: collection, filter, sort: { _id: direction }, limit };
      const [result = '[]'] = await runCommand(collection, 'QUERY', command);
      const rows = z.array(z.string()).parse(JSON.parse(result));
      return rows.map((row) =>
        EJSON.stringify(EJSON.parse(row, { relaxed: false }), { relaxed: false }),
      );
    },

    /** Adds rows given as canonical EJSON, so that every value keeps its type. */
    async insertRows(collection: string, rows: readonly string[]): Promise<void> {
      const command = `{"insert":${JSON.stringify(collection)},"documents":[${rows.join(',')}]}`;
      await runText(collection, 'INSERT', command);
    },

    async overwriteRow(collection: string, id: string, row: string): Promise<void> {
      const update = `{"q":{"_id":${JSON.stringify(id)}},"u":${row},"multi":false}`;
      const command = `{"update":${JSON.stringify(collection)},"updates":[${update}]}`;
      await runText(collection, 'UPDATE', command);
    },

    /** Adds a row unless its id exists. */
    async insertRow(collection: string, row: Row): Promise<void> {
      const command = { insert: collection, documents: [row] };
      await ignoring(isDuplicate, () => runCommand(collection, 'INSERT', command));
    },

    /** Replaces the row unless its seed version has changed since it was read. */
    async replaceRow(collection: string, row: Row, standingVersion: number): Promise<void> {
      const version = standingVersion === 0 ? { $in: [0, null] } : standingVersion;
      const update = { q: { _id: row._id, seedVersion: version }, u: row, multi: false };
      await runCommand(collection, 'UPDATE', { update: collection, updates: [update] });
    },
  };
}

const StandingRow = z.object({ _id: z.string(), seedVersion: z.number().catch(0) });

/** Ignores the error that means that an earlier attempt, whose reply was lost, has succeeded. */
async function ignoring(
  isHarmless: (error: ApiError) => boolean,
  step: () => Promise<unknown>,
): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof ApiError) || !isHarmless(error)) throw error;
  }
}

function isExisting({ code, message }: ApiError): boolean {
  return /^ResourceInUse|^ResourceExist/.test(code) || /already exists/i.test(message);
}

export function isDuplicate({ message }: ApiError): boolean {
  return /E11000|duplicate key/i.test(message);
}
