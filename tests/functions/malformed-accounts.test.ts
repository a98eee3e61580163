import type { Document } from '../../devtools/emulator/database/database';
import { openStudio, refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

const newest = new Date('2030-01-01T00:00:00Z');

describe('a malformed row of accounts, quotas and chats', () => {
  let studio: Studio;
  let alice: string;
  const put = (collection: string, ...rows: Document[]) =>
    studio.cloud.collection(collection).put(...rows);
  const change = (collection: string, id: string, changes: Document) => {
    const [row] = studio.cloud.collection(collection).rows({ _id: id });
    put(collection, { ...row, ...changes });
  };
  const draw = (who: string) =>
    studio.call(who, 'aiGenerate', 'generate', { requestId: `draw-${who}`, prompt: '猫' });
  const ask = (who: string) => studio.call(who, 'chat', 'send', { messageId: 'm1', text: '你好' });
  const overview = (who: string) => studio.call(who, 'quota', 'getOverview', {});
  async function skipped(name: string, action: string, data: object, who: string) {
    const { logs } = await studio.cloud.report(name, { action, data }, who);
    return logs
      .map(({ message }) => JSON.parse(message) as Record<string, string>)
      .filter((line) => line['message'] === 'row skipped')
      .map((line) => [line['collection'], line['id']].join('/'));
  }

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    alice = await studio.member('alice', { vipLevel: 2 });
    await studio.member('bob');
    await studio.member('root', { userType: 'admin' });
  });

  it.each<[string, Document]>([
    ['users', { nickname: null, avatar: null, formerAvatars: null, vipLevel: null }],
    ['user_subscriptions', { customQuotas: null, startAt: null, version: null }],
  ])('is not reported for null fields of %s: %j', async (collection, nulls) => {
    change(collection, alice, nulls);

    expect(succeeded(await overview('alice')).features).toHaveLength(4);
    expect(succeeded(await draw('alice')).works).toHaveLength(1);
    expect(await skipped('quota', 'getOverview', {}, 'alice')).toEqual([]);
  });

  it.each<[string, string, Document]>([
    ['users', 'user_bad', { nickname: '坏', credits: '5', createdAt: newest }],
    ['plans', 'gold', { name: '金', level: '2', priceFen: 1, days: 1, isActive: true }],
    ['plan_features', 'plus:image_daily', { planId: 'plus', featureCode: 'image_daily' }],
    ['plan_features', 'typo', { planId: 'plus', value: 5 }],
  ])('of %s (%s) stops nobody', async (collection, id, row) => {
    put(collection, { _id: id, ...row });

    for (const who of ['alice', 'bob']) {
      succeeded(await draw(who));
      succeeded(await ask(who));
      succeeded(await overview(who));
      succeeded(await studio.call(who, 'quota', 'listPlans', {}));
    }
    const { users } = succeeded(await studio.call('root', 'quota', 'searchUsers', {}));
    expect(users.map(({ nickname }) => nickname)).not.toContain('坏');
    expect(users).toHaveLength(3);
    const found = [
      ...(await skipped('quota', 'listPlans', {}, 'bob')),
      ...(await skipped('quota', 'searchUsers', {}, 'root')),
    ];
    expect(found).toContain(`${collection}/${id}`);
  });

  it('of a plan leaves its members their features, and does not charge them', async () => {
    change('plans', 'plus', { level: 'two' });

    expect(succeeded(await draw('alice'))).toMatchObject({ remainingCredits: null });
    const { tier, features } = succeeded(await overview('alice'));
    expect(tier).toBe('vip');
    expect(features).toMatchObject([
      { feature: 'image_daily', limit: 200, source: 'plan' },
      { feature: 'studio_daily', limit: 30, source: 'plan' },
      { feature: 'chat_ap_monthly', limit: 1000, source: 'plan' },
      { feature: 'storage_bytes', source: 'plan' },
    ]);
    const { plans } = succeeded(await studio.call('bob', 'quota', 'listPlans', {}));
    expect(plans.map(({ planId }) => planId)).toEqual(['free', 'basic', 'pro']);
  });

  it('of a feature of a plan falls back to the default of the level', async () => {
    change('plan_features', 'plus:chat_ap_monthly', { value: '1000' });

    expect(succeeded(await overview('alice')).features[2]).toMatchObject({
      ...{ feature: 'chat_ap_monthly', limit: 1000, source: 'default' },
    });
  });

  it.each<[string, Document]>([
    ['user_subscriptions', { customQuotas: { image_daily: '60' } }],
    ['users', { credits: 99.5 }],
  ])('of %s that decides fails closed, for its owner only', async (name, changes) => {
    change(name, alice, changes);

    expect(refused(await draw('alice'))).toMatchObject({ code: 503, error: 'QUOTA_UNAVAILABLE' });
    expect(await skipped('quota', 'getOverview', {}, 'alice')).toEqual([`${name}/${alice}`]);
    succeeded(await draw('bob'));
    const adjustment = {
      ...{ userId: alice, feature: 'image_daily' as const, value: 60 },
      ...{ reason: '补偿', requestId: 'a1' },
    };
    expect(refused(await studio.call('root', 'quota', 'adjust', adjustment)).error).toBe(
      'QUOTA_UNAVAILABLE',
    );
    succeeded(await studio.call('root', 'quota', 'searchUsers', {}));
  });

  it('of the derived storage usage counts as nothing until it is repaired', async () => {
    put('user_storage_usage', { _id: alice, userId: alice, usedBytes: 'much' });

    succeeded(await draw('alice'));
    expect(succeeded(await overview('alice')).features[2]).toMatchObject({ used: 0 });
  });

  it('of an overview is rebuilt by the next look', async () => {
    put('quota_overviews', { _id: alice, _openid: 'alice', features: 'none', version: 1 });
    succeeded(await overview('alice'));

    expect(studio.cloud.collection('quota_overviews').rows({ _id: alice })).toMatchObject([
      { features: { image_daily: { limit: 200 } } },
    ]);
  });

  it('of app_config switches the feature off', async () => {
    put('app_config', { _id: 'chat', isEnabled: 'yes' });

    expect(refused(await ask('bob'))).toMatchObject({ code: 503, error: 'FEATURE_OFF' });
    expect(succeeded(await studio.call('bob', 'login', 'wxLogin', {})).features.chat).toBe(false);
    expect(await skipped('login', 'wxLogin', {}, 'bob')).toEqual(['app_config/chat']);
  });

  describe('of a list', () => {
    const moment = (index: number) => new Date(newest.getTime() - index * 60_000);
    const lists: [
      name: string,
      collection: string,
      toRow: (index: number) => Document,
      broken: Document,
      read: (cursor: string | null) => Promise<{ ids: string[]; nextCursor: string | null }>,
    ][] = [
      [
        'userInfo.listCreditLogs',
        'credit_logs',
        (index) => ({
          ...{ _id: `adjust:${alice}:${index}`, userId: alice, kind: 'adjust', amount: 1 },
          ...{ before: 0, after: 1, title: '管理员发放', createdAt: moment(index) },
        }),
        { kind: 'gift' },
        async (cursor) => {
          const input = { cursor, pageSize: 2 };
          const page = succeeded(await studio.call('alice', 'userInfo', 'listCreditLogs', input));
          return { ids: page.logs.map(({ id }) => id), nextCursor: page.nextCursor };
        },
      ],
      [
        'chat.listSessions',
        'chat_sessions',
        (index) => ({
          ...{ _id: `session_${index}`, _openid: 'alice', userId: alice, title: '对话' },
          ...{ deletedAt: null, createdAt: moment(index), updatedAt: moment(index) },
        }),
        { title: 5 },
        async (cursor) => {
          const page = succeeded(
            await studio.call('alice', 'chat', 'listSessions', { cursor, pageSize: 2 }),
          );
          return {
            ids: page.sessions.map(({ sessionId }) => sessionId),
            nextCursor: page.nextCursor,
          };
        },
      ],
      [
        'quota.listAudits',
        'quota_audit_logs',
        (index) => ({
          ...{ _id: `adjust:root:${index}`, userId: alice, featureCode: 'image_daily' },
          ...{ before: null, after: 5, effectiveBefore: 200, effectiveAfter: 5, version: index },
          ...{ reason: '补偿', adminId: 'root', requestHash: '', createdAt: moment(index) },
        }),
        { effectiveAfter: 'five' },
        async (cursor) => {
          const input = { userId: alice, cursor, pageSize: 2 };
          const page = succeeded(await studio.call('root', 'quota', 'listAudits', input));
          return { ids: page.audits.map(({ id }) => id), nextCursor: page.nextCursor };
        },
      ],
    ];

    it.each(lists)(
      '%s hides no other and does not end the list',
      async (_, name, toRow, broken, read) => {
        put(
          name,
          ...[0, 1, 2, 3, 4].map((index) => ({
            ...toRow(index),
            ...(index === 1 || index === 2 ? broken : {}),
          })),
        );

        const ids: string[] = [];
        let cursor: string | null = null;
        do {
          const page = await read(cursor);
          ids.push(...page.ids);
          cursor = page.nextCursor;
        } while (cursor !== null);
        const expected = [0, 3, 4].map((index) => toRow(index)['_id']);
        expect(ids.slice(0, 3)).toEqual(expected);
      },
    );
  });
});
