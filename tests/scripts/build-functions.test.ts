import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BuiltFunction } from '../../scripts/build/functions';

const root = join(__dirname, '../..');

const source = `
import axios from 'axios';
import cloud from 'wx-server-sdk';
import mimeTypes from 'mime-types';
import mimeTable from 'mime-db';

export async function main() {
  return { sdk: typeof cloud.database, png: mimeTypes.lookup('a.png'), types: Object.keys(mimeTable).length };
}
export async function post() {
  const server = require('node:http').createServer((request, response) => response.end(request.headers['content-type']));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { data } = await axios.post('http://127.0.0.1:' + server.address().port, { a: 1 });
  server.close();
  return { type: data, hasFetch: (process as unknown as { moduleLoadList: string[] }).moduleLoadList.some((name) => name.includes('undici')) };
}
export async function touchAbsent() {
  const { generateHTTPClient } = (await import('@cloudbase/wx-cloud-client-sdk')) as { generateHTTPClient: unknown };
  return generateHTTPClient;
}
`;

describe('the build of a cloud function', () => {
  let folder: string;
  let built: BuiltFunction[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'build-'));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    mkdirSync(join(folder, 'source/sample'), { recursive: true });
    mkdirSync(join(folder, 'source/shared'), { recursive: true });
    mkdirSync(join(folder, 'out/removedFunction'), { recursive: true });
    writeFileSync(join(folder, 'source/sample/index.ts'), source);
    writeFileSync(join(folder, 'source/sample/config.json'), '{ "timeout": 10 }');
    built = buildInOwnProcess(join(folder, 'source'), join(folder, 'out'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('leaves one file with everything in it, its config and a manifest without dependencies', () => {
    const out = join(folder, 'out/sample');
    const manifest = JSON.parse(readFileSync(join(out, 'package.json'), 'utf8')) as object;

    expect(readdirSync(out).sort()).toEqual(['config.json', 'index.js', 'package.json']);
    expect(manifest).toEqual({
      ...{ name: 'sample', version: '1.0.0', private: true, main: 'index.js' },
      build: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    });
    expect(JSON.parse(readFileSync(join(out, 'config.json'), 'utf8'))).toEqual({ timeout: 10 });
  });

  it('deploys functions only, and removes what is no longer one', () => {
    expect(built.map(({ name }) => name)).toEqual(['sample']);
    expect(existsSync(join(folder, 'out/removedFunction'))).toBe(false);
  });

  it('stays below 1.3 MB with the whole SDK inside', () => {
    expect(built[0]?.bytes).toBeLessThan(1_300_000);
  });

  it('runs away from node_modules, with deferred packages and compressed tables at hand', () => {
    const answer = runElsewhere('main');

    expect(answer).toEqual({ sdk: 'function', png: 'image/png', types: mimeTypeCount() });
  });

  it('asks by http, and loads nothing of `fetch`', () => {
    expect(runElsewhere('post')).toEqual({ type: 'application/json', hasFetch: false });
  });

  it('names a package that was left out when it is touched', () => {
    expect(runElsewhere('touchAbsent')).toEqual({
      error: expect.stringContaining(
        '@cloudbase/wx-cloud-client-sdk is left out of the bundle',
      ) as string,
    });
  });

  function runElsewhere(name: string): unknown {
    const elsewhere = mkdtempSync(join(tmpdir(), 'cloud-'));
    cpSync(join(folder, 'out/sample'), elsewhere, { recursive: true });
    const script = `require('./index.js').${name}().catch((error) => ({ error: error.message })).then((answer) => console.log(JSON.stringify(answer)))`;
    const { stdout } = spawnSync(process.execPath, ['-e', script], {
      cwd: elsewhere,
      encoding: 'utf8',
    });
    rmSync(elsewhere, { recursive: true, force: true });
    return JSON.parse(stdout) as unknown;
  }
});

/** esbuild checks for the engine's own Uint8Array, which jest's sandbox replaces. */
function buildInOwnProcess(sourceFolder: string, outFolder: string): BuiltFunction[] {
  const script = `require('./scripts/build/functions.ts').buildFunctions(process.argv[1], process.argv[2]).then((built) => console.log(JSON.stringify(built)))`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '-e', script, sourceFolder, outFolder],
    { cwd: root, encoding: 'utf8' },
  );
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as BuiltFunction[];
}

function mimeTypeCount(): number {
  const table = JSON.parse(
    readFileSync(join(root, 'node_modules/mime-db/db.json'), 'utf8'),
  ) as object;
  return Object.keys(table).length;
}
