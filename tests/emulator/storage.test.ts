import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDiskFiles } from '../../devtools/emulator/storage/files';
import { startProbeCloud } from './fixtures/probe-cloud';
import type { ProbeCloud } from './fixtures/probe-cloud';

let cloud: ProbeCloud;

beforeAll(async () => {
  cloud = await startProbeCloud();
});
afterAll(() => cloud.close());

const prefix = 'cloud://workshop-local.776f-workshop-local-1300000000/';

type Urls = { value: { fileList: { status: number; tempFileURL: string; maxAge: number }[] } };

async function urlOf(fileID: string): Promise<string> {
  const { value } = (await cloud.probe({ do: 'tempUrls', fileList: [fileID] })) as Urls;
  return value.fileList[0]?.tempFileURL ?? '';
}

describe('cloud storage', () => {
  it('keeps what a function uploads under its file id', async () => {
    const uploaded = await cloud.probe({ do: 'upload', path: 'works/图 1.txt', text: 'hello' });

    expect(uploaded).toMatchObject({ value: { fileID: `${prefix}works/图 1.txt` } });
    expect(await cloud.probe({ do: 'download', fileID: `${prefix}works/图 1.txt` })).toBe('hello');
    expect(cloud.cloud.storage.list()).toContainEqual(
      expect.objectContaining({ path: 'works/图 1.txt', openid: 'alice', size: 5 }),
    );
  });

  it('replaces a file of the same path', async () => {
    await cloud.probe({ do: 'upload', path: 'same.txt', text: 'old' });
    await cloud.probe({ do: 'upload', path: 'same.txt', text: 'new' });

    expect(await cloud.probe({ do: 'download', fileID: `${prefix}same.txt` })).toBe('new');
  });

  it.each(['../outside.txt', '/absolute.txt', 'a//b.txt', 'a/../../b.txt', 'a\\b.txt', ''])(
    'refuses the path %j',
    async (path) => {
      expect(await cloud.probe({ do: 'upload', path, text: 'x' })).toHaveProperty('error');
    },
  );

  it('gives temp URLs that show the file with its type until they expire', async () => {
    cloud.cloud.storage.put('picture.png', null, Buffer.from('89504e470d0a1a0a', 'hex'));
    const url = await urlOf(`${prefix}picture.png`);

    const fresh = await fetch(url);
    expect(fresh.status).toBe(200);
    expect(fresh.headers.get('content-type')).toBe('image/png');

    cloud.cloud.clock.setOffset(7201 * 1000);
    const late = await fetch(url);
    cloud.cloud.clock.setOffset(0);
    expect(late.status).toBe(403);
    expect((await fetch(url.replace(/sign=./, 'sign=x'))).status).toBe(403);
    expect((await fetch(url.replace('picture.png', 'other.png'))).status).toBe(403);
  });

  it('answers for a missing file alone', async () => {
    await cloud.probe({ do: 'upload', path: 'here.txt', text: 'x' });
    const fileList = [`${prefix}here.txt`, `${prefix}gone.txt`];

    expect(await cloud.probe({ do: 'tempUrls', fileList })).toMatchObject({
      value: { fileList: [{ status: 0 }, { status: -503003, tempFileURL: '' }] },
    });
    expect(await cloud.probe({ do: 'deleteFiles', fileList })).toMatchObject({
      value: { fileList: [{ status: 0 }, { status: -503003 }] },
    });
  });

  it.each(['tempUrls', 'deleteFiles'])('takes at most 50 files in %s', async (deed) => {
    const fileList = Array.from({ length: 51 }, (_, index) => `${prefix}file-${index}`);

    expect(await cloud.probe({ do: deed, fileList })).toMatchObject({
      error: { code: 'INVALID_PARAM', errCode: -1 },
    });
    expect(await cloud.probe({ do: deed, fileList: fileList.slice(1) })).toHaveProperty('value');
  });

  it('lets an upload URL be used once', async () => {
    const fields = { action: 'storage.getUploadMetadata', path: 'once.txt', method: 'put' };
    const outcome: unknown = await cloud.cloud.wire({ fields });
    const { url } = (outcome as { body: { data: { url: string } } }).body.data;

    const first = await fetch(url, { method: 'PUT', body: 'one' });
    const second = await fetch(url, { method: 'PUT', body: 'two' });

    expect([first.status, second.status]).toEqual([200, 403]);
    expect(await second.text()).toContain('<Code>AccessDenied</Code>');
    expect(cloud.cloud.storage.read('once.txt')?.bytes.toString()).toBe('one');
  });
});

describe('files on disk', () => {
  it('keep what comes after a line that a crash tore', () => {
    const folder = mkdtempSync(join(tmpdir(), 'files-'));
    createDiskFiles(folder).put({ path: 'a.txt', openid: 'alice', at: 1 }, Buffer.from('a'));
    appendFileSync(join(folder, 'files.jsonl'), '{"path":"b.txt","ope');

    createDiskFiles(folder).put({ path: 'c.txt', openid: null, at: 2 }, Buffer.from('c'));

    const paths = createDiskFiles(folder).list();
    expect(paths.map(({ path }) => path)).toEqual(['a.txt', 'c.txt']);
    rmSync(folder, { recursive: true, force: true });
  });
});
