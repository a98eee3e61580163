import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');

type Started = {
  url: string;
  output: () => string;
  /** Sends the signal and answers the exit code, null when the signal itself ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
};

const children = new Set<ChildProcess>();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'workshop-data-'));
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function run(args: string[]): {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number | null>;
} {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts', ...args], {
    cwd: root,
  });
  children.add(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) =>
    child.once('exit', (code) => resolve(code)),
  );
  return { child, output: () => output, ended };
}

async function start(...args: string[]): Promise<Started> {
  const { child, output, ended } = run(['--port', '0', '--no-simulator', ...args]);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const [, address] = /^ready (\S+)\n/m.exec(output()) ?? [];
      if (address !== undefined) resolve(address);
    });
    void ended.then(() => reject(new Error(output())));
  });
  return {
    url,
    output,
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

async function call(started: Started, method: string, path: string, body?: unknown) {
  const response = await fetch(`${started.url}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Record<string, unknown>;
}

describe('npm start', () => {
  it('keeps data, files and the clock over a kill -9, and the seed as people changed it', async () => {
    const first = await start('--data', folder);
    const styles = await call(first, 'GET', '/local/collections/styles?limit=1');
    const [style] = styles['docs'] as { _id: string }[];
    await call(first, 'PUT', '/local/collections/styles', {
      docs: [{ _id: style?._id, name: 'changed' }],
    });
    await call(first, 'PUT', '/local/collections/works', { docs: [{ _id: 'kept', seat: 's' }] });
    await call(first, 'PUT', '/local/clock', { offsetMs: 86_400_000 });
    const upload = await fetch(`${first.url}/local/client/upload?path=a/b.txt`, {
      method: 'POST',
      headers: { 'x-openid': 'alice' },
      body: 'bytes',
    });
    const { fileID } = (await upload.json()) as { fileID: string };
    await first.end('SIGKILL');

    const second = await start('--data', folder);
    const query = encodeURIComponent(JSON.stringify({ _id: style?._id }));

    expect(await call(second, 'GET', '/local/collections/works')).toMatchObject({
      docs: [{ _id: 'kept' }],
    });
    expect(await call(second, 'GET', `/local/collections/styles?query=${query}`)).toMatchObject({
      docs: [{ name: 'changed' }],
    });
    expect(await call(second, 'GET', '/local/clock')).toMatchObject({ offsetMs: 86_400_000 });
    expect(readFileSync(join(folder, 'files/a/b.txt'), 'utf8')).toBe('bytes');
    const urls = await call(second, 'POST', '/local/client/temp-urls', { fileList: [fileID] });
    const [file] = urls['fileList'] as { tempFileURL: string }[];
    expect(await (await fetch(file?.tempFileURL ?? '')).text()).toBe('bytes');
    expect(await second.end('SIGTERM')).toBe(0);
  });

  it('says ready once, and stops cleanly on SIGINT', async () => {
    const started = await start('--ephemeral');
    const health = await call(started, 'GET', '/local/health');

    expect(health).toMatchObject({ ok: true });
    expect(await started.end('SIGINT')).toBe(0);
    expect(started.output().match(/^ready http:\/\/127\.0\.0\.1:\d+$/gm)).toHaveLength(1);
  });

  it('says so when the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;

    const { ended, output } = run(['--ephemeral', '--no-simulator', '--port', String(port)]);

    expect(await ended).toBe(1);
    expect(output()).toContain('The port is taken');
    other.close();
  });

  it.each([
    ['--port', 'many'],
    ['--log-level', 'loud'],
  ])('refuses %s %s with a hint', async (...args) => {
    const { ended, output } = run(args);

    expect(await ended).toBe(1);
    expect(output()).toContain('npm start -- [options]');
  });
});
