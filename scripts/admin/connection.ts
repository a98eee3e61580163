import { systemClock } from '../../cloudfunctions/shared/clock';
import type { Clock } from '../../cloudfunctions/shared/domain/time/clock';
import type { Database } from '../../cloudfunctions/shared/data/core/database';
import type { AdminDatabase } from '../../cloudfunctions/shared/integrity/admin-database';
import { createMissingFiles } from '../../cloudfunctions/shared/data/core/missing-files';
import type { MissingFiles } from '../../cloudfunctions/shared/data/core/missing-files';
import { readCredentials, readRoute } from '../cloud/credentials';
import { runOutside } from '../cloud/outside';
import { readVariables } from '../cloud/variables';
import { callLocalCloud, LocalCloudError, localCloudUrl } from '../local/cloud';
import { AdminError } from './errors';

/** The cloud that an admin tool works on, local or real, through the same SDK. */
export type Connection = {
  /** The name of the cloud, as shown to the admin. */
  name: string;
  isLocal: boolean;
  database: AdminDatabase & Database;
  clock: Clock;
  findMissing: MissingFiles;
  download(fileId: string): Promise<Buffer>;
};

type Sdk = {
  init(options: Record<string, unknown>): void;
  database(options: object): AdminDatabase & Database;
  downloadFile(options: { fileID: string }): Promise<{ fileContent: Buffer }>;
} & Parameters<typeof createMissingFiles>[0];

const localEnvironment = 'workshop-local';

export async function connect(env: string | null): Promise<Connection> {
  return env === null ? connectLocal() : connectReal(env);
}

async function connectLocal(): Promise<Connection> {
  const health = (await requireLocalCloud()) as { now?: unknown };
  // Points the unmodified SDK to the local cloud, which does not check the credentials.
  Object.assign(process.env, {
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${localCloudUrl()}/admin` }),
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    TENCENTCLOUD_SECRETID: 'local-secret-id',
    TENCENTCLOUD_SECRETKEY: 'local-secret-key',
    TENCENTCLOUD_SESSIONTOKEN: 'local-session-token',
    SCF_NAMESPACE: localEnvironment,
    TCB_ENV: localEnvironment,
  });
  const sdk = await openSdk({ env: localEnvironment });
  return toConnection(sdk, `本地云 ${localCloudUrl()}`, true, cloudClock(health.now));
}

/** The health of the running local cloud; throws when it is not running. */
export async function requireLocalCloud(): Promise<unknown> {
  try {
    return await callLocalCloud('GET', '/local/health');
  } catch (error) {
    if (!(error instanceof LocalCloudError)) throw error;
    throw new AdminError(
      `连不上本地云 ${localCloudUrl()}。请先运行 npm start，或设置 LOCAL_CLOUD_URL；访问真实环境请加 --env <环境 ID>。`,
    );
  }
}

/** The local cloud's clock may be offset; ages and days follow that clock. */
function cloudClock(now: unknown): Clock {
  const text = typeof now === 'object' && now !== null && '$date' in now ? now.$date : now;
  const offsetMs = typeof text === 'string' ? Date.parse(text) - Date.now() : 0;
  return { ...systemClock, now: () => new Date(Date.now() + (offsetMs || 0)) };
}

async function connectReal(env: string): Promise<Connection> {
  runOutside();
  const variables = readVariables();
  const { token, ...keys } = readCredentials(variables, env);
  const { region, proxy } = readRoute(variables);
  const sdk = await openSdk({
    ...{ env, region, ...keys },
    ...(token === undefined ? {} : { sessionToken: token }),
    ...(proxy === '' ? {} : { proxy }),
  });
  return toConnection(sdk, `环境 ${env}`, false, systemClock);
}

/** Imported late, because the SDK reads the environment while it is loaded. */
async function openSdk(options: Record<string, unknown>): Promise<Sdk> {
  process.env['SILENCE'] = 'true';
  const loaded = (await import('wx-server-sdk')) as unknown as { default: Sdk };
  loaded.default.init(options);
  return loaded.default;
}

function toConnection(sdk: Sdk, name: string, isLocal: boolean, clock: Clock): Connection {
  return {
    name,
    isLocal,
    database: sdk.database({ throwOnNotFound: false }),
    clock,
    findMissing: createMissingFiles(sdk),
    download: async (fileID) => (await sdk.downloadFile({ fileID })).fileContent,
  };
}
