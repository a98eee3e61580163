import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { pictureSize } from '../../cloudfunctions/shared/pictures/picture';
import { photo } from '../support/assets';
import { refused, succeeded, withStudio } from '../support/studio';
import type { Studio } from '../support/studio';

describe('scenes and prompts', () => {
  let studio: Studio;
  const rows = (collection: string, query = {}) => studio.cloud.collection(collection).rows(query);
  const pier = {
    ...{ name: '老码头', category: '街头', coverUrl: '', order: 5 },
    prompt: '黄昏的老码头',
  };
  const save = (scene: object, requestId: string) =>
    studio.call('root', 'scene', 'saveScene', {
      ...{ sceneId: 'pier', scene: { ...pier, ...scene }, requestId },
    });
  const publish = (version: number, requestId = `p${version}`) =>
    studio.call('root', 'scene', 'publishScene', { sceneId: 'pier', version, requestId });
  const shown = async (who = 'alice') => {
    const { scenes } = succeeded(await studio.call(who, 'scene', 'getScenes', { pageSize: 50 }));
    return scenes.map(({ name }) => name);
  };

  withStudio((opened) => (studio = opened), { hasAdmin: true });

  it('come in their order, page by page and by category', async () => {
    const all = await shown();
    expect(all).toHaveLength(20);
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = succeeded(
        await studio.call('alice', 'scene', 'getScenes', { cursor, pageSize: 7 }),
      ) as { scenes: { name: string }[]; nextCursor: string | null };
      paged.push(...page.scenes.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all);
    const { scenes } = succeeded(
      await studio.call('alice', 'scene', 'getScenes', { category: '影棚' }),
    );
    expect(scenes.map(({ category }) => category)).toEqual(['影棚', '影棚', '影棚', '影棚']);
    expect(scenes[0]?.coverUrl).toMatch(/^cloud:.*seed\/scenes\/studio-white\.jpg$/);
  });

  it('get a cover from an upload of the admin, once for the same picture', async () => {
    const { storage } = studio.cloud.cloud;
    const own = `uploads/${userIdOf('root')}`;
    const picture = photo(1200, 1600, 4);
    const upload = (path: string, bytes: Buffer, who = 'root') => storage.put(path, who, bytes);
    const store = (fileId: string, who = 'root') =>
      studio.call(who, 'scene', 'storeCover', { fileId });

    const first = succeeded(await store(upload(`${own}/one.jpg`, picture)));
    const second = succeeded(await store(upload(`${own}/two.jpg`, picture)));
    expect(second).toEqual(first);
    expect(first.coverUrl).toMatch(/seed\/covers\/[0-9a-f]{32}\.jpg$/);
    const stored = storage.list().filter(({ path }) => path.startsWith('seed/covers/'));
    expect(stored).toHaveLength(1);
    expect(pictureSize(storage.read(stored[0]?.path ?? '')?.bytes ?? Buffer.alloc(0))).toEqual({
      ...{ width: 540, height: 720 },
    });
    succeeded(await save({ coverUrl: first.coverUrl }, 'cover'));

    const foreign = upload(`uploads/${userIdOf('alice')}/x.jpg`, picture, 'alice');
    expect(refused(await store(foreign)).error).toBe('PHOTO_UNFIT');
    expect(refused(await store(`${own}/gone.jpg`)).error).toBe('PHOTO_UNFIT');
    const text = upload(`${own}/text.jpg`, Buffer.from('no picture'));
    expect(refused(await store(text))).toMatchObject({
      message: '请选择 PNG、JPEG 或 WebP 图片',
    });
    expect(refused(await store(foreign, 'alice')).error).toBe('FORBIDDEN');
  });

  it('are seen once published, keep every version, and roll back', async () => {
    succeeded(await save({}, 'a'));
    expect(await shown()).not.toContain('老码头');
    succeeded(await publish(1));
    expect((await shown())[0]).toBe('老码头');
    succeeded(await save({ name: '新码头' }, 'b'));
    expect((await shown())[0]).toBe('老码头');
    succeeded(await publish(2));
    expect((await shown())[0]).toBe('新码头');

    const back = { sceneId: 'pier', version: 1, requestId: 'back' };
    const state = succeeded(await studio.call('root', 'scene', 'rollBackScene', back));

    expect(state).toEqual({ sceneId: 'pier', status: 'published', version: 3, latestVersion: 3 });
    expect((await shown())[0]).toBe('老码头');
    const { versions } = succeeded(
      await studio.call('root', 'scene', 'listVersions', { sceneId: 'pier' }),
    );
    expect(versions.map(({ version, name }) => [version, name])).toEqual([
      ...[
        [3, '老码头'],
        [2, '新码头'],
      ],
      [1, '老码头'],
    ]);
    succeeded(
      await studio.call('root', 'scene', 'retireScene', { sceneId: 'pier', requestId: 'r' }),
    );
    expect(await shown()).not.toContain('老码头');
    expect(
      rows('admin_logs', { target: 'pier' })
        .map(({ action }) => action)
        .sort(),
    ).toEqual([
      ...['publishScene', 'publishScene', 'retireScene', 'rollBackScene', 'saveScene', 'saveScene'],
    ]);
  });

  it('are changed once per request', async () => {
    succeeded(await save({}, 'a'));
    expect(succeeded(await save({}, 'a'))).toMatchObject({ latestVersion: 1 });
    expect(refused(await save({ name: '别处' }, 'a')).error).toBe('REQUEST_REUSED');
    expect(rows('scene_versions', { sceneId: 'pier' })).toHaveLength(1);
    expect(refused(await publish(9)).error).toBe('NOT_FOUND');
  });

  it('are changed with their line in admin_logs or not at all', async () => {
    for (let nth = 1; nth < 12; nth += 1) {
      studio.cloud.faults([
        { service: 'database', function: 'scene', nth, times: 3, fault: 'fail-before' },
      ]);
      await save({}, `f${nth}`);
      studio.cloud.faults([]);
      // A transaction whose end was lost would lock its rows for 30 s; an import ends it.
      const { database } = studio.cloud.cloud;
      database.import([...database.export()]);
      expect(rows('scene_versions', { sceneId: 'pier' })).toHaveLength(
        rows('admin_logs', { action: 'saveScene' }).length,
      );
    }
  });

  it.each(['saveScene', 'publishScene', 'retireScene', 'rollBackScene', 'listVersions'] as const)(
    'are not for members to change: %s',
    async (action) => {
      const input = {
        ...{ sceneId: 'pier', version: 1, requestId: 'x' },
        ...(action === 'saveScene' ? { scene: pier } : {}),
      };

      expect(await studio.cloud.invoke('scene', action, input, 'alice')).toMatchObject({
        code: 403,
      });
    },
  );

  it('make the prompt of a task, and tell admins where it comes from', async () => {
    const ask = {
      ...{ kind: 'photography' as const, sceneId: 'nature-seaside' },
      options: { model: 'female' as const },
    };
    const { text, template } = succeeded(
      await studio.call('alice', 'prompt', 'generatePrompt', ask),
    );

    expect(text).toContain('午后的海边沙滩');
    expect(text).toContain('年轻女性模特');
    // Without a note, the prompt must not mention one.
    expect(text).not.toMatch(/补充要求|\{/);
    expect(template).toBeUndefined();
    expect(succeeded(await studio.call('root', 'prompt', 'generatePrompt', ask))).toEqual({
      text,
      template: { templateId: 'photography-standard', version: 1, sceneVersion: 1 },
    });
  });

  it('take the template that was published last, and its former text after a roll back', async () => {
    const template = (text: string) => ({ kind: 'fitting' as const, name: '新', text });
    const call = (action: 'publishTemplate' | 'rollBackTemplate', version: number, id = 'new') =>
      studio.call('root', 'prompt', action, {
        ...{ templateId: id, version, requestId: `${action}${version}${id}` },
      });
    const text = async () =>
      succeeded(
        await studio.call('alice', 'prompt', 'generatePrompt', {
          ...{ kind: 'fitting', options: { parts: ['top', 'bottom'], note: '{scene}' } },
        }),
      ).text;
    for (const [at, words] of ['穿上{parts}，{note}', '换上{parts}'].entries()) {
      succeeded(
        await studio.call('root', 'prompt', 'saveTemplate', {
          ...{ templateId: 'new', template: template(words), requestId: `s${at}` },
        }),
      );
    }
    expect(await text()).toContain('上衣和下装');
    succeeded(await call('publishTemplate', 1));
    expect(await text()).toBe('穿上上衣和下装，{scene}');
    succeeded(await call('publishTemplate', 2));
    expect(await text()).toBe('换上上衣和下装');
    succeeded(await call('rollBackTemplate', 1));
    expect(await text()).toBe('穿上上衣和下装，{scene}');
    const preview = {
      kind: 'fitting' as const,
      text: '{parts}！',
      options: { parts: ['dress' as const] },
    };
    expect(succeeded(await studio.call('root', 'prompt', 'previewTemplate', preview)).text).toBe(
      '连衣裙！',
    );
  });
});
