import { eventually } from '../support/eventually';
import { openWorkshop } from '../support/workshop';
import type { Phone, Workshop } from '../support/workshop';

describe('a recharge', () => {
  let workshop: Workshop;
  const path = 'packages/wallet/recharge/index';

  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterEach(async () => {
    await workshop.control('PUT', '/local/pay', []);
    await workshop.clear();
  });
  afterAll(() => workshop.close());

  const credits = async (id: string) => (await workshop.rows('users', { _id: id }))[0]?.['credits'];

  /** Chooses the package with a badge, and opens the sheet of WeChat. */
  async function pay(phone: Phone): Promise<void> {
    await phone.button(/^60 积分/).click();
    await phone.text('支付 ¥6.00').click();
    await phone.page.getByRole('button', { name: '确认支付' }).waitFor();
  }

  it('is credited once WeChat says that it is paid', async () => {
    const bob = await workshop.member('bob');
    const phone = await workshop.phone('bob', { path });
    await phone.text('60').waitFor();
    await phone.picture('wallet-1-packages');
    await pay(phone);
    await phone.picture('wallet-2-sheet');
    await phone.page.getByRole('button', { name: '确认支付' }).click();
    await phone.text(/已到账/).waitFor();
    await phone.picture('wallet-3-credited');

    expect(await credits(bob)).toBe(160);
    expect(await workshop.rows('orders')).toMatchObject([{ status: 'credited', userId: bob }]);
  });
});
