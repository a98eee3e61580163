import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StubAccount } from './stub/account';

const repository = join(__dirname, '../..');

export type ProcessResult = { exitCode: number; output: string };

/** Runs a command like `npm run`, in a process that trusts the stub's certificate in addition to Node's. */
export async function runProcess(
  { certificate, keys, proxyUrl }: StubAccount,
  words: string[],
  variables: Record<string, string> = {},
): Promise<ProcessResult> {
  const folder = mkdtempSync(join(tmpdir(), 'trust-'));
  const authority = join(folder, 'authority.pem');
  writeFileSync(authority, certificate.cert);
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    NODE_ENV: 'test',
    NODE_EXTRA_CA_CERTS: authority,
    HTTPS_PROXY: proxyUrl,
    TENCENTCLOUD_SECRETID: keys.secretId,
    TENCENTCLOUD_SECRETKEY: keys.secretKey,
    ...variables,
  };
  try {
    return await new Promise((resolve) => {
      const program = [require.resolve('tsx/cli'), ...words];
      execFile(process.execPath, program, { cwd: repository, env }, (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ exitCode, output: stdout + stderr });
      });
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
