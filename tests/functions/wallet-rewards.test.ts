import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { openWalletDesk } from '../support/wallet-desk';
import type { WalletDesk } from '../support/wallet-desk';
import { refused, succeeded, worksOfToday } from '../support/studio';

const day = 24 * 3_600_000;
let desk: WalletDesk;

beforeAll(async () => {
  desk = await openWalletDesk();
});
afterAll(() => desk.close());
beforeEach(async () => {
  desk.studio.cloud.cloud.reset({ seed: true });
  desk.wechat.reset();
  desk.studio.zhipu.setRules([]);
  // Noon in Beijing, so a few more minutes do not begin a new day.
  await desk.moveTo(new Date((Math.floor(desk.now() / day) + 1) * day + day / 6).toISOString());
  await desk.studio.member('alice');
});
afterEach(() => desk.requireBooks('alice'));

const rows = (collection: string, query = {}) =>
  desk.studio.cloud.collection(collection).rows(query);
const credits = (who = 'alice') => desk.studio.user(who)['credits'];
const shown = (who = 'alice') =>
  rows('quota_overviews', { _id: userIdOf(who) }).map((row) => row['credits']);
const checkIn = (who = 'alice') => desk.studio.call(who, 'payment', 'dailyCheckin', {});
const draw = (who: string, requestId = 'r1') =>
  desk.studio.call(who, 'aiGenerate', 'generate', { requestId, prompt: '雨中的橘猫' });

describe('the check-in', () => {
  it('pays by the table of its streak, once per day, and starts again after a gap', async () => {
    const given: number[] = [];
    for (let days = 0; days < 8; days += 1) {
      const first = succeeded(await checkIn());
      const again = succeeded(await checkIn());
      expect(first).toMatchObject({ isNew: true, streak: days + 1 });
      expect(again).toEqual({ ...first, isNew: false });
      given.push(first.credits);
      await desk.later(day);
    }
    expect(given).toEqual([1, 1, 2, 2, 3, 3, 5, 1]);
    expect(credits()).toBe(118);
    await desk.later(day);
    expect(succeeded(await checkIn())).toMatchObject({ streak: 1, credits: 1 });
    expect(shown()).toEqual([119]);
  });

  it('happens once per day for fifty calls around midnight', async () => {
    const midnight = (Math.floor(desk.now() / day) + 1) * day - day / 3;
    await desk.moveTo(new Date(midnight - 100).toISOString());
    const replies = await Promise.all(Array.from({ length: 50 }, () => checkIn()));

    const made = replies.map(succeeded).filter(({ isNew }) => isNew);
    const days = rows('checkins').map((row) => row['day']);
    expect(new Set(days).size).toBe(days.length);
    expect(made.map((one) => one.day).sort()).toEqual([...days].sort());
    expect(days.length).toBeGreaterThan(0);
    expect(days.length).toBeLessThanOrEqual(2);
    expect(credits()).toBe(100 + made.reduce((sum, one) => sum + one.credits, 0));
  });

  it('gives nothing to users whom WeChat suspects, and says so', async () => {
    desk.wechat.store.state.riskRanks['alice'] = 3;

    expect(refused(await checkIn())).toMatchObject({ error: 'REWARD_REFUSED' });
    expect(rows('checkins')).toEqual([]);
    expect(credits()).toBe(100);
  });
});

