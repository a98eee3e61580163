import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentId, region } from '../../devtools/emulator/identity';
import { startCloud } from '../../devtools/emulator/server';
import { indexesOf, parts } from './case';
import type { World } from './case';
import { openSdk } from './sdk';

export type OpenWorld = { world: World; close: () => Promise<void> };

/** A fresh local cloud with the cases' collections; `url` is the SDK's endpoint. */
export async function openLocalWorld(): Promise<OpenWorld & { url: string }> {
  const functionsFolder = mkdtempSync(join(tmpdir(), 'conformance-functions-'));
  const running = await startCloud({ port: 0, functionsFolder, dataFolder: null });
  const { database } = running.cloud;
  for (const part of parts) database.createCollection(part);
  const sdk = openSdk({
    env: environmentId,
    region,
    secretId: 'local-secret-id',
    secretKey: 'local-secret-key',
    serviceUrl: `${running.url}/admin`,
  });
  const db = sdk.database();
  return {
    url: running.url,
    world: {
      sdk,
      db,
      command: db.command,
      nameOf: (part) => part,
      collection: (part) => db.collection(part),
      pathOf: (name) => `private/conformance/${name}`,
      createIndexes(part) {
        for (const index of indexesOf[part]) {
          database.declareIndex(part, { ...index, unique: index.isUnique });
        }
        return Promise.resolve(null);
      },
    },
    async close() {
      await running.close();
      rmSync(functionsFolder, { recursive: true, force: true });
    },
  };
}
