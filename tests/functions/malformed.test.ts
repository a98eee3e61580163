import { openStudio, refused, succeeded, worksOfToday } from '../support/studio';
import type { Studio } from '../support/studio';
import type { Document } from '../../devtools/emulator/database/database';

const choices: [collection: string, row: Document][] = [
  ['characters', { _id: 'bad', name: '新角色', order: 0 }],
  ['styles', { _id: 'bad', name: '新', promptTemplate: '水彩', order: 0 }],
  ['emotions', { _id: 'bad', name: '新', order: 0 }],
  ['sizes', { _id: '1x1', ratio: '1:1', width: '1024', height: 1024, order: 0 }],
  ['creative_templates', { _id: 'bad', category: 'x', order: 0 }],
];

describe('a malformed row', () => {
  let studio: Studio;
  let userId: string;
  let now: Date;
  const works = () => studio.cloud.collection('works');
  const logged = async (name: string, action: string, data: object) => {
    const { logs } = await studio.cloud.report(name, { action, data }, 'alice');
    return logs.map(({ message }) => message).filter((text) => text.includes('row skipped'));
  };

  let offsetMs = 0;

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    // More than the minute for which an instance caches the options.
    offsetMs += 2 * 60_000;
    await studio.cloud.control('PUT', '/local/clock', { offsetMs });
    userId = await studio.member('alice');
    now = new Date(studio.cloud.cloud.clock.now());
  });

  describe('of works', () => {
    function givenWorks(count: number, changes: Record<number, Document>): void {
      const rows = worksOfToday(userId, 'alice', count, now).map((row, index) => ({
        ...row,
        _id: `work_${index}`,
        createdAt: new Date(now.getTime() - index * 60_000),
        ...changes[index],
      }));
      works().put(...rows);
    }
    const list = async (pageSize: number): Promise<string[]> => {
      const ids: string[] = [];
      let cursor: string | null = null;
      do {
        const page: { works: { workId: string }[]; nextCursor: string | null } = succeeded(
          await studio.call('alice', 'workManage', 'getWorks', { pageSize, cursor }),
        );
        ids.push(...page.works.map(({ workId }) => workId));
        cursor = page.nextCursor;
      } while (cursor !== null);
      return ids;
    };

    it('is none when fields are null: null is absent', async () => {
      const none = {
        ...{ errorMessage: null, errorCode: null, groupId: null, style: null, imageBytes: null },
        ...{ startedAt: null, type: null, quality: null, images: null, leaseUntil: null },
      };
      givenWorks(1, { 0: none });

      expect(await list(12)).toEqual(['work_0']);
      expect(await logged('workManage', 'getWork', { workId: 'work_0' })).toEqual([]);
    });

    it.each([1, 2, 3, 12])('hides no other, with %d on a page', async (pageSize) => {
      givenWorks(6, { 1: { imageBytes: 1.5 }, 2: { title: 5 }, 4: { type: 'video' } });

      expect(await list(pageSize)).toEqual(['work_0', 'work_3', 'work_5']);
      const { works: history } = succeeded(
        await studio.call('alice', 'aiGenerate', 'getHistory', {}),
      );
      expect(history.map(({ workId }) => workId)).toEqual(['work_0', 'work_3', 'work_5']);
    });

    it('is logged with its collection, its id and the field, and without its values', async () => {
      givenWorks(2, { 1: { title: { secret: '绝密' } } });

      const lines = await logged('workManage', 'getWorks', {});

      expect(JSON.parse(lines[0] ?? '')).toMatchObject({
        ...{ level: 'error', collection: 'works', id: 'work_1' },
        cause: expect.stringContaining('title') as string,
      });
      expect(lines.join()).not.toContain('绝密');
    });

    it('is reported as damaged to its owner, and as missing to others', async () => {
      givenWorks(1, { 0: { imageBytes: 'many' } });
      await studio.member('mallory');
      const open = (who: string) => studio.call(who, 'workManage', 'getWork', { workId: 'work_0' });

      expect(refused(await open('alice'))).toMatchObject({ code: 500, error: 'WORK_UNREADABLE' });
      expect(refused(await open('mallory'))).toMatchObject({ code: 404, error: 'NOT_FOUND' });
    });

    it('is not drawn again by its own request', async () => {
      const data = { requestId: 'r1', prompt: '猫' };
      succeeded(await studio.call('alice', 'aiGenerate', 'generate', data));
      works().put({ ...works().rows()[0], imageBytes: 1.5 });
      const asked = studio.zhipu.requests().length;

      expect(refused(await studio.call('alice', 'aiGenerate', 'generate', data)).code).toBe(500);
      expect(studio.zhipu.requests()).toHaveLength(asked);
      expect(works().count()).toBe(1);
    });

    it('does not stop new generations of its owner', async () => {
      givenWorks(2, { 0: { imageBytes: 1.5 }, 1: { status: 'processing', title: 5 } });
      const data = { requestId: 'r1', prompt: '猫' };

      expect(
        succeeded(await studio.call('alice', 'aiGenerate', 'generate', data)).works,
      ).toMatchObject([{ status: 'completed' }]);
    });
  });

  describe.each(choices)('of %s', (collection, row) => {
    beforeEach(() => studio.cloud.collection(collection).put(row));

    it('is not offered, and logged; everything else is', async () => {
      const lines = await logged('aiGenerate', 'getGenerateOptions', {});
      const options = succeeded(await studio.call('alice', 'aiGenerate', 'getGenerateOptions', {}));
      const { templates } = succeeded(await studio.call('alice', 'aiGenerate', 'getTemplates', {}));

      expect(JSON.parse(lines[0] ?? '')).toMatchObject({ collection, id: row['_id'] });
      const offered = [
        options.characters,
        options.styles,
        options.emotions,
        options.sizes,
        templates,
      ];
      for (const list of offered) expect(list.length).toBeGreaterThan(0);
      expect(offered.flat().map(({ id }) => id)).not.toContain(row['_id']);
    });

    it('stops no generation', async () => {
      const data = { requestId: 'r1', prompt: '猫', style: 'watercolor' };
      const reply = await studio.call('alice', 'aiGenerate', 'generate', data);

      expect(succeeded(reply).works).toMatchObject([{ status: 'completed' }]);
    });
  });
});
