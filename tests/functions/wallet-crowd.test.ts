import * as fc from 'fast-check';
import type { Document } from '../../devtools/emulator/database/database';
import { openWalletDesk } from '../support/wallet-desk';
import type { WalletDesk } from '../support/wallet-desk';
import { succeeded } from '../support/studio';

let desk: WalletDesk;

beforeAll(async () => {
  desk = await openWalletDesk();
});
afterAll(() => desk.close());
beforeEach(async () => {
  desk.studio.cloud.cloud.reset({ seed: true });
  desk.wechat.reset();
  await desk.later(600_000);
  await desk.studio.member('alice');
});

const times = <Result>(count: number, run: () => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, run));

it('a paid order is credited once by 100 phones, pushes and the timer at the same time', async () => {
  const orderId = await desk.tap('alice');
  desk.pay(orderId);
  await desk.later(120_000);
  const [replies, answers] = await Promise.all([
    times(100, () => desk.studio.call('alice', 'payment', 'getOrder', { orderId })),
    times(10, () => desk.push(orderId)),
    times(3, () => desk.tick()),
  ]);

  const shown = replies.map((reply) => succeeded(reply).order.status);
  expect(new Set([...shown, 'created', 'credited']).size).toBe(2);
  expect(answers).toEqual(Array(10).fill({ ErrCode: 0, ErrMsg: 'success' }));
  expect(desk.row(orderId)).toMatchObject({ status: 'credited', isDelivered: true });
  expect(desk.ledger('alice').map(({ kind }) => kind as string)).toEqual(['welcome', 'recharge']);
  expect(desk.studio.user('alice')['credits']).toBe(300);
  desk.requireBooks('alice');
});

describe('a thousand forged pushes', () => {
  const events = [
    ...['xpay_goods_deliver_notify', 'xpay_refund_notify', 'xpay_complaint_notify'],
    'xpay_subscribe_ios_refund_query_notify',
  ];
  /** What no push may change: the credits of users and the states of orders. */
  const standing = () => {
    const rows = (name: string) => desk.studio.cloud.collection(name).rows();
    const orders = rows('orders').map(({ status, refundedFen, shortfallCredits, creditedAt }) => ({
      ...{ status, refundedFen, shortfallCredits, creditedAt },
    }));
    const users = rows('users').map(({ _id, credits }) => ({ _id, credits }));
    return [orders, users, rows('credit_logs'), rows('refunds'), rows('user_subscriptions')];
  };

  it('move no credit, no membership and no order', async () => {
    await desk.studio.member('mallory');
    const open = await desk.tap('mallory', 'credits_500');
    const bought = await desk.buy('alice', 'member_plus_30');
    const parked = await desk.tap('alice');
    desk.pay(parked, { paidFen: 1 });
    await desk.push(parked);
    const before = standing();

    const odd = fc.oneof(fc.string(), fc.integer(), fc.constantFrom(null, {}, { $ne: null }, []));
    const or = (arbitrary: fc.Arbitrary<unknown>) =>
      fc.oneof({ arbitrary, weight: 6 }, { arbitrary: odd, weight: 1 });
    const number = or(fc.constantFrom(open, bought, parked, 'P0000000000', '__proto__'));
    const person = or(fc.constantFrom('mallory', 'alice', 'nobody'));
    const fen = or(fc.constantFrom(0, 1, -1, 600, 4000, 1_000_000));
    const goods = fc.record({
      ProductId: or(fc.constantFrom('credits_500', 'member_plus_30')),
      ActualPrice: fen,
      OrigPrice: fen,
      Quantity: or(fc.constantFrom(1, 99)),
      Attach: number,
    });
    const push = fc.record({
      MsgType: fc.constant('event'),
      Event: fc.constantFrom(...events),
      FromUserName: person,
      OpenId: person,
      OutTradeNo: number,
      MchOrderId: number,
      WxOrderId: number,
      pay_order_id: number,
      Env: or(fc.constantFrom(0, 1)),
      GoodsInfo: or(goods),
      RefundFee: fen,
      RetCode: or(fc.constantFrom(0, 1)),
      ComplaintId: or(fc.constant('complaint-1')),
    });
    const forged = fc.sample(push, { numRuns: 1000, seed: 8 }) as Document[];
    for (let first = 0; first < forged.length; first += 50) {
      await Promise.all(
        forged.slice(first, first + 50).map((message) => desk.send(message as never)),
      );
    }

    expect(standing()).toEqual(before);
    const received = desk.studio.cloud.collection('payment_events').count();
    expect(received).toBeGreaterThan(100);
  });
});
