import type { InputOf } from '../../cloudfunctions/shared/contracts';
import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import {
  complaintMessage,
  iosRefundQuestion,
  refundMessage,
} from '../../devtools/providers/wechat/messages';
import { openWalletDesk } from '../support/wallet-desk';
import type { WalletDesk } from '../support/wallet-desk';
import { refused, succeeded } from '../support/studio';

const minute = 60_000;
const day = 24 * 60 * minute;
let desk: WalletDesk;
let taps = 0;

beforeAll(async () => {
  desk = await openWalletDesk();
});
afterAll(() => desk.close());
beforeEach(async () => {
  desk.studio.cloud.cloud.reset({ seed: true });
  desk.wechat.reset();
  desk.studio.cloud.faults([]);
  await desk.later(10 * minute);
  await desk.studio.member('alice');
  await desk.studio.member('root', { userType: 'admin' });
});
afterEach(() => desk.requireBooks('alice'));

const credits = () => desk.studio.user('alice')['credits'];
const refund = (
  orderId: string,
  fen: number,
  changes: Partial<InputOf<'payment', 'refund'>> = {},
  by = 'root',
) => {
  taps += 1;
  const input = { orderId, fen, reason: '用户申请', requestId: `refund-${taps}`, ...changes };
  return desk.studio.call(by, 'payment', 'refund', input);
};
const adjust = async (amount: number, by = 'root') => {
  taps += 1;
  const input = { userId: userIdOf('alice'), amount, reason: '测试', requestId: `adjust-${taps}` };
  return desk.studio.call(by, 'userInfo', 'adjustCredits', input);
};
async function runs(count = 2): Promise<void> {
  for (let run = 0; run < count; run += 1) {
    await desk.later(2 * minute);
    await desk.tick();
  }
}
/** WeChat makes a refund on its own initiative. */
function giveBack(orderId: string, fen: number, status: 'done' | 'failed' = 'done') {
  const order = desk.at(orderId);
  const given = desk.wechat.orders.refund(order, `self-${fen}`, fen, null);
  desk.wechat.orders.endRefund(order, given, status);
  return refundMessage(order, given, desk.now());
}

