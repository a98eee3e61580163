import type { FaultRule } from '../../devtools/emulator/faults/rule';
import { openDesk } from '../support/quota-desk';
import { openStudio, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';
import { openWatch } from '../support/watch';
import { tickNow } from '../support/tick';

const noon = '2026-11-21T04:00:00.000Z';
const own = { collection: 'quota_overviews', query: { _openid: '{openid}' } };

describe('open pages', () => {
  let studio: Studio;
  const desk = () => openDesk(studio);
  const watch = (openid: string, query: Record<string, unknown> = own) =>
    openWatch(studio.cloud.url, openid, query);

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    studio.cloud.faults([]);
    await desk().moveTo(noon);
    await studio.member('alice');
    await studio.member('bob');
    await studio.member('root', { userType: 'admin' });
  });

  it('are refused their watch by a rule that names it, and by no other', async () => {
    const refusal = { service: 'database', collection: 'quota_overviews', fault: 'fail-before' };
    studio.cloud.faults([refusal, { ...refusal, operation: 'watch', times: 1 }] as FaultRule[]);

    expect(await (await watch('alice')).next()).toMatchObject({
      type: 'error',
      error: { errCode: -402002 },
    });
    expect(await (await watch('alice')).next()).toMatchObject({ type: 'snapshot' });
  });

  it('receive every change of their owner, and of nobody else', async () => {
    const [alice, bob] = [await watch('alice'), await watch('bob')];
    expect((await alice.next()).snapshot.docs).toEqual([]);
    expect((await bob.next()).snapshot.docs).toEqual([]);

    await desk().adjust({ value: 60 });
    expect((await alice.next()).snapshot).toMatchObject({
      docChanges: [{ dataType: 'add' }],
      docs: [
        {
          ...{ _id: desk().userId, tier: 'free', version: 1 },
          features: { image_daily: { limit: 60, source: 'override' } },
        },
      ],
    });
    await desk().activate('plus');
    expect((await alice.next()).snapshot.docs).toMatchObject([
      { tier: 'vip', membershipLevel: 'plus', planName: '进阶版', version: 2 },
    ]);
    await openDesk(studio, 'bob').adjust({ value: 70 });
    expect((await bob.next()).snapshot.docs).toMatchObject([{ version: 1 }]);
    expect(alice.waiting()).toEqual([]);
    alice.close();
    bob.close();
  });

  it('may not watch what is not their own', async () => {
    await desk().adjust({ value: 60 });
    const others = [{ _openid: 'alice' }, { _id: desk().userId }, {}];
    for (const query of others) {
      const bob = await watch('bob', { collection: 'quota_overviews', query });
      expect(await bob.next()).toMatchObject({ type: 'error', error: { errCode: -502003 } });
      bob.close();
    }
    for (const collection of ['user_subscriptions', 'quota_audit_logs', 'plans']) {
      const alice = await watch('alice', { ...own, collection });
      expect(await alice.next()).toMatchObject({ type: 'error', error: { errCode: -502003 } });
      alice.close();
    }
  });

  it('are notified of charges, but not of usage or reads', async () => {
    await desk().adjust({ value: 60 });
    const alice = await watch('alice');
    await alice.next();

    succeeded(await desk().generate());
    expect((await alice.next()).snapshot.docs).toMatchObject([{ version: 1, credits: 99 }]);
    await desk().overview();
    await desk().syncByTimer();
    await desk().adjust({ value: 61 });

    expect((await alice.next()).snapshot.docs).toMatchObject([{ version: 2 }]);
    alice.close();
  });

  it('receive the end of a limit after the timer has run', async () => {
    const { endAt } = await desk().activate('plus', 1);
    const alice = await watch('alice');
    await alice.next();
    await desk().moveTo(endAt);
    await desk().syncByTimer();

    expect((await alice.next()).snapshot.docs).toMatchObject([
      { tier: 'free', membershipLevel: 'free', planId: null, endAt: null, version: 2 },
    ]);
    alice.close();
  });
});

