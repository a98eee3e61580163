import { refused, succeeded } from '../support/studio';
import { createTaskDesk, openTaskStudio } from '../support/tasks';
import type { TaskStudio } from '../support/tasks';

describe('what admins set', () => {
  let studio: TaskStudio;
  const desk = createTaskDesk(() => studio);
  const pass = (ms: number) => studio.cloud.control('PUT', '/local/clock', { offsetMs: ms });
  const row = (configId: string) => desk.rows('api_configs', { _id: configId })[0] ?? {};

  beforeAll(async () => {
    studio = await openTaskStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.faults([]);
    studio.dashscope.setRules([]);
    studio.cloud.cloud.reset({ seed: true });
    await pass(0);
    await studio.member('root', { userType: 'admin', nickname: '陈默' });
    await studio.member('kim', { userType: 'support' });
  });

  describe('of a model', () => {
    const id = 'dashscope-edit-wan';
    const read = async (who = 'root') =>
      succeeded(await studio.call(who, 'admin', 'getProvider', { configId: id }));
    const standing = { priority: 100, weight: 1, maxConcurrent: 5, perMinute: 120, isActive: true };
    const save = (settings: object, version: number, requestId = `s${version}`) =>
      studio.call('root', 'admin', 'saveProvider', {
        ...{ configId: id, version, requestId, settings: { ...standing, ...settings } },
      });

    it('is in force with the answer, audited, and undone', async () => {
      const { model } = succeeded(await save({ weight: 3 }, 1));
      expect(model).toMatchObject({ version: 2, settings: { weight: 3, priority: 100 } });
      expect(row(id)).toMatchObject({ weight: 3, version: 2 });
      const { changes, rivals } = await read('kim');
      expect(changes).toMatchObject([
        { before: { weight: 1 }, after: { weight: 3 }, adminName: '陈默', canUndo: true },
      ]);
      expect(rivals.map(({ capability }) => capability)).not.toContain('tryon');

      const changeId = changes[0]?.changeId ?? '';
      const undo = { configId: id, changeId, requestId: 'u' };
      succeeded(await studio.call('root', 'admin', 'undoProvider', undo));
      succeeded(await studio.call('root', 'admin', 'undoProvider', undo));
      expect(row(id)).toMatchObject({ weight: 1, version: 3 });
      const again = { ...undo, requestId: 'u2' };
      expect(refused(await studio.call('root', 'admin', 'undoProvider', again)).error).toBe(
        'NOTHING_TO_UNDO',
      );
      expect(desk.rows('admin_logs', { target: id }).map(({ action }) => action)).toEqual([
        ...['saveProvider', 'undoProvider'],
      ]);
    });

    it('is changed once per request, and only as the admin saw it', async () => {
      succeeded(await save({ weight: 3 }, 1));
      succeeded(await save({ weight: 3 }, 1));
      expect(row(id)).toMatchObject({ version: 2 });
      expect(refused(await save({ weight: 4 }, 1)).error).toBe('REQUEST_REUSED');
      expect(refused(await save({ weight: 4 }, 1, 'other')).error).toBe('CHANGED_MEANWHILE');
    });

    it('is switched on only after a successful test', async () => {
      succeeded(await save({ isActive: false }, 1));
      expect(refused(await save({}, 2)).error).toBe('MODEL_UNTESTED');
      const test = { configId: id, requestId: 't' };
      succeeded(await studio.call('root', 'queue', 'testProvider', test));
      expect(succeeded(await studio.call('root', 'queue', 'testProvider', test)).test.state).toBe(
        'worked',
      );
      const { model } = await read();
      expect(model).toMatchObject({ state: 'off', hasWorked: true, test: { state: 'worked' } });
      expect(model.test?.imageUrl).toMatch(/^http/);
      expect(succeeded(await save({}, 2, 'on')).model).toMatchObject({ state: 'working' });
    });

    it('is changed with its line in admin_logs or not at all', async () => {
      for (let nth = 1; nth < 9; nth += 1) {
        studio.cloud.faults([
          { service: 'database', function: 'admin', nth, times: 3, fault: 'fail-before' },
        ]);
        await save({ weight: nth + 1 }, row(id)['version'] as number, `f${nth}`);
        studio.cloud.faults([]);
        const { database } = studio.cloud.cloud;
        database.import([...database.export()]);
        const logs = desk.rows('admin_logs', { action: 'saveProvider' });
        expect(row(id)['version']).toBe(1 + logs.length);
      }
    });

    it('sums up a week: refusals and cancellations are not attempts, unknown outcomes are waste', async () => {
      const attempt = (n: number, outcome: string, more: object = {}) => ({
        ...{ _id: `work_${n}:1`, workId: `work_${n}`, taskId: 't', n: 1, provider: 'dashscope' },
        ...{ configId: id, capability: 'edit', model: 'wan2.7-image', leaseToken: 1, outcome },
        ...{ providerCode: '', costFen: 20, wasteFen: 0, startedAt: new Date(Date.now() - 60_000) },
        ...{ endedAt: new Date(Date.now() - 44_000), ...more },
      });
      studio.cloud
        .collection('task_attempts')
        .put(
          ...[1, 2, 3, 4, 5, 6].map((n) => attempt(n, 'done')),
          attempt(7, 'unknown', { wasteFen: 20 }),
          attempt(8, 'refused'),
          attempt(9, 'cancelled'),
          attempt(10, 'done', { startedAt: new Date(Date.now() - 8 * 86_400_000) }),
        );

      expect((await read('kim')).week).toEqual({
        // fenPerUsable is (6 × 20 + 20) / 6.
        ...{ attempts: 7, usable: 6, medianMs: 16_000, fenPerUsable: 23.33, isCut: false },
      });
    });
  });

  describe('as a draft', () => {
    const preview = (requestId: string, more: object = {}) =>
      studio.call('root', 'admin', 'previewDraft', {
        ...{ target: 'scene:street-old-lane', sceneText: '雨后的小巷', requestId, ...more },
      });

    it('is seen as a real picture that users would get, once per request', async () => {
      const ordered = studio.dashscope.orders().length;
      expect(succeeded(await preview('a')).preview.state).toBe('running');
      expect(refused(await preview('b')).error).toBe('BUSY');
      const done = succeeded(await preview('a')).preview;

      expect(done).toMatchObject({ state: 'worked', costFen: 20, model: 'wan2.7-image' });
      expect(done.imageUrl).toMatch(/^http/);
      expect(studio.dashscope.orders().length - ordered).toBe(1);
      expect(JSON.stringify(studio.dashscope.orders().at(-1))).toContain('雨后的小巷');
      expect(desk.rows('provider_slots', { kind: 'concurrent' })).toEqual([]);
      expect(desk.rows('studio_budget_days')).toMatchObject([{ startedFen: 20 }]);
      const target = 'scene:street-old-lane';
      const { preview: seen } = succeeded(
        await studio.call('kim', 'admin', 'getPreview', { target }),
      );
      expect(seen).toMatchObject({ state: 'worked', target });
      expect(refused(await preview('a', { sceneText: '别的' })).code).toBe(409);
    });

    it('of a template is filled as a task would fill it', async () => {
      const template = { target: 'template:photography-standard', sceneText: undefined };
      succeeded(await preview('t', { ...template, templateText: '拍一张：{scene}\n{note}' }));
      const sent = JSON.stringify(studio.dashscope.orders().at(-1));
      expect(sent).toContain('拍一张：纯白无缝背景');
      expect(sent).not.toContain('{note}');
    });

    it('needs a working model, and is for admins', async () => {
      studio.cloud
        .collection('api_configs')
        .put(
          ...desk
            .rows('api_configs', { capability: 'edit' })
            .map((config) => ({ ...config, _id: config['_id'] as string, isActive: false })),
        );
      expect(refused(await preview('a')).error).toBe('PROVIDER_NOT_CONFIGURED');
      const input = { target: 'scene:x', requestId: 'q' };
      expect(refused(await studio.call('kim', 'admin', 'previewDraft', input)).error).toBe(
        'FORBIDDEN',
      );
      expect(desk.rows('admin_logs')).toEqual([]);
    });

    it('is listed with its versions, for support too', async () => {
      const { scenes } = succeeded(await studio.call('kim', 'scene', 'listAllScenes', {}));
      expect(scenes).toHaveLength(20);
      const scene = { name: '新巷', category: '街头', coverUrl: '', prompt: '小巷', order: 1 };
      const save = { sceneId: 'new', scene, requestId: 's' };
      succeeded(await studio.call('root', 'scene', 'saveScene', save));
      const { versions } = succeeded(
        await studio.call('kim', 'scene', 'listVersions', { sceneId: 'new' }),
      );
      expect(versions).toMatchObject([{ version: 1, adminName: '陈默' }]);
      const { templates } = succeeded(await studio.call('kim', 'prompt', 'listTemplates', {}));
      expect(templates.map(({ templateId, isActive }) => [templateId, isActive])).toEqual([
        ['fitting-standard', true],
        ['photography-standard', true],
      ]);
      const { versions: texts } = succeeded(
        await studio.call('kim', 'prompt', 'listTemplateVersions', {
          templateId: 'photography-standard',
        }),
      );
      expect(texts).toMatchObject([{ version: 1, template: { kind: 'photography' } }]);
    });
  });
});