describe('a refund that an admin asks for', () => {
  it('takes its share of the credits back, rounded up, and never more than is left', async () => {
    const orderId = await desk.buy('alice', 'credits_500');
    const first = succeeded(await refund(orderId, 999));
    expect(first).toMatchObject({ order: { status: 'refunding' }, proposalId: null });
    expect(credits()).toBe(620 - 130);
    await runs();
    expect(desk.row(orderId)).toMatchObject({ status: 'partly_refunded', refundedFen: 999 });

    expect(refused(await refund(orderId, 3002)).message).toContain('最多还能退 30.01 元');
    succeeded(await refund(orderId, 3001));
    await runs();
    expect(desk.row(orderId)).toMatchObject({ status: 'refunded', refundedFen: 4000 });
    expect(credits()).toBe(100);
    expect(desk.at(orderId)).toMatchObject({ status: 5, refunds: [{ fee: 999 }, { fee: 3001 }] });
    expect(refused(await refund(orderId, 1)).error).toBe('ORDER_REFUSED');
  });

  it('happens once for a repeated tap, and once for two concurrent ones', async () => {
    const orderId = await desk.buy('alice');
    const same = { requestId: 'same' };
    const twice = await Promise.all([refund(orderId, 900, same), refund(orderId, 900, same)]);
    expect(twice.map(({ code }) => code)).toEqual([200, 200]);
    expect(credits()).toBe(300 - 100);
    expect(refused(await refund(orderId, 901, same)).error).toBe('REQUEST_REUSED');
    await runs();
    const beside = await Promise.all([refund(orderId, 900), refund(orderId, 900)]);
    expect(beside.map(({ code }) => code).sort()).toEqual([200, 409]);
    await runs();
    expect(desk.row(orderId)).toMatchObject({ status: 'refunded', refundedFen: 1800 });
    expect(desk.at(orderId).refunds).toHaveLength(2);
  });

  it('is refused while the balance is short, and moves nothing', async () => {
    const orderId = await desk.buy('alice');
    succeeded(await adjust(-150));

    expect(refused(await refund(orderId, 1800)).message).toContain('现有 150 积分');
    expect(credits()).toBe(150);
    expect(desk.row(orderId)['status']).toBe('credited');
    expect(desk.at(orderId).refunds).toEqual([]);
  });

  it('returns the credits when it fails at the channel', async () => {
    const orderId = await desk.buy('alice');
    succeeded(await refund(orderId, 1800));
    const order = desk.at(orderId);
    const [asked] = order.refunds;
    if (asked === undefined) throw new Error('Nothing was asked for.');
    desk.wechat.orders.endRefund(order, asked, 'failed');
    await runs();

    expect(desk.row(orderId)).toMatchObject({ status: 'credited', refundedFen: 0 });
    expect(credits()).toBe(300);
  });

  it('is retried under the same number when the answer was lost', async () => {
    const orderId = await desk.buy('alice');
    desk.wechat.apiRules.set([
      { api: 'refund_order', status: 502, times: 1, errmsg: '', isAnswerLost: true },
    ]);
    succeeded(await refund(orderId, 1800));
    await runs(3);

    expect(desk.row(orderId)).toMatchObject({ status: 'refunded', refundedFen: 1800 });
    expect(desk.at(orderId).refunds).toHaveLength(1);
    expect(credits()).toBe(100);
  });

  it('shortens a membership by its share of the days', async () => {
    const orderId = await desk.buy('alice', 'member_plus_30');
    const endOf = async () =>
      succeeded(await desk.studio.call('alice', 'quota', 'getOverview', {})).endAt ?? '';
    const before = Date.parse(await endOf());
    succeeded(await refund(orderId, 1950));

    expect(before - Date.parse(await endOf())).toBe(15 * day);
  });

  it('is refused for orders paid through Apple', async () => {
    const orderId = await desk.buy('alice', 'credits_200', { platform: 'ios' });

    expect(refused(await refund(orderId, 1800)).message).toContain('苹果');
  });

  it('is for admins only', async () => {
    const orderId = await desk.buy('alice');
    await desk.studio.member('sue', { userType: 'support' });

    for (const who of ['alice', 'sue']) {
      expect(refused(await refund(orderId, 1, {}, who)).code).toBe(403);
    }
    expect(credits()).toBe(300);
  });
});

describe('a refund by the channel', () => {
  it('takes the credits that are left; the rest is owed and repaid from later credits', async () => {
    const orderId = await desk.buy('alice');
    succeeded(await adjust(-250));
    const message = giveBack(orderId, 1800);
    expect(await desk.send(message)).toEqual({ ErrCode: 0, ErrMsg: 'success' });
    await desk.send(message);

    expect(credits()).toBe(0);
    expect(desk.row(orderId)).toMatchObject({ status: 'refunded', shortfallCredits: 150 });
    succeeded(await desk.studio.call('alice', 'payment', 'dailyCheckin', {}));
    expect(credits()).toBe(0);
    expect(desk.row(orderId)['shortfallCredits']).toBe(149);
    await desk.buy('alice');
    expect(credits()).toBe(51);
    expect(desk.row(orderId)['shortfallCredits']).toBe(0);
    expect(desk.studio.user('alice')['owed']).toEqual([]);
  });

  it('of a part leaves the order partly refunded', async () => {
    const orderId = await desk.buy('alice');
    await desk.send(giveBack(orderId, 900));

    expect(desk.row(orderId)).toMatchObject({ status: 'partly_refunded', refundedFen: 900 });
    expect(credits()).toBe(200);
  });

  it('is looked for when somebody complains', async () => {
    const orderId = await desk.buy('alice');
    giveBack(orderId, 1800);
    const complaint = desk.wechat.complaints.add(desk.at(orderId), '没有收到积分');
    const message = complaintMessage(desk.at(orderId), complaint, desk.now());

    expect(await desk.send(message)).toEqual({ ErrCode: 0, ErrMsg: 'success' });
    expect(desk.row(orderId)['status']).toBe('refunded');
    const events = desk.studio.cloud.collection('payment_events').rows({ orderId });
    expect(events.map(({ source }) => source as string)).toContain('push:complaint');
  });

  it('that a push claims and the channel does not know changes nothing', async () => {
    const orderId = await desk.buy('alice');
    const message = { ...giveBack(orderId, 1, 'failed'), RefundFee: 1800, RetCode: 0 };
    desk.wechat.orders.setStatus(desk.at(orderId), 4);
    await desk.send(message);

    expect(credits()).toBe(300);
    expect(desk.row(orderId)['status']).toBe('credited');
  });

  it('is contested only when the credits are spent', async () => {
    const orderId = await desk.buy('alice', 'credits_200', { platform: 'ios' });
    const question = () => desk.send(iosRefundQuestion(desk.at(orderId), desk.now()));
    expect(await question()).toMatchObject({ result_code: 0 });
    succeeded(await adjust(-150));

    expect(await question()).toMatchObject({ result_code: 1, result_info: '积分已使用' });
  });
});

