import { openWalletDesk } from '../support/wallet-desk';
import type { WalletDesk } from '../support/wallet-desk';
import { succeeded } from '../support/studio';

const minute = 60_000;

describe('a payment that WeChat pushes and does not confirm', () => {
  let desk: WalletDesk;
  const alarms = () =>
    desk.studio.cloud
      .collection('alarms')
      .rows()
      .map(({ _id, isOpen }) => [_id, isOpen]);
  const silence = (times: number) =>
    desk.wechat.apiRules.set([
      { api: 'query_order', status: 502, times, errmsg: '', isAnswerLost: false },
    ]);
  const minutes = async (count: number) => {
    for (let passed = 0; passed < count; passed += 1) {
      await desk.later(minute);
      await desk.tick();
    }
  };

  beforeAll(async () => {
    desk = await openWalletDesk();
  });
  afterAll(() => desk.close());
  beforeEach(async () => {
    desk.studio.cloud.cloud.reset({ seed: true });
    desk.wechat.apiRules.set([]);
    await desk.studio.member('alice');
    await desk.studio.member('root', { userType: 'admin' });
  });

  it('raises an alarm, is credited once WeChat answers an admin, and the alarm is over', async () => {
    const id = await desk.tap('alice');
    desk.pay(id);
    silence(1_000);
    expect(await desk.push(id)).toMatchObject({ error: 'PAYMENT_UNAVAILABLE' });
    expect(desk.row(id)).toMatchObject({ status: 'paid', creditedAt: null });
    const before = desk.studio.user('alice')['credits'];
    await minutes(7);
    expect(alarms()).toContainEqual(['paidNotCredited', true]);
    const found = succeeded(
      await desk.studio.call('root', 'payment', 'searchOrders', { status: 'paid' }),
    );
    expect(found.orders).toMatchObject([{ orderId: id }]);
    expect(desk.studio.user('alice')['credits']).toBe(before);

    desk.wechat.apiRules.set([]);
    succeeded(await desk.studio.call('root', 'payment', 'recheck', { orderId: id }));
    expect(await desk.order('alice', id)).toMatchObject({ status: 'credited' });
    desk.requireBooks('alice');
    await minutes(6);
    expect(alarms()).toContainEqual(['paidNotCredited', false]);
  });

  it('is asked about by the timer until WeChat answers', async () => {
    const id = await desk.tap('alice');
    desk.pay(id);
    silence(1_000);
    await desk.push(id);
    await minutes(2);
    desk.wechat.apiRules.set([]);
    await minutes(2);
    expect(desk.row(id)).toMatchObject({ status: 'credited' });
    desk.requireBooks('alice');
  });

  it('credits nothing that was not paid: it closes as any order does', async () => {
    const id = await desk.tap('alice');
    silence(1_000);
    await desk.push(id);
    expect(desk.row(id)).toMatchObject({ status: 'paid' });
    desk.wechat.apiRules.set([]);
    await minutes(32);
    expect(desk.row(id)).toMatchObject({ status: 'closed', creditedAt: null });
    expect(alarms()).not.toContainEqual(['paidNotCredited', true]);
    desk.pay(id);
    await desk.push(id);
    expect(desk.row(id)).toMatchObject({ status: 'credited' });
    desk.requireBooks('alice');
  });
});
