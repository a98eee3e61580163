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
  it('keeps what a function uploads under its file id, and it belongs to no user', async () => {
    const uploaded = await cloud.probe({ do: 'upload', path: 'works/图 1.txt', text: 'hello' });

    expect(uploaded).toMatchObject({ value: { fileID: `${prefix}works/图 1.txt` } });
    expect(await cloud.probe({ do: 'download', fileID: `${prefix}works/图 1.txt` })).toBe('hello');
    expect(cloud.cloud.storage.list()).toContainEqual(
      expect.objectContaining({ path: 'works/图 1.txt', openid: null, size: 5 }),
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

  it('gives temp URLs that serve the file with its type until they expire', async () => {
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

  it('says why a temp URL is denied', async () => {
    cloud.cloud.storage.put('gone.txt', null, Buffer.from('x'));
    const url = await urlOf(`${prefix}gone.txt`);
    cloud.cloud.storage.remove([`${prefix}gone.txt`]);
    const answer = async (address: string, method = 'GET') => {
      const response = await fetch(address, { method });
      return [response.status, /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1]];
    };

    expect(await answer(url)).toEqual([404, 'NoSuchKey']);
    expect(await answer(url.replace(/sign=./, 'sign=x'))).toEqual([403, 'SignatureDoesNotMatch']);
    expect(await answer(url, 'POST')).toEqual([405, 'MethodNotAllowed']);
    cloud.cloud.clock.setOffset(7201 * 1000);
    expect(await answer(url)).toEqual([403, 'AccessDenied']);
    cloud.cloud.clock.setOffset(0);
  });

  it.each([
    ['another bucket of this environment', 'cloud://workshop-local.other/a.txt', -503003],
    ['no file id at all', 'unexistFileID', -503003],
    ['another environment', 'cloud://other.other/a.txt', -501005],
  ])('answers for %s by its code', async (_what, fileID, status) => {
    expect(await cloud.probe({ do: 'tempUrls', fileList: [fileID] })).toMatchObject({
      value: { fileList: [{ status, tempFileURL: '' }] },
    });
  });

  it('knows the environment that the caller was initialised with', async () => {
    const fileid = 'cloud://local-env-1.other/a.txt';
    const codeFor = async (envName: string) => {
      const fields = { action: 'storage.batchGetDownloadUrl', envName, file_list: [{ fileid }] };
      const outcome = (await cloud.cloud.wire({ fields })) as unknown as {
        body: { data: { download_list: { code: string }[] } };
      };
      return outcome.body.data.download_list[0]?.code;
    };

    expect(await codeFor('local-env-1')).toBe('STORAGE_FILE_NONEXIST');
    expect(await codeFor('workshop-local')).toBe('INVALIID_ENV');
  });

  it('reports a missing file without failing the others', async () => {
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

describe('a storage path', () => {
  it.each([
    ['850 bytes', 'x'.repeat(850), 200],
    ['851 bytes', 'x'.repeat(851), 400],
    ['a name of 600 bytes', `${'图'.repeat(200)}.png`, 200],
    ['more bytes than characters allow', '图'.repeat(284), 400],
  ])('may have %s', async (_what, name, status) => {
    const response = await fetch(
      `${cloud.url}/local/client/upload?path=${encodeURIComponent(name)}`,
      { method: 'POST', headers: { 'x-openid': 'alice' }, body: 'x' },
    );

    expect(response.status).toBe(status);
  });
});
