import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { StubEnvironment, StubFunction } from './model';

export type Invocation = { InvokeResult: number; RetMsg: string; ErrMsg: string };
type Answer = { result?: unknown; error?: string };

export type FunctionRunner = {
  run(deployed: StubFunction, event: unknown): Promise<Invocation>;
  close: () => Promise<void>;
};

/** Runs deployed archives, each in its own process. Their database only knows which collections exist. */
export async function startFunctionRunner(environment: StubEnvironment): Promise<FunctionRunner> {
  const database = await startDatabase(environment);
  return {
    async run(deployed, event) {
      const key = [
        createHash('sha256').update(deployed.zip).digest('hex'),
        JSON.stringify([deployed.variables, event, [...environment.collections.keys()]]),
      ].join();
      const answer = answers.get(key) ?? runOnce(deployed, event, database.url);
      answers.set(key, answer);
      const { result, error } = await answer;
      return error === undefined
        ? { InvokeResult: 0, RetMsg: JSON.stringify(result), ErrMsg: '' }
        : { InvokeResult: 1, RetMsg: '', ErrMsg: error };
    },
    close: database.close,
  };
}

/** Cached for all accounts: the same code, variables and collections give the same answer. */
const answers = new Map<string, Promise<Answer>>();

async function runOnce(
  { zip, variables }: StubFunction,
  event: unknown,
  databaseUrl: string,
): Promise<Answer> {
  const folder = mkdtempSync(join(tmpdir(), 'function-'));
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    writeFileSync(join(folder, name), bytes);
  }
  const child = fork(join(__dirname, 'run-bundle.cjs'), [join(folder, 'index.js')], {
    silent: true,
    execArgv: [],
    env: {
      TZ: 'UTC',
      TCB_CONTEXT_CNFG: JSON.stringify({ URL: databaseUrl }),
      TENCENTCLOUD_RUNENV: 'SCF',
      TENCENTCLOUD_REGION: 'ap-shanghai',
      TENCENTCLOUD_SECRETID: 'stub-id',
      TENCENTCLOUD_SECRETKEY: 'stub-key',
      TENCENTCLOUD_SESSIONTOKEN: 'stub-token',
      SCF_NAMESPACE: 'test',
      TCB_ENV: 'test',
      TCB_CONTEXT_KEYS: 'TCB_ENV,TCB_SEQID',
      ...variables,
    },
  });
  try {
    return await new Promise<Answer>((resolve) => {
      child.once('message', (answer) => resolve(answer as Answer));
      child.once('exit', (code) => resolve({ error: `the process ended with ${String(code)}` }));
      child.send(event as object);
    });
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The part of the SDK's gateway that reads one row of a collection. */
async function startDatabase(
  environment: StubEnvironment,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { collectionName } = JSON.parse(Buffer.concat(chunks).toString()) as {
        collectionName: string;
      };
      const reply = environment.collections.has(collectionName)
        ? { requestId: 'stub', data: { list: [], offset: 0, limit: 1 } }
        : {
            requestId: 'stub',
            code: 'DATABASE_COLLECTION_NOT_EXIST',
            message: `Db or Table not exist: ${collectionName}`,
          };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(reply));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/admin`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
