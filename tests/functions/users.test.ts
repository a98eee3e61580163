import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { requireInvariants } from '../support/invariants';
import { openStudio, refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

describe('users', () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(() => studio.cloud.cloud.reset({ seed: true }));
  afterEach(() => requireInvariants(studio.cloud));

  describe('login.wxLogin', () => {
    it('creates the user with a hundred credits, once', async () => {
      const first = succeeded(await studio.call('alice', 'login', 'wxLogin', {}));
      const second = succeeded(await studio.call('alice', 'login', 'wxLogin', {}));

      expect(first).toMatchObject({
        isNew: true,
        dailyUsage: { used: 0, limit: 50, remaining: 50, userType: 'free' },
        user: {
          credits: 100,
          tier: 'free',
          membershipLevel: 'free',
          isVip: false,
          generateCount: 0,
        },
      });
      expect(second).toEqual({ ...first, isNew: false });
    });

    it('signs in without the usage when that cannot be read', async () => {
      studio.cloud.faults([{ service: 'database', collection: 'works', fault: 'fail-before' }]);

      const reply = succeeded(await studio.call('alice', 'login', 'wxLogin', {}));

      expect(reply).toMatchObject({ isNew: true, dailyUsage: null });
      studio.cloud.faults([]);
    });

    it('needs no data, like every action whose fields are all optional', async () => {
      const report = await studio.cloud.report('login', { action: 'wxLogin' }, 'alice');

      expect(report).toMatchObject({ result: { code: 200, data: { isNew: true } } });
    });

    it('creates one user although the answer of the commit is lost', async () => {
      studio.cloud.faults([
        { service: 'database', operation: 'commit', fault: 'fail-after', times: 1 },
      ]);

      const { user } = succeeded(await studio.call('alice', 'login', 'wxLogin', {}));

      expect(user.credits).toBe(100);
      expect(studio.cloud.collection('credit_logs').count()).toBe(1);
    });

    it('never lets an openid out', async () => {
      const report = await studio.cloud.report(
        'login',
        { action: 'wxLogin', data: {} },
        'alice-secret',
      );

      expect(JSON.stringify(report)).not.toContain('alice-secret');
    });

    it('refuses a call without an identity, whatever its data', async () => {
      const event = { action: 'wxLogin', data: {}, openid: 'alice', userInfo: { openId: 'alice' } };

      const report = await studio.cloud.report('login', event);

      expect(report).toMatchObject({ result: { code: 401, error: 'SIGN_IN_REQUIRED' } });
    });
  });

  describe('userInfo', () => {
    it('shows the signed-in user, and creates the user when the call precedes the login', async () => {
      const { user } = succeeded(await studio.call('alice', 'login', 'wxLogin', {}));

      expect(succeeded(await studio.call('alice', 'userInfo', 'getUserInfo', {})).user).toEqual(
        user,
      );
      const bob = succeeded(await studio.call('bob', 'userInfo', 'getUserInfo', {})).user;
      expect(bob.credits).toBe(100);
    });

    it('changes the given fields and keeps the rest', async () => {
      const avatar = `cloud://workshop.bucket/avatars/${userIdOf('alice')}/face.jpg`;
      await studio.member('alice', { avatar });

      const data = { nickname: '墨墨' };
      const { user } = succeeded(await studio.call('alice', 'userInfo', 'updateUserInfo', data));

      expect(user).toMatchObject({ nickname: '墨墨', avatar });
    });

    it('refuses a nickname that the check does not pass', async () => {
      await studio.member('alice');
      const body = { errcode: 0, result: { suggest: 'review', label: 20001 } };
      studio.cloud.faults([{ service: 'openapi', fault: 'reply', body }]);

      const data = { nickname: '坏名字' };
      const reply = refused(await studio.call('alice', 'userInfo', 'updateUserInfo', data));

      expect(reply.error).toBe('CONTENT_REFUSED');
      expect(studio.user('alice').nickname).toBe('微信用户');
    });
  });

  describe('userInfo.adjustCredits', () => {
    const give = (who: string, userId: string, amount: number, requestId = 'r1') =>
      studio.call(who, 'userInfo', 'adjustCredits', { userId, amount, reason: '补偿', requestId });

    it('is for admins only, by their row', async () => {
      const userId = await studio.member('alice');

      expect(refused(await give('alice', userId, 5))).toMatchObject({
        code: 403,
        error: 'FORBIDDEN',
      });
      expect(refused(await give('stranger', userId, 5)).code).toBe(401);
    });

    it('refuses an empty change', async () => {
      const userId = await studio.member('alice');
      await studio.member('root', { userType: 'admin' });

      expect(refused(await give('root', userId, 0))).toMatchObject({
        ...{ code: 400, error: 'INVALID_INPUT' },
        details: { field: 'amount', problem: '不能为 0' },
      });
      expect(studio.cloud.collection('credit_logs').rows({ kind: 'adjust' })).toEqual([]);
    });

    it('changes once per request id, with a record', async () => {
      const userId = await studio.member('alice');
      await studio.member('root', { userType: 'admin' });

      const first = succeeded(await give('root', userId, 5));
      const again = succeeded(await give('root', userId, 5));

      expect(first).toEqual({
        ...{ userId, before: 100, after: 105, isReplay: false, proposalId: null },
      });
      expect(again).toEqual({ ...first, isReplay: true });
      expect(studio.user('alice').credits).toBe(105);
      expect(studio.cloud.collection('credit_logs').rows({ kind: 'adjust' })).toMatchObject([
        {
          amount: 5,
          before: 100,
          after: 105,
          reason: '补偿',
          adminId: userIdOf('root'),
          _openid: 'alice',
        },
      ]);
      expect(refused(await give('root', userId, 6)).error).toBe('REQUEST_REUSED');
    });

    it('never goes below zero, and refuses unknown users', async () => {
      const userId = await studio.member('alice');
      await studio.member('root', { userType: 'admin' });

      expect(refused(await give('root', userId, -101)).error).toBe('CREDITS_INSUFFICIENT');
      expect(succeeded(await give('root', userId, -100, 'r2')).after).toBe(0);
      expect(refused(await give('root', 'user_nobody', 1, 'r3')).error).toBe('NOT_FOUND');
    });
  });

  describe('userInfo.listCreditLogs', () => {
    it("pages through one's own records, newest first", async () => {
      const userId = await studio.member('alice');
      await studio.member('root', { userType: 'admin' });
      for (const requestId of ['a', 'b', 'c']) {
        await studio.call('root', 'userInfo', 'adjustCredits', {
          userId,
          amount: 1,
          reason: '补偿',
          requestId,
        });
      }

      const list = async (cursor?: string) =>
        succeeded(
          await studio.call('alice', 'userInfo', 'listCreditLogs', {
            pageSize: 3,
            ...(cursor === undefined ? {} : { cursor }),
          }),
        );
      const first = await list();
      const second = await list(first.nextCursor ?? '');

      expect(first.logs.map((log) => log.balance)).toEqual([103, 102, 101]);
      expect(second).toMatchObject({ logs: [{ kind: 'welcome', balance: 100 }], nextCursor: null });
      expect(JSON.stringify(first)).not.toContain(userIdOf('root'));
    });
  });
});