describe('a parked order', () => {
  const resolve = (
    orderId: string,
    decision: 'credit' | 'refund' | 'close',
    by = 'root',
    requestId = `resolve-${(taps += 1)}`,
  ) =>
    desk.studio.call(by, 'payment', 'resolveReview', {
      ...{ orderId, decision, reason: '已核对', requestId },
    });
  async function park(): Promise<string> {
    const orderId = await desk.tap('alice');
    desk.pay(orderId, { paidFen: 100 });
    await desk.push(orderId);
    expect(desk.row(orderId)).toMatchObject({ status: 'needs_review', review: 'amount' });
    return orderId;
  }

  it('is credited by an admin, once', async () => {
    const orderId = await park();
    const replies = await Promise.all([resolve(orderId, 'credit'), resolve(orderId, 'credit')]);

    expect(replies.map(({ code }) => code)).toEqual([200, 200]);
    expect(credits()).toBe(300);
    expect(desk.row(orderId)).toMatchObject({ status: 'credited', review: null });
    const audits = desk.studio.cloud.collection('admin_logs').rows({ action: 'resolveReview' });
    expect(audits).toHaveLength(1);
  });

  it('is refunded by an admin, and not closed while we hold its money', async () => {
    const orderId = await park();
    expect(refused(await resolve(orderId, 'close')).message).toContain('请入账或退款');
    succeeded(await resolve(orderId, 'refund'));
    await runs();

    expect(desk.row(orderId)).toMatchObject({ status: 'refunded', refundedFen: 100 });
    expect(credits()).toBe(100);
  });

  it('whose refund fails waits for a decision again, for the same reason', async () => {
    const orderId = await park();
    succeeded(await resolve(orderId, 'refund'));
    const order = desk.at(orderId);
    const [asked] = order.refunds;
    if (asked === undefined) throw new Error('Nothing was asked for.');
    desk.wechat.orders.endRefund(order, asked, 'failed');
    await runs();

    expect(desk.row(orderId)).toMatchObject({ status: 'needs_review', review: 'amount' });
    expect(credits()).toBe(100);
  });

  it('is closed once the channel holds nothing of it', async () => {
    const orderId = await park();
    giveBack(orderId, 100);
    expect(refused(await resolve(orderId, 'credit')).error).toBe('ORDER_REFUSED');
    succeeded(await resolve(orderId, 'close', 'root', 'close'));
    succeeded(await resolve(orderId, 'close', 'root', 'close'));

    expect(desk.row(orderId)).toMatchObject({ status: 'closed', review: null });
    expect(credits()).toBe(100);
  });
});

