import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { openDesk } from '../support/quota-desk';
import { openStudio, refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

const noon = '2026-11-21T04:00:00.000Z';

describe('an admin', () => {
  let studio: Studio;
  const desk = () => openDesk(studio);

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    studio.cloud.faults([]);
    await desk().moveTo(noon);
    await studio.member('alice', { nickname: '小满' });
    await studio.member('root', { userType: 'admin', nickname: '掌柜' });
  });

  describe('quota.searchUsers', () => {
    type UserPage = { userId: string; nickname: string };
    async function search(text?: string, pageSize = 20, cursor?: string) {
      return succeeded(
        await studio.call('root', 'quota', 'searchUsers', {
          ...(text === undefined ? {} : { text }),
          ...(cursor === undefined ? {} : { cursor }),
          pageSize,
        }),
      );
    }
    const names = (found: { users: UserPage[] }) => found.users.map(({ nickname }) => nickname);

    function putUsers(...nicknames: string[]): void {
      studio.cloud.collection('users').put(
        ...nicknames.map((nickname, index) => ({
          ...{ _id: `user_n${index}`, _openid: `n${index}`, openid: `n${index}`, nickname },
          ...{ userType: 'wechat', vipLevel: 0, credits: 100, inviteCode: `CODE000${index}` },
          createdAt: new Date(Date.parse(noon) - (index + 1) * 1000),
        })),
      );
    }

    it('shows the newest first, page by page, each once', async () => {
      putUsers('a', 'b', 'c', 'd', 'e');
      const all: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await search('', 2, cursor);
        all.push(...names(page));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);

      expect(all).toEqual(['掌柜', '小满', 'a', 'b', 'c', 'd', 'e']);
    });

    it('finds by the start of the nickname, and takes every character literally', async () => {
      putUsers('小满满', '大小满', '.*', 'a.b', 'axb', '(', '$^[]{}|\\/+?-');

      expect(names(await search('小'))).toEqual(['小满', '小满满']);
      expect(names(await search('小满满'))).toEqual(['小满满']);
      for (const text of ['.*', 'a.', '(', '$^[]{}|\\/+?-', '$^[']) {
        expect(names(await search(text))).toHaveLength(1);
      }
      expect(names(await search('.'))).toEqual(['.*']);
      expect(names(await search('满'))).toEqual([]);
    });

    it('pages through equal nicknames', async () => {
      putUsers(...Array.from({ length: 7 }, (_, index) => `同名${index}`));
      const first = await search('同名', 4);
      const second = await search('同名', 4, first.nextCursor ?? '');

      expect([...names(first), ...names(second)]).toEqual(
        Array.from({ length: 7 }, (_, index) => `同名${index}`),
      );
      expect(second.nextCursor).toBeNull();
    });

    it('finds by the whole id and the whole invite code, before equal nicknames', async () => {
      putUsers('CODE0001', 'b');
      const { inviteCode } = await desk().user();

      expect(names(await search(desk().userId))).toEqual(['小满']);
      expect(names(await search(inviteCode))).toEqual(['小满']);
      expect(names(await search(inviteCode.toLowerCase()))).toEqual(['小满']);
      expect(names(await search(inviteCode.slice(0, 7)))).toEqual([]);
      expect(names(await search(desk().userId.slice(0, 20)))).toEqual([]);
      expect(names(await search('CODE0001'))).toEqual(['b', 'CODE0001']);
      expect(names(await search('CODE0001', 1))).toEqual(['b', 'CODE0001']);
    });

    it.each(['\u0000', '小\u0007', '\ud800', '\n'])('finds nobody by %j', async (text) => {
      putUsers('a');
      expect(names(await search(`a${text}b`))).toEqual([]);
    });

    it('reports the level in force, not the copy', async () => {
      const { endAt } = await desk().activate('plus', 1);
      expect((await search('小满')).users).toMatchObject([
        { tier: 'vip', membershipLevel: 'plus', planId: 'plus', endAt, userType: 'wechat' },
      ]);
      await desk().moveTo(endAt);
      expect(studio.user('alice')).toMatchObject({ vipLevel: 2 });
      expect((await search('小满')).users).toMatchObject([
        { tier: 'free', membershipLevel: 'free', planId: null, endAt: null },
      ]);
    });

    it('refuses a cursor that no list gave out', async () => {
      const reply = await studio.call('root', 'quota', 'searchUsers', { cursor: 'Zm9v' });

      expect(refused(reply)).toMatchObject({ details: { field: 'cursor' } });
    });
  });

  describe('quota.getUserOverview', () => {
    it('shows the value of each source, the effective limit, and the usage', async () => {
      await desk().activate('plus');
      await desk().adjust({ value: 7, reason: '活动' });
      succeeded(await desk().generate());
      const overview = succeeded(
        await studio.call('root', 'quota', 'getUserOverview', { userId: desk().userId }),
      );

      expect(overview).toMatchObject({
        user: { userId: desk().userId, nickname: '小满', tier: 'vip', planId: 'plus' },
        version: 2,
      });
      expect(overview.features[0]).toMatchObject({
        ...{ feature: 'image_daily', limit: 7, source: 'override', used: 1, remaining: 6 },
        ...{ defaultLimit: 200, planLimit: 200, overrideLimit: 7, overrideReason: '活动' },
      });
      expect(overview.features[2]).toMatchObject({
        ...{ feature: 'chat_ap_monthly', limit: 1000, source: 'plan', used: 0, held: 0 },
        ...{ defaultLimit: 1000, planLimit: 1000, overrideLimit: null, overrideReason: '' },
      });
    });

    it('counts AP of this month only, and holds that still live', async () => {
      const hold = (messageId: string, expiresAt: string) => ({
        ...{ messageId, ap: 2, expiresAt: new Date(expiresAt) },
      });
      studio.cloud.collection('chat_quotas').put({
        ...{ _id: desk().userId, userId: desk().userId, monthlyUsed: 40, totalUsed: 90 },
        holds: [hold('lives', '2026-11-21T04:05:00Z'), hold('dead', '2026-11-21T03:00:00Z')],
        quotaResetAt: new Date('2026-11-30T16:00:00Z'),
        ...{ todayUsed: 0, todayDay: '20261121' },
      });
      await desk().adjust({ feature: 'chat_ap_monthly', value: 41 });
      const chat = async () => desk().state('chat_ap_monthly');

      expect(await chat()).toMatchObject({ limit: 41, used: 40, held: 2, remaining: 0 });
      expect(succeeded(await studio.call('alice', 'chat', 'getQuota', {}))).toMatchObject({
        ...{ limit: 41, used: 40, held: 2, remaining: 0 },
      });
      await desk().moveTo('2026-11-30T16:00:00.000Z');
      expect(await chat()).toMatchObject({
        ...{ used: 0, held: 0, remaining: 41, resetAt: '2026-12-31T16:00:00.000Z' },
      });
    });
  });

  describe('quota.listAudits', () => {
    it('shows the changes of one user, newest first, page by page', async () => {
      const { adjust, moveTo, userId } = desk();
      for (const [index, value] of [10, 20, 30].entries()) {
        await moveTo(`2026-11-21T0${4 + index}:00:00.000Z`);
        await adjust({ value });
      }
      await openDesk(studio, 'root').adjust({ value: 99 });
      const list = async (cursor?: string) =>
        succeeded(
          await studio.call('root', 'quota', 'listAudits', {
            ...{ userId, pageSize: 2 },
            ...(cursor === undefined ? {} : { cursor }),
          }),
        );
      const first = await list();
      const second = await list(first.nextCursor ?? '');

      expect(first.audits).toMatchObject([
        { before: 20, after: 30, effectiveAfter: 30, adminName: '掌柜', adminId: userIdOf('root') },
        { before: 10, after: 20 },
      ]);
      expect(second).toMatchObject({ audits: [{ before: null, after: 10 }], nextCursor: null });
      expect(JSON.stringify([first, second])).not.toContain('requestHash');
    });
  });

  describe('quota.resync', () => {
    it('rebuilds derived rows, and reports what was wrong', async () => {
      const { activate, overviewRow, userId } = desk();
      await activate('plus');
      studio.cloud.collection('users').put({ ...studio.user('alice'), vipLevel: 3 });
      const usages = studio.cloud.collection('user_storage_usage');
      usages.put({ _id: userId, usedBytes: 0, limitBytes: 1 });
      const overviews = studio.cloud.collection('quota_overviews');
      overviews.put({ ...overviewRow(), _id: userId, version: 99 });
      const resync = async () =>
        succeeded(await studio.call('root', 'quota', 'resync', { userId })).repaired;

      expect(await resync()).toEqual(['额度概览', '存储上限', '会员等级']);
      expect(studio.user('alice')).toMatchObject({ vipLevel: 2 });
      expect(overviewRow()).toMatchObject({ version: 1 });
      expect(await resync()).toEqual([]);
    });

    it('removes the copy of a level without a subscription', async () => {
      studio.cloud.collection('users').put({ ...studio.user('alice'), vipLevel: 3 });
      expect(await desk().user()).toMatchObject({ tier: 'free', vipLevel: 0 });

      const { userId } = desk();
      expect(succeeded(await studio.call('root', 'quota', 'resync', { userId }))).toEqual({
        ...{ userId, repaired: ['会员等级'] },
      });
      expect(desk().overviewRow()).toBeNull();
    });
  });

  describe('quota.explain', () => {
    const explain = async (feature: 'image_daily' | 'storage_bytes' | 'chat_ap_monthly') => {
      const { userId } = desk();
      return succeeded(await studio.call('root', 'quota', 'explain', { userId, feature }));
    };
    const deciding = (explained: Awaited<ReturnType<typeof explain>>) =>
      explained.rows.filter(({ decides }) => decides);

    it('names the row that decides, and the rows behind it', async () => {
      const { userId } = desk();
      expect(deciding(await explain('image_daily'))).toEqual([
        { collection: 'users', id: userId, decides: true, what: '默认额度（免费版）：50 次' },
      ]);
      const { endAt } = await desk().activate('plus', 30);
      expect(deciding(await explain('storage_bytes'))).toEqual([
        {
          ...{ collection: 'plan_features', id: 'plus:storage_bytes', decides: true },
          what: '套餐「进阶版」：10 GB',
        },
      ]);
      await desk().adjust({ value: 300, reason: '活动', expiresAt: '2026-12-01T00:00:00+08:00' });
      const { rows, ...state } = await explain('image_daily');

      expect(state).toMatchObject({ limit: 300, source: 'override', planLimit: 200, holds: [] });
      expect(rows.map(({ what }) => what)).toEqual([
        '覆盖：300 次，2026-12-01 00:00 到期，原因：活动',
        '会员「进阶版」，2026-12-21 12:00 到期',
        '套餐「进阶版」：200 次',
        '默认额度（进阶版）：200 次',
        '今日已用 0 次，2026-11-22 00:00 重置',
      ]);
      await desk().moveTo(endAt);
      expect((await explain('image_daily')).rows.map(({ what }) => what)).toEqual([
        '覆盖 300 次 已于 2026-12-01 00:00 到期',
        '会员「进阶版」已于 2026-12-21 12:00 结束',
        '套餐「进阶版」：200 次（会员不在有效期，不起作用）',
        '默认额度（免费版）：50 次',
        '今日已用 0 次，2026-12-22 00:00 重置',
      ]);
    });

    it('shows the AP held for running answers', async () => {
      const expiresAt = new Date('2026-11-21T04:05:00Z');
      studio.cloud.collection('chat_quotas').put({
        ...{ _id: desk().userId, userId: desk().userId, monthlyUsed: 40, totalUsed: 90 },
        holds: [{ messageId: 'm1', ap: 2, expiresAt }],
        quotaResetAt: new Date('2026-11-30T16:00:00Z'),
        ...{ todayUsed: 0, todayDay: '20261121' },
      });

      const { holds, rows } = await explain('chat_ap_monthly');
      expect(holds).toEqual([{ messageId: 'm1', ap: 2, expiresAt: expiresAt.toISOString() }]);
      expect(rows.at(-1)?.what).toBe('本月已用 40 AP，回答中预留 2 AP，2026-12-01 00:00 重置');
    });
  });

  it.each(['getUserOverview', 'resync', 'explain'] as const)(
    'answers NOT_FOUND for an unknown id: %s',
    async (action) => {
      const data = { userId: userIdOf('nobody'), feature: 'image_daily' };
      const { feature: _, ...rest } = data;
      const reply = await studio.cloud.invoke(
        ...(['quota', action, action === 'explain' ? data : rest, 'root'] as const),
      );

      expect(reply).toMatchObject({ code: 404, error: 'NOT_FOUND' });
    },
  );

  it.each([
    ['getUserOverview', { userId: 'user_x' }],
    ['searchUsers', {}],
    ['listAudits', { userId: 'user_x' }],
    ['resync', { userId: 'user_x' }],
    ['explain', { userId: 'user_x', feature: 'image_daily' }],
  ])('is required by %s, which refuses members', async (action, data) => {
    expect(await studio.cloud.invoke('quota', action, data, 'alice')).toMatchObject({
      ...{ code: 403, error: 'FORBIDDEN', data: null },
    });
  });
});
