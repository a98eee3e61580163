import { startTestCloud } from '../support/cloud';
import type { TestCloud } from '../support/cloud';

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.close());

const prefix = 'cloud://workshop-local.776f-workshop-local-1300000000/';

async function post(path: string, body: string, openid?: string) {
  const response = await fetch(`${cloud.url}/local/client/${path}`, {
    method: 'POST',
    headers: openid === undefined ? {} : { 'x-openid': openid },
    body,
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const upload = (path: string, openid: string, content: string) =>
  post(`upload?path=${encodeURIComponent(path)}`, content, openid);
const contentOf = (path: string) => cloud.cloud.storage.read(path)?.bytes.toString();

async function statusOf(action: 'temp-urls' | 'delete-files', path: string, openid?: string) {
  const { body } = await post(action, JSON.stringify({ fileList: [`${prefix}${path}`] }), openid);
  const [file] = body['fileList'] as { status: number; tempFileURL?: string }[];
  return file;
}

describe('files of the phone', () => {
  it('belong to their uploader: no other user may read, replace or delete them', async () => {
    expect(await upload('uploads/爱 丽丝.png', 'alice', 'mine')).toMatchObject({
      status: 200,
      body: { fileID: `${prefix}uploads/爱 丽丝.png` },
    });

    const foreign = await upload('uploads/爱 丽丝.png', 'bob', 'theirs');
    expect(foreign).toMatchObject({ status: 403, body: { error: { errCode: -503002 } } });
    expect(await statusOf('delete-files', 'uploads/爱 丽丝.png', 'bob')).toMatchObject({
      status: -503002,
    });
    expect(await statusOf('temp-urls', 'uploads/爱 丽丝.png', 'bob')).toMatchObject({
      status: -503002,
      tempFileURL: '',
    });
    expect(contentOf('uploads/爱 丽丝.png')).toBe('mine');
  });

  it('have temp URLs for their owner and for the console', async () => {
    await upload('uploads/a b.txt', 'alice', 'x');

    for (const openid of ['alice', undefined]) {
      const file = await statusOf('temp-urls', 'uploads/a b.txt', openid);
      expect(file?.status).toBe(0);
      expect(await (await fetch(file?.tempFileURL ?? '')).text()).toBe('x');
    }
  });

  it('are deleted by their owner', async () => {
    await upload('uploads/old.txt', 'alice', 'x');

    expect(await statusOf('delete-files', 'uploads/old.txt', 'alice')).toMatchObject({ status: 0 });
    expect(await statusOf('delete-files', 'uploads/old.txt', 'alice')).toMatchObject({
      status: -503003,
    });
  });

  it.each([
    'works',
    'works/user_1/a.png',
    'thumbnails/a.jpg',
    'seed/styles/ink.jpg',
    'private/a',
    'a.txt',
  ])('do not get to %s', async (path) => {
    const before = contentOf(path);

    expect(await upload(path, 'alice', 'planted')).toMatchObject({
      status: 403,
      body: { error: { errCode: -503002 } },
    });
    expect(contentOf(path)).toBe(before);
  });

  it('do not replace a file of a function, not even of their own user', async () => {
    cloud.cloud.storage.put('works/user_1/a.png', null, Buffer.from('drawn'));

    expect((await upload('works/user_1/a.png', 'alice', 'planted')).status).toBe(403);
    expect(await statusOf('delete-files', 'works/user_1/a.png', 'alice')).toMatchObject({
      status: -503002,
    });
    expect(await statusOf('temp-urls', 'works/user_1/a.png', 'bob')).toMatchObject({ status: 0 });
    expect(contentOf('works/user_1/a.png')).toBe('drawn');
  });

  it('are never written among the avatars, not even by their owner', async () => {
    const { id } = await signIn();
    const own = `avatars/${id}/${Date.now()}.jpg`;

    expect((await upload(own, 'alice', 'face')).status).toBe(403);
    expect((await upload(own, 'bob', 'another face')).status).toBe(403);
    expect((await upload(`avatars/${id}/face.html`, 'alice', '<script>')).status).toBe(403);
  });

  it('need an openid', async () => {
    expect((await post('upload?path=uploads/x.txt', 'x')).status).toBe(400);
  });

  it.each(['uploads/../works/a.png', 'uploads//a', '/uploads/a', 'uploads/%2e%2e/a'])(
    'refuses the path %s',
    async (path) => {
      expect((await upload(path, 'alice', 'x')).status).toBe(400);
    },
  );
});

async function signIn(): Promise<{ id: string }> {
  await cloud.invoke('login', 'wxLogin', {}, 'alice');
  const [user] = cloud.collection('users').rows();
  return { id: user?.['_id'] as string };
}
