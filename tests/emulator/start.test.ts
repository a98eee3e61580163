import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endAll, runStart, start } from '../support/started';
import type { StartedProcess } from '../support/started';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'workshop-data-'));
});
afterAll(() => {
  endAll();
  rmSync(folder, { recursive: true, force: true });
});

const call = (started: StartedProcess, method: string, path: string, body?: unknown) =>
  started.call(method, path, body);

describe('npm start', () => {
  it('keeps data, files, the clock and changed seed rows over a kill -9', async () => {
    const first = await start('--data', folder);
    const styles = await call(first, 'GET', '/local/collections/styles?limit=1');
    const [style] = styles['docs'] as { _id: string }[];
    await call(first, 'PUT', '/local/collections/styles', {
      docs: [{ _id: style?._id, name: 'changed' }],
    });
    await call(first, 'PUT', '/local/collections/works', { docs: [{ _id: 'kept', seat: 's' }] });
    await call(first, 'PUT', '/local/clock', { offsetMs: 86_400_000 });
    const upload = await fetch(`${first.url}/local/client/upload?path=uploads/a/b.txt`, {
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
    expect(readFileSync(join(folder, 'storage/uploads%/a%/b.txt'), 'utf8')).toBe('bytes');
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

  it('refuses the data folder of a running cloud', async () => {
    const first = await start('--data', folder);
    const second = runStart(['--port', '0', '--no-simulator', '--data', folder]);

    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`is in use by the local cloud at ${first.url}`);
    expect(await first.end('SIGTERM')).toBe(0);
    const third = await start('--data', folder);
    expect(await third.end('SIGTERM')).toBe(0);
  });

  it('says so when the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;

    const { ended, output } = runStart(['--ephemeral', '--no-simulator', '--port', String(port)]);

    expect(await ended).toBe(1);
    expect(output()).toContain('The port is taken');
    other.close();
  });

  it.each([
    ['--port', 'many'],
    ['--log-level', 'loud'],
  ])('refuses %s %s with a hint', async (...args) => {
    const { ended, output } = runStart(args);

    expect(await ended).toBe(1);
    expect(output()).toContain('npm start -- [options]');
  });
});
