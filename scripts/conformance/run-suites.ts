import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bucket, environmentId, region } from '../../devtools/emulator/identity';

export type SuiteResult = { file: string; test: string; passed: boolean; message: string };

const root = join(__dirname, '../..');
const modules = join(root, 'node_modules');

/** The suites import their SDK by path; they get the version that wx-server-sdk depends on. */
function jestConfig(suites: string): object {
  const sdk = join(modules, '@cloudbase/node-sdk/dist');
  return {
    rootDir: suites,
    testEnvironment: 'node',
    testMatch: ['**/test/{database,storage,functions}/**/*.test.ts'],
    transform: { '\\.(ts|m?js)$': join(__dirname, 'transform.cjs') },
    modulePaths: [modules],
    testTimeout: 30_000,
    haste: { forceNodeFilesystemAPI: true },
    moduleNameMapper: {
      '^(\\.\\./)+(src|lib)/index$': join(sdk, 'index.js'),
      '^(\\.\\./)+(src|lib)/const/(.*)$': join(sdk, 'const/$3'),
      '^(\\.\\./)+(src|lib)/utils/(.*)$': join(sdk, 'utils/$3'),
      '^@cloudbase/database/src/(.*)$': join(modules, '@cloudbase/database/dist/commonjs/$1'),
    },
  };
}

/** Runs the suites in a separate process against the cloud at `url`, with the environment of a function. */
export async function runSuites(suites: string, url: string): Promise<SuiteResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  const report = join(folder, 'report.json');
  try {
    await new Promise((resolve) => {
      spawn(
        process.execPath,
        [
          join(modules, 'jest/bin/jest.js'),
          ...['--config', JSON.stringify(jestConfig(suites)), '--runInBand', '--silent'],
          ...['--json', '--outputFile', report],
        ],
        {
          cwd: root,
          stdio: 'ignore',
          env: {
            PATH: process.env['PATH'],
            // The suites assume the time zone of the machines on which they were written.
            TZ: 'Asia/Shanghai',
            TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${url}/admin` }),
            TCB_CONTEXT_KEYS: 'TCB_ENV,TCB_SEQID,TRIGGER_SRC,TCB_SESSIONTOKEN,TCB_SOURCE',
            TENCENTCLOUD_RUNENV: 'SCF',
            TENCENTCLOUD_REGION: region,
            TENCENTCLOUD_SECRETID: 'local-secret-id',
            TENCENTCLOUD_SECRETKEY: 'local-secret-key',
            TENCENTCLOUD_SESSIONTOKEN: 'local-session-token',
            SCF_NAMESPACE: environmentId,
            TCB_ENV: environmentId,
            TEST_ENV: environmentId,
            TEST_BUCKET: bucket,
            TEST_SECRET_ID: 'local-secret-id',
            TEST_SECRET_KEY: 'local-secret-key',
          },
        },
      ).once('close', resolve);
    });
    return readReport(report, suites);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type JestReport = {
  testResults: {
    name: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
};

function readReport(path: string, suites: string): SuiteResult[] {
  const { testResults } = JSON.parse(readFileSync(path, 'utf8')) as JestReport;
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const file = name.slice(name.indexOf(`${suites}/test/`) + `${suites}/test/`.length);
    // A suite that fails to load has no tests.
    if (assertionResults.length === 0) return [{ file, test: '', passed: false, message }];
    return assertionResults
      .filter(({ status }) => status === 'passed' || status === 'failed')
      .map(({ fullName, status, failureMessages }) => ({
        file,
        test: fullName,
        passed: status === 'passed',
        message: failureMessages.join('\n'),
      }));
  });
}
