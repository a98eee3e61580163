import { readLabel } from '../../cloudfunctions/shared/pictures/label';
import { businessDay } from '../../cloudfunctions/shared/domain/time/business-day';
import type { Document } from '../../devtools/emulator/database/database';
import { openStudio, refused, succeeded, worksOfToday } from '../support/studio';
import type { Studio } from '../support/studio';
import { tickNow } from '../support/tick';

const hour = 3_600_000;

describe('workManage', () => {
  let studio: Studio;
  let userId: string;
  let now: Date;

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    studio.zhipu.setRules([]);
    userId = await studio.member('alice');
    now = new Date(studio.cloud.cloud.clock.now());
  });

  /** Writes works of alice, newest first, an hour apart. */
  function givenWorks(...changes: Document[]): string[] {
    const rows = worksOfToday(userId, 'alice', changes.length, now).map((row, index) => ({
      ...row,
      // A lease, so that the sweep takes unfinished works for running ones and leaves them alone.
      ...{ leaseToken: 1, leaseUntil: new Date(now.getTime() + 60_000) },
      _id: `work_${index}`,
      createdAt: new Date(now.getTime() - index * hour),
      ...changes[index],
    }));
    studio.cloud.collection('works').put(...rows);
    return rows.map(({ _id }) => _id);
  }

  async function list(data: Record<string, unknown> = {}, who = 'alice') {
    const page = succeeded(await studio.call(who, 'workManage', 'getWorks', data));
    return { ...page, ids: page.works.map(({ workId }) => workId) };
  }

  async function everything(data: Record<string, unknown>): Promise<string[]> {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({ ...data, cursor });
      ids.push(...page.ids);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return ids;
  }

  describe('a search', () => {
    it('finds title and description, in any case, each work once, page by page', async () => {
      const ids = givenWorks(
        { title: '橘猫', originalPrompt: '窗台上的橘猫' },
        { title: '第一张', originalPrompt: 'A CAT on the roof, 橘猫' },
        { title: '小狗' },
        { title: 'Cat', type: 'photography', taskId: 't' },
        { title: '橘猫', status: 'failed', seat: 'released:x' },
        { title: '橘猫', status: 'processing' },
      );

      expect(await everything({ query: '橘猫', pageSize: 1 })).toEqual([ids[0], ids[1]]);
      expect(await everything({ query: ' cat ', pageSize: 5 })).toEqual([ids[1], ids[3]]);
      expect(await everything({ query: 'cat', tab: 'photography' })).toEqual([ids[3]]);
    });

    it.each(['.*', '^', '(', '[a', '$where', '\\'])('takes %j literally', async (query) => {
      givenWorks({ title: '橘猫' });

      expect(await everything({ query })).toEqual([]);
    });
  });

  describe('several at once', () => {
    const call = (action: 'saveWorks' | 'deleteWorks', data: object, who = 'alice') =>
      studio.call(who, 'workManage', action, data as never);

    it('are marked and deleted, again without a change, and never those of others', async () => {
      const ids = givenWorks({}, {}, {});
      await studio.member('mallory');
      const some = { workIds: [ids[0], ids[1], 'work_nowhere'] };

      expect(succeeded(await call('saveWorks', { ...some, isFavorite: true }))).toEqual({
        changed: 2,
      });
      expect(succeeded(await call('deleteWorks', some, 'mallory'))).toEqual({ changed: 0 });
      expect((await list({ tab: 'favorite' })).ids).toEqual([ids[0], ids[1]]);
      expect(succeeded(await call('deleteWorks', some))).toEqual({ changed: 2 });
      expect(succeeded(await call('deleteWorks', some))).toEqual({ changed: 0 });
      expect((await list()).ids).toEqual([ids[2]]);
      await tickNow(studio.cloud);
      expect(studio.cloud.collection('works').rows({ hasFilesToRemove: true })).toEqual([]);
    });
  });

  describe('getWorks', () => {
    it('shows running works first, then fresh failures and completed works by age', async () => {
      const ids = givenWorks(
        {},
        { status: 'failed', seat: 'released:work_1' },
        {},
        { status: 'processing' },
        { status: 'pending' },
        {
          status: 'failed',
          seat: 'released:work_5',
          createdAt: new Date(now.getTime() - 25 * hour),
        },
      );

      const page = await list();

      expect(page.ids).toEqual([ids[3], ids[4], ids[0], ids[1], ids[2]]);
      expect(page.nextCursor).toBeNull();
    });

    it.each([1, 2, 3, 5, 12])('shows every work once with %d on a page', async (pageSize) => {
      const sameMoment = { createdAt: now };
      const ids = givenWorks(
        sameMoment,
        sameMoment,
        sameMoment,
        { status: 'failed', seat: 'released:work_3', createdAt: now },
        {},
        { status: 'processing' },
        {},
      );

      const found = await everything({ pageSize });

      expect(found).toHaveLength(ids.length);
      expect(new Set(found)).toEqual(new Set(ids));
      expect(found[0]).toBe('work_5');
    });

    it('knows the tabs', async () => {
      givenWorks({ isFavorite: true }, { type: 'photography' }, { type: 'fitting' }, {});

      expect((await list({ tab: 'favorite' })).ids).toEqual(['work_0']);
      expect((await list({ tab: 'photography' })).ids).toEqual(['work_1']);
      expect((await list({ tab: 'fitting' })).ids).toEqual(['work_2']);
      expect((await list({ tab: 'text2img' })).ids).toEqual(['work_0', 'work_3']);
      expect(succeeded(await studio.call('alice', 'workManage', 'getStats', {}))).toEqual({
        works: 4,
        favorites: 1,
        studio: 2,
      });
    });

    it("shows nobody else's works, and no deleted ones", async () => {
      givenWorks({ deletedAt: now }, {});

      expect((await list()).ids).toEqual(['work_1']);
      expect((await list({}, 'mallory')).ids).toEqual([]);
    });

    it('refuses a cursor that no list gave out', async () => {
      const reply = await studio.call('alice', 'workManage', 'getWorks', { cursor: 'forged' });

      expect(refused(reply)).toMatchObject({ code: 400, details: { field: 'cursor' } });
    });
  });

  describe('a single work', () => {
    it('can be read, marked, renamed and hidden by its owner', async () => {
      givenWorks({});
      const workId = 'work_0';

      await studio.call('alice', 'workManage', 'saveWork', { workId, isFavorite: true });
      await studio.call('alice', 'workManage', 'updateWork', { workId, title: '新名字' });
      const { work } = succeeded(await studio.call('alice', 'workManage', 'getWork', { workId }));

      expect(work).toMatchObject({ isFavorite: true, title: '新名字' });
      succeeded(await studio.call('alice', 'workManage', 'deleteWork', { workId }));
      const gone = await studio.call('alice', 'workManage', 'getWork', { workId });
      expect(refused(gone)).toMatchObject({ code: 404, error: 'NOT_FOUND' });
    });

    it('keeps its seat and its place in the day when it is deleted', async () => {
      givenWorks({});
      await studio.call('alice', 'workManage', 'deleteWork', { workId: 'work_0' });

      expect(succeeded(await studio.call('alice', 'aiGenerate', 'getDailyUsage', {})).used).toBe(1);
      expect(studio.cloud.collection('works').rows()).toMatchObject([
        {
          status: 'completed',
          seat: `${userId}:${businessDay(now)}:1`,
        },
      ]);
    });

    it.each([
      ['getWork', {}],
      ['saveWork', { isFavorite: true }],
      ['updateWork', { title: 'x' }],
      ['deleteWork', {}],
      ['prepareThumbnail', {}],
    ])('is missing for other users who call %s', async (action, data) => {
      givenWorks({});
      const before = studio.cloud.collection('works').rows();
      await studio.member('mallory');

      const reply = await studio.cloud.invoke(
        'workManage',
        action,
        { workId: 'work_0', ...data },
        'mallory',
      );

      expect(reply).toMatchObject({ code: 404, error: 'NOT_FOUND', data: null });
      expect(studio.cloud.collection('works').rows()).toEqual(before);
    });
  });

  describe('prepareThumbnail', () => {
    const draw = async () => {
      const data = { requestId: 'r1', prompt: '雨中的橘猫' };
      const reply = succeeded(await studio.call('alice', 'aiGenerate', 'generate', data));
      return String(reply.works[0]?.workId);
    };

    it('makes a small picture once', async () => {
      const workId = await draw();

      const first = succeeded(
        await studio.call('alice', 'workManage', 'prepareThumbnail', { workId }),
      );
      const again = succeeded(
        await studio.call('alice', 'workManage', 'prepareThumbnail', { workId }),
      );

      expect(again).toEqual(first);
      const path = first.thumbnailUrl.slice(first.thumbnailUrl.indexOf('thumbnails/'));
      expect(path).toMatch(new RegExp(`^thumbnails/${userId}/${workId}-[0-9a-f]{32}\\.jpg$`));
      const file = studio.cloud.cloud.storage.read(path);
      expect(file?.bytes.length).toBeLessThanOrEqual(40_000);
      expect(readLabel(file?.bytes ?? Buffer.alloc(0))).toMatchObject({
        ...{ Label: '1', ContentProducer: 'ai-image-workshop', ProduceID: workId },
      });
      expect((await list()).works[0]?.thumbnailUrl).toBe(first.thumbnailUrl);
    });

    it('is done by the timer for works that nobody asked for', async () => {
      const workId = await draw();

      await tickNow(studio.cloud);

      expect(studio.cloud.collection('works').rows({ _id: workId })[0]?.thumbnailUrl).toMatch(
        /\/thumbnails\//,
      );
    });
  });
});