describe('an invitation', () => {
  const codeOf = (who: string) => desk.studio.user(who)['inviteCode'] as string;
  const redeem = (who: string, code: string) =>
    desk.studio.call(who, 'payment', 'redeemInvite', { code });
  const invite = () => rows('invites', { _id: userIdOf('bob') })[0];

  beforeEach(async () => {
    await desk.studio.member('bob');
  });

  it('rewards the inviter once, when the first picture is completed', async () => {
    expect(succeeded(await redeem('bob', codeOf('alice').toLowerCase())).status).toBe('pending');
    expect(credits()).toBe(100);
    succeeded(await draw('bob'));
    expect(credits()).toBe(120);
    succeeded(await draw('bob', 'r2'));
    await desk.later(2 * day);
    await desk.tick();

    expect(invite()).toMatchObject({ status: 'rewarded', reason: null });
    expect(credits()).toBe(120);
    expect(shown()).toEqual([120]);
    const { invitees, earnedCredits } = succeeded(
      await desk.studio.call('alice', 'payment', 'getInvite', {}),
    );
    expect(earnedCredits).toBe(20);
    expect(invitees).toMatchObject([{ status: 'rewarded', credits: 20 }]);
  });

  it('rewards once for concurrent pictures and timers', async () => {
    succeeded(await redeem('bob', codeOf('alice')));
    await desk.later(day);
    await Promise.all([
      ...Array.from({ length: 8 }, (_, index) => draw('bob', `r${index}`)),
      ...Array.from({ length: 3 }, () => desk.tick()),
    ]);
    await desk.later(2 * day);
    await desk.tick();

    expect(invite()).toMatchObject({ status: 'rewarded' });
    expect(rows('credit_logs', { kind: 'invite' })).toHaveLength(1);
    expect(credits()).toBe(120);
  });

  it('waits for a picture that is being made', async () => {
    succeeded(await redeem('bob', codeOf('alice')));
    desk.studio.zhipu.setRules([{ behaviour: '1304' }]);
    expect((await draw('bob')).code).not.toBe(200);
    await desk.later(2 * day);
    await desk.tick();

    expect(invite()).toMatchObject({ status: 'pending' });
    expect(credits()).toBe(100);
  });

  it('is rewarded by the timer when the flow missed it', async () => {
    succeeded(await redeem('bob', codeOf('alice')));
    const works = worksOfToday(userIdOf('bob'), 'bob', 1, new Date(desk.now()));
    desk.studio.cloud.collection('works').put(...works);
    await desk.later(day + 60_000);
    await desk.tick();

    expect(invite()).toMatchObject({ status: 'rewarded' });
    expect(credits()).toBe(120);
  });

  it('is redeemed once, by fifty concurrent calls and with another code', async () => {
    await desk.studio.member('carol');
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        redeem('bob', codeOf(index % 2 ? 'alice' : 'carol')),
      ),
    );

    expect(rows('invites')).toHaveLength(1);
    const winner = invite()?.['inviterId'] === userIdOf('alice') ? 1 : 0;
    expect(replies.map(({ code }) => code === 200)).toEqual(
      replies.map((_, index) => index % 2 === winner),
    );
  });

  it('is refused for an own code, an unknown one, after seven days, and after a picture', async () => {
    expect(refused(await redeem('alice', codeOf('alice'))).message).toContain('自己');
    expect(refused(await redeem('bob', 'NOSUCH')).message).toContain('没有这个邀请码');
    await desk.studio.member('dora');
    succeeded(await draw('dora'));
    expect(refused(await redeem('dora', codeOf('alice'))).message).toContain('已经完成过作品');
    await desk.later(7 * day + 1000);
    expect(refused(await redeem('bob', codeOf('alice'))).message).toContain('7 天');
    expect(rows('invites')).toEqual([]);
  });

  it('brings no reward above thirty in a month', async () => {
    const endedAt = new Date(desk.now());
    desk.studio.cloud.collection('invites').put(
      ...Array.from({ length: 30 }, (_, index) => ({
        ...{ _id: `user_e${index}`, inviterId: userIdOf('alice'), code: codeOf('alice') },
        ...{ status: 'rewarded', reason: null, checkAt: null, createdAt: endedAt, endedAt },
      })),
    );
    succeeded(await redeem('bob', codeOf('alice')));
    succeeded(await draw('bob'));

    expect(invite()).toMatchObject({ status: 'rejected', reason: 'monthLimit' });
    expect(credits()).toBe(100);
  });

  it('is refused to users whom WeChat suspects, and brings a suspected inviter nothing', async () => {
    desk.wechat.store.state.riskRanks['bob'] = 3;
    expect(refused(await redeem('bob', codeOf('alice'))).error).toBe('REWARD_REFUSED');
    expect(rows('invites')).toEqual([]);

    desk.wechat.store.state.riskRanks = { alice: 4 };
    expect(succeeded(await redeem('bob', codeOf('alice'))).status).toBe('rejected');
    succeeded(await draw('bob'));
    expect(invite()).toMatchObject({ status: 'rejected', reason: 'risk' });
    expect(credits()).toBe(100);
  });

  it('does not exist while it is switched off', async () => {
    desk.studio.cloud
      .collection('app_config')
      .put({ _id: 'invite', isEnabled: false, percentage: 100 });

    expect(refused(await redeem('bob', codeOf('alice'))).error).toBe('INVITE_OFF');
    expect(succeeded(await desk.studio.call('alice', 'payment', 'getInvite', {}))).toMatchObject({
      isOpen: false,
      code: '',
    });
  });
});

describe('an open page', () => {
  it('sees what a picture costs, and what is refunded', async () => {
    succeeded(await checkIn());
    expect(shown()).toEqual([101]);
    succeeded(await draw('alice'));
    expect(shown()).toEqual([100]);
    await Promise.all(['a', 'b', 'c', 'd'].map((requestId) => draw('alice', requestId)));
    expect(shown()).toEqual([credits()]);
    const before = credits();
    desk.studio.zhipu.setRules([{ behaviour: '1304' }]);
    expect((await draw('alice', 'fails')).code).not.toBe(200);

    expect(credits()).toBe(before);
    expect(shown()).toEqual([before]);
  });
});
