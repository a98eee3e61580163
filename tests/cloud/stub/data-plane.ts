import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../../devtools/emulator/database/database';
import { bucket as localBucket, environmentId } from '../../../devtools/emulator/identity';
import { startCloud } from '../../../devtools/emulator/server';
import type { StubEnvironment } from './model';
import type { Request, Response } from './proxy';
import { toPlain } from './tcb';

/** Serves the SDK of functions with the local cloud, under the names of the stub environment. */
export type DataPlane = {
  database: Database;
  answer(request: Request): Promise<Response>;
  close(): Promise<void>;
};

export async function openDataPlane(environment: StubEnvironment): Promise<DataPlane> {
  const functionsFolder = mkdtempSync(join(tmpdir(), 'data-plane-'));
  const running = await startCloud({ port: 0, functionsFolder, dataFolder: null });
  const { database } = running.cloud;
  const mirror = createMirror(environment, database);
  const names = [
    [environment.bucket, localBucket],
    [environment.envId, environmentId],
  ] as const;
  const inward = (text: string) =>
    names.reduce((body, [ours, local]) => body.replaceAll(ours, local), text);
  const outward = (text: string) =>
    names.reduce((body, [ours, local]) => body.replaceAll(local, ours), text);
  return {
    database,
    async answer({ host, method, path, query, headers, body }) {
      mirror();
      const isFile = host === '127.0.0.1';
      const address = `${running.url}${isFile ? path : '/admin'}?${query.toString()}`;
      const response = await fetch(address, {
        method,
        headers: { 'content-type': headers['content-type'] ?? 'application/octet-stream' },
        ...(method === 'GET' ? {} : { body: isFile ? new Uint8Array(body) : inward(String(body)) }),
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      return {
        status: response.status,
        headers: { 'content-type': response.headers.get('content-type') ?? '' },
        body: isFile ? bytes : outward(bytes.toString()),
      };
    },
    async close() {
      await running.close();
      rmSync(functionsFolder, { recursive: true, force: true });
    },
  };
}

/** Copies collections, indexes and new rows from the control plane. */
function createMirror(environment: StubEnvironment, database: Database): () => void {
  const copied = new Map<string, number>();
  return () => {
    const { collections } = environment;
    for (const name of database.collections()) {
      if (collections.has(name)) continue;
      database.drop(name);
      copied.delete(name);
    }
    for (const [name, { indexes, rows }] of collections) {
      database.createCollection(name);
      const standing = database.indexes(name).map((index) => index.name);
      for (const { name: index, keys, isUnique } of indexes) {
        if (standing.includes(index)) continue;
        const fields = keys.map((key) => (key.direction === '-1' ? `-${key.name}` : key.name));
        database.declareIndex(name, { name: index, fields, unique: isUnique });
      }
      if (copied.get(name) === rows.length) continue;
      database.put(name, rows.map(toPlain));
      copied.set(name, rows.length);
    }
  };
}
