import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Database } from '../../../devtools/emulator/database/database';
import type { SdkDatabase } from '../../../scripts/conformance/sdk';
import { startTestCloud } from '../../support/cloud';

export type {
  Aggregate,
  CollectionReference,
  Commands,
  DocumentReference,
  Query,
  SdkDatabase,
  Transaction,
} from '../../../scripts/conformance/sdk';

type Sdk = { init(options: object): void; database(options?: object): SdkDatabase };

/** The unmodified SDK in this process, connected to its own gateway. */
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
