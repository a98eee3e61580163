import { eventually } from '../support/eventually';
import { openWorkshop } from '../support/workshop';
import type { Phone, Workshop } from '../support/workshop';

const path = 'packages/account/leave/index';
const gone = '注销后不能恢复，作品、积分和对话都会失去';

describe('deleting an account', () => {
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterEach(() => workshop.clear());
  afterAll(() => workshop.close());

  const draw = (prompt: string) =>
    workshop.invoke('alice', 'aiGenerate', 'generate', {
      ...{ prompt, size: '864x1152', style: '', requestId: 'journey-leave-1' },
    });
  const understand = (phone: Phone) => phone.button('我已了解，注销后不能恢复').click();
  const leave = (phone: Phone) =>
    phone.page
      .getByText('注销账户', { exact: true })
      .filter({ visible: true })
      .last()
      .click({ force: true });
  const sure = (phone: Phone) => phone.page.locator('.modal-confirm').click();

  it('asks twice, deletes, and begins a new account only when asked to', async () => {
    const userId = await workshop.member('alice', { nickname: '陈默' });
    await draw('窗台上的橘猫');
    const phone = await workshop.phone('alice', { path });
    await phone.text('注销后会怎样').waitFor();
    await phone.picture('leave-1-asking');

    await leave(phone);
    await phone.text('请先勾选“我已了解”').waitFor();
    await understand(phone);
    await leave(phone);
    await phone.text(gone).waitFor();
    await phone.picture('leave-2-sure');
    await phone.page.locator('.modal-cancel').click();
    expect(await workshop.rows('users')).toMatchObject([{ _id: userId, credits: 99 }]);

    await leave(phone);
    await phone.text(gone).waitFor();
    await sure(phone);
    await phone.text('账户已注销').waitFor();
    await phone.picture('leave-3-left');

    expect(await workshop.rows('users')).toEqual([]);
    // The row still counts as a seat of the day, but its content is erased.
    expect(await workshop.rows('works')).toMatchObject([{ prompt: '', title: '已注销' }]);
    expect(await workshop.rows('former_users')).toHaveLength(1);
    const books = await workshop.rows('credit_logs');
    expect(books.length).toBeGreaterThan(0);
    await phone.text('用新账户继续').click();
    await eventually(async () => {
      expect(await workshop.rows('users')).toMatchObject([{ credits: 0 }]);
    });
  });

  it('refuses while a work is being drawn, and says so', async () => {
    const userId = await workshop.member('alice');
    void draw('雨夜里撑红伞的人[stub:slow=6000]');
    await eventually(async () => {
      expect(await workshop.rows('works', { status: 'processing' })).toHaveLength(1);
    });
    const phone = await workshop.phone('alice', { path });
    await understand(phone);
    await leave(phone);
    await phone.text(gone).waitFor();
    await sure(phone);
    await phone.text(/还有.*没有结束，结束后再注销/).waitFor();

    expect(await phone.text('账户已注销').isVisible()).toBe(false);
    expect(await workshop.rows('users')).toMatchObject([{ _id: userId }]);
    await eventually(async () => {
      expect(await workshop.rows('works', { status: 'completed' })).toHaveLength(1);
    });
  });
});
