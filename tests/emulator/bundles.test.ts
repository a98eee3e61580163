import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startProbeCloud } from './fixtures/probe-cloud';
import type { ProbeCloud } from './fixtures/probe-cloud';

let cloud: ProbeCloud;

beforeAll(async () => {
  cloud = await startProbeCloud();
});
afterAll(() => cloud.close());

describe('a bundle that changes on disk', () => {
  const source = (answer: string): string => `exports.main = async () => '${answer}';`;

  it('is used by the next invocation, and unknown without its folder', async () => {
    const folder = join(cloud.folder, 'changing');
    mkdirSync(folder);
    writeFileSync(join(folder, 'index.js'), source('old'));
    copyFileSync(join(cloud.folder, 'plain/config.json'), join(folder, 'config.json'));
    expect(await cloud.report('changing', {})).toMatchObject({ result: 'old' });

    writeFileSync(join(folder, 'index.js'), source('newer'));
    expect(await cloud.report('changing', {})).toMatchObject({ result: 'newer', cold: true });

    rmSync(folder, { recursive: true });
    expect(await cloud.report('changing', {})).toMatchObject({ error: { errCode: -501000 } });
  });

  it('is a function with the defaults of WeChat when it has no config.json', async () => {
    const folder = join(cloud.folder, 'bare');
    mkdirSync(folder);
    writeFileSync(join(folder, 'index.js'), `exports.main = async (_, context) => context;`);

    expect(await cloud.report('bare', {})).toMatchObject({
      result: { time_limit_in_ms: 3000, memory_limit_in_mb: 256 },
    });
    expect(cloud.cloud.functions.names()).toContain('bare');
    rmSync(folder, { recursive: true });
  });

  it('serves with its last good config.json while the new one cannot be read', async () => {
    const told = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const folder = join(cloud.folder, 'half');
    mkdirSync(folder);
    writeFileSync(join(folder, 'index.js'), source('served'));
    writeFileSync(join(folder, 'config.json'), '{"timeout":5}');
    expect(await cloud.report('half', {})).toMatchObject({ result: 'served' });

    writeFileSync(join(folder, 'config.json'), '{"timeout":');
    expect(await cloud.report('half', {})).toMatchObject({ result: 'served' });
    expect((await cloud.control('GET', '/local/health')).status).toBe(200);
    expect(
      told.mock.calls.filter(([text]) => String(text).includes('half/config.json')),
    ).toHaveLength(1);
    told.mockRestore();
    rmSync(folder, { recursive: true });
  });

  it('reports why a bundle does not load', async () => {
    const folder = join(cloud.folder, 'broken');
    mkdirSync(folder);
    writeFileSync(join(folder, 'index.js'), `require('wx-server-sdk-of-yore')`);
    copyFileSync(join(cloud.folder, 'plain/config.json'), join(folder, 'config.json'));

    expect(await cloud.report('broken', {})).toMatchObject({
      error: {
        errCode: -504002,
        errMsg: expect.stringContaining("Cannot find module 'wx-server-sdk-of-yore'") as string,
      },
    });
  });
});