describe('two admins', () => {
  it('agree on the one decision that was proposed, not on another under its request', async () => {
    await desk.studio.member('boss', { userType: 'admin' });
    const limits = { _id: 'approvals', refundFen: 0, credits: 0 };
    desk.studio.cloud.collection('app_config').put(limits);
    const orderId = await desk.tap('alice');
    desk.pay(orderId, { paidFen: 100 });
    await desk.push(orderId);
    const resolve = (decision: 'credit' | 'refund') =>
      desk.studio.call('root', 'payment', 'resolveReview', {
        ...{ orderId, decision, reason: '已核对', requestId: 'resolve-once' },
      });

    expect(succeeded(await resolve('refund')).proposalId).not.toBeNull();
    expect(refused(await resolve('credit')).error).toBe('REQUEST_REUSED');
    expect(desk.row(orderId)).toMatchObject({ status: 'needs_review' });
  });

  const approve = (proposalId: string, by: string) =>
    desk.studio.call(by, 'payment', 'approve', { proposalId, requestId: `approve-${(taps += 1)}` });

  it('are needed for more than 200 yuan of an account on one day', async () => {
    await desk.moveTo(new Date(Math.ceil(desk.now() / day) * day + 60 * minute).toISOString());
    await desk.studio.member('boss', { userType: 'admin' });
    const orders = [];
    for (let count = 0; count < 4; count += 1) orders.push(await desk.buy('alice', 'credits_1200'));
    const [first = '', second = '', third = '', fourth = ''] = orders;
    succeeded(await refund(first, 8800));
    succeeded(await refund(second, 8800, {}, 'boss'));
    const { order, proposalId } = succeeded(await refund(third, 8800));
    expect(order.status).toBe('credited');
    expect(credits()).toBe(100 + 2 * 1280);
    const id = proposalId ?? '';

    expect(refused(await approve(id, 'root')).error).toBe('OWN_PROPOSAL');
    const replies = await Promise.all([approve(id, 'boss'), approve(id, 'boss')]);
    expect(replies.map((reply) => succeeded(reply).proposal.status)).toEqual(
      Array(2).fill('approved'),
    );
    expect(credits()).toBe(100 + 1280);
    expect(desk.at(third).refunds).toHaveLength(1);

    await desk.later(day);
    expect(succeeded(await refund(fourth, 8800)).proposalId).toBeNull();
  });

  it('are needed even when several amounts are moved concurrently', async () => {
    await desk.studio.member('boss', { userType: 'admin' });
    const orders = [];
    for (let count = 0; count < 4; count += 1) orders.push(await desk.buy('alice', 'credits_1200'));
    const replies = await Promise.all(
      orders.map((orderId, index) => refund(orderId, 8800, {}, index % 2 ? 'root' : 'boss')),
    );

    const proposed = replies.filter((reply) => succeeded(reply).proposalId !== null);
    expect(proposed).toHaveLength(2);
    expect(credits()).toBe(100 + 2 * 1280);
    expect(orders.flatMap((orderId) => desk.at(orderId).refunds)).toHaveLength(2);
  });

  it('are needed for more than 1000 credits of an account on one day', async () => {
    await desk.studio.member('boss', { userType: 'admin' });
    expect(succeeded(await adjust(600)).proposalId).toBeNull();
    const proposed = succeeded(await adjust(-401));
    expect(proposed).toMatchObject({ before: 700, after: 700 });
    const listed = succeeded(
      await desk.studio.call('boss', 'payment', 'listProposals', { status: 'open' }),
    );
    expect(listed.proposals).toMatchObject([{ kind: 'adjustCredits', credits: -401 }]);
    succeeded(await approve(proposed.proposalId ?? '', 'boss'));

    expect(credits()).toBe(299);
  });

  it('are impossible with a single one: the refusal says so', async () => {
    const reply = refused(await adjust(1001));

    expect(reply).toMatchObject({ error: 'SECOND_ADMIN_REQUIRED' });
    expect(reply.message).toContain('现在只有一位管理员');
    expect(credits()).toBe(100);
    expect(desk.studio.cloud.collection('proposals').count()).toBe(0);
  });

  it('have a week for a proposal', async () => {
    await desk.studio.member('boss', { userType: 'admin' });
    const { proposalId } = succeeded(await adjust(1001));
    await desk.later(8 * day);

    expect(refused(await approve(proposalId ?? '', 'boss')).message).toContain('过期');
    expect(credits()).toBe(100);
  });
});