describe('aiGenerate', () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio();
    await studio.member('alice');
  });
  afterAll(() => studio.close());

  it('offers the seeded choices, with pictures', async () => {
    const options = succeeded(await studio.call('alice', 'aiGenerate', 'getGenerateOptions', {}));
    expect(options.prices).toEqual({ free: 1, vip: 0, admin: 0 });

    expect(options.styles.length).toBeGreaterThanOrEqual(8);
    expect(options.characters.length).toBeGreaterThanOrEqual(10);
    expect(options.sizes).toContainEqual({
      id: '864x1152',
      ratio: '3:4',
      width: 864,
      height: 1152,
    });
    expect(options.styles.every(({ imageUrl }) => imageUrl.startsWith('cloud://'))).toBe(true);
    expect(options.examples.length).toBeGreaterThan(0);
  });

  it('offers templates whose choices all exist', async () => {
    const options = succeeded(await studio.call('alice', 'aiGenerate', 'getGenerateOptions', {}));
    const { categories, templates } = succeeded(
      await studio.call('alice', 'aiGenerate', 'getTemplates', {}),
    );

    expect(categories).toHaveLength(5);
    const known = (list: { id: string }[]) => new Set(['', ...list.map(({ id }) => id)]);
    const unknown = templates.filter(
      (template) =>
        !known(options.styles).has(template.style) ||
        !known(options.characters).has(template.character) ||
        !known(options.emotions).has(template.emotion) ||
        !known(options.sizes).has(template.size),
    );
    expect(unknown).toEqual([]);
  });

  it('reports the health of the provider, and the history of all requests', async () => {
    await studio.call('alice', 'aiGenerate', 'generate', { requestId: 'a', prompt: '猫' });
    studio.zhipu.setRules([{ behaviour: '1301' }]);
    await studio.call('alice', 'aiGenerate', 'generate', { requestId: 'b', prompt: '狗' });

    const { providers } = succeeded(
      await studio.call('alice', 'aiGenerate', 'getServiceStatus', {}),
    );
    const { works } = succeeded(await studio.call('alice', 'aiGenerate', 'getHistory', {}));

    expect(providers).toMatchObject([{ status: 'ok', recentSuccesses: 1, recentFailures: 1 }]);
    expect(works.map(({ status, prompt }) => [status, prompt])).toEqual([
      ['failed', '狗'],
      ['completed', '猫'],
    ]);
  });

  it('logs a line for its order and one for the call, without prompt, key and openid', async () => {
    studio.zhipu.setRules([]);
    const data = { requestId: 'log', prompt: '绝密的描述' };

    const { logs } = await studio.cloud.report('aiGenerate', { action: 'generate', data }, 'alice');

    const lines = logs.map(({ message }) => message);
    const fields = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(fields).toMatchObject([
      { function: 'aiGenerate', vendor: 'zhipu', operation: 'start' },
      { function: 'aiGenerate', action: 'generate', code: 200 },
    ]);
    expect(lines.join()).not.toMatch(/绝密|test-key|alice/);
  });
});