describe('the sync of quotas', () => {
  let studio: Studio;
  const desk = (who?: string) => openDesk(studio, who);
  const run = () => tickNow(studio.cloud);

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    studio.cloud.faults([]);
    await desk().moveTo(noon);
    await studio.member('alice');
    await studio.member('root', { userType: 'admin' });
  });

  it('records the end of a membership and of an override, each at its time, once', async () => {
    await desk().adjust({ value: 60, expiresAt: '2026-11-21T06:00:00.000Z' });
    const { endAt } = await desk().activate('plus', 1);
    expect(await run()).toMatchObject({ expired: 0, synced: 0, errors: 0 });

    await desk().moveTo('2026-11-21T06:00:00.000Z');
    expect(await run()).toMatchObject({ expired: 1, synced: 1, errors: 0 });
    expect(desk().subscription()).toMatchObject({
      ...{ status: 'active', customQuotas: {}, version: 3, isSynced: true },
    });
    expect(studio.user('alice')).toMatchObject({ vipLevel: 2 });

    await desk().moveTo(endAt);
    expect(await run()).toMatchObject({ expired: 1, synced: 1, errors: 0 });
    expect(desk().subscription()).toMatchObject({
      ...{ status: 'ended', planId: 'plus', version: 4, isSynced: true, expiryAt: null },
    });
    expect(studio.user('alice')).toMatchObject({ vipLevel: 0 });
    expect(desk().overviewRow()).toMatchObject({ tier: 'free', version: 4 });

    expect(await run()).toMatchObject({ expired: 0, synced: 0, errors: 0 });
    expect(desk().audits()).toHaveLength(2);
  });

  it('is safe to run concurrently', async () => {
    const { endAt } = await desk().activate('plus', 1);
    await desk().moveTo(endAt);
    const summaries = await Promise.all([run(), run(), run()]);

    expect(desk().subscription()).toMatchObject({ status: 'ended', version: 2, isSynced: true });
    const expired = summaries.map((summary) => Number(summary['expired'] ?? 0));
    expect(expired.reduce((sum, count) => sum + count, 0)).toBe(1);
  });

  it('processes any number of users, and skips malformed rows', async () => {
    const ended = new Date('2026-11-21T03:00:00.000Z');
    const names = Array.from({ length: 130 }, (_, index) => `user_${1000 + index}`);
    studio.cloud.collection('users').put(
      ...names.map((_id) => ({
        ...{ _id, _openid: _id, openid: _id, userType: 'wechat', vipLevel: 1, credits: 0 },
        createdAt: ended,
      })),
    );
    studio.cloud.collection('user_subscriptions').put(
      ...names.map((_id, index) => ({
        ...{ _id, userId: _id, planId: 'basic', status: 'active', startAt: ended, endAt: ended },
        ...{ customQuotas: index === 7 ? 'spoilt' : {}, version: 1 },
        ...{ isSynced: true, expiryAt: ended, updatedAt: ended },
      })),
    );

    expect(await run()).toMatchObject({ expired: 129, synced: 129, errors: 1 });
    expect(studio.cloud.collection('users').count({ vipLevel: 1 })).toBe(1);
    expect(studio.cloud.collection('quota_overviews').count({ version: 2 })).toBe(129);
  });

  it('completes interrupted changes, in the next run at the latest', async () => {
    await desk().activate('plus', 1);
    await desk().moveTo('2026-11-23T04:00:00.000Z');
    studio.cloud.faults([
      { service: 'database', operation: 'commit', fault: 'fail-after', times: 1 },
    ]);
    expect(await run()).toMatchObject({ errors: 0 });
    expect(desk().subscription()).toMatchObject({ version: 2, isSynced: true });

    await desk().activate('pro', 1);
    await desk().moveTo('2026-11-25T04:00:00.000Z');
    studio.cloud.faults([{ service: 'database', operation: 'commit', fault: 'fail-before' }]);
    expect(await run()).toMatchObject({ expired: 0, errors: 1 });
    studio.cloud.faults([]);
    expect(await run()).toMatchObject({ expired: 1, errors: 0 });
  });

  it('creates no rows for deleted users', async () => {
    await desk().adjust({ value: 60 });
    const gone = { ...desk().subscription(), _id: 'user_gone', userId: 'user_gone' };
    studio.cloud.collection('user_subscriptions').put({ ...gone, isSynced: false });

    expect(await run()).toMatchObject({ expired: 0, synced: 1, errors: 0 });
    expect(await run()).toMatchObject({ expired: 0, synced: 0, errors: 0 });
    expect(studio.cloud.collection('quota_overviews').count()).toBe(1);
  });

  it('does not touch users whose limits were raised meanwhile', async () => {
    const { endAt } = await desk().activate('plus', 1);
    await desk().moveTo(endAt);
    await desk().activate('basic', 1);

    expect(await run()).toMatchObject({ expired: 0, synced: 0, errors: 0 });
    expect(desk().subscription()).toMatchObject({ status: 'active', planId: 'basic', version: 2 });
  });

  it('is started by its timer only', async () => {
    const report = await studio.cloud.report('tick', {}, 'alice');

    expect(report).toMatchObject({ result: { error: 'FORBIDDEN' } });
  });
});
