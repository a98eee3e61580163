import { startProbeCloud } from './fixtures/probe-cloud';
import type { ProbeCloud } from './fixtures/probe-cloud';

let cloud: ProbeCloud;

beforeAll(async () => {
  cloud = await startProbeCloud();
});
afterAll(() => cloud.close());

const call = (method: string, path: string, body?: unknown) => cloud.control(method, path, body);

describe('GET /local/files', () => {
  type Page = { total: number; files: { path: string; url: string }[] };
  const list = async (query: string) =>
    (await call('GET', `/local/files?prefix=avatars/listed${query}`)).body as Page;
  const paths = async (query: string) => (await list(query)).files.map(({ path }) => path);
  const names = ['a', 'b', 'c'].map((name) => `avatars/listed-${name}.txt`);
  let fileID: string;

  beforeAll(async () => {
    for (const [position, name] of ['b', 'c', 'a'].entries()) {
      await call('PUT', '/local/clock', { now: `2030-01-0${position + 1}T00:00:00Z` });
      const upload = await fetch(
        `${cloud.url}/local/client/upload?path=avatars/listed-${name}.txt`,
        {
          method: 'POST',
          headers: { 'x-openid': 'alice' },
          body: 'face'.repeat(position + 1),
        },
      );
      ({ fileID } = (await upload.json()) as { fileID: string });
    }
  });
  afterAll(() => call('PUT', '/local/clock', null));

  it('lists the stored files of a folder with owner, size and an address to open', async () => {
    const { total, files } = await list('-a');

    expect(total).toBe(1);
    expect(files).toMatchObject([{ fileID, path: names[0], openid: 'alice', size: 12 }]);
    expect(await (await fetch(files[0]?.url ?? '')).text()).toBe('facefaceface');
  });

  it('pages through them and counts them', async () => {
    expect(await list('&limit=1')).toMatchObject({ total: 3, files: [{ path: names[0] }] });
    expect(await list('&limit=5&skip=2')).toMatchObject({ total: 3, files: [{ path: names[2] }] });
    expect(await list(`&after=${names[0]}`)).toMatchObject({ total: 2, files: { length: 2 } });
    expect(await list('&limit=0')).toEqual({ total: 3, files: [] });
  });

  it('orders them by path, age or size', async () => {
    expect(await paths('')).toEqual(names);
    expect(await paths('&orderBy=-at')).toEqual([names[0], names[2], names[1]]);
    expect(await paths('&orderBy=size')).toEqual([names[1], names[2], names[0]]);
  });

  it.each(['limit=many', 'skip=-1', 'orderBy=age'])('refuses %s', async (parameter) => {
    expect(await call('GET', `/local/files?${parameter}`)).toMatchObject({
      status: 400,
      body: { error: { field: parameter.split('=')[0] } },
    });
  });
});
