import { eventually } from '../support/eventually';
import { openWorkshop } from '../support/workshop';
import type { Workshop } from '../support/workshop';
import { composer, createChatSteps, send } from './chat-steps';

describe('the limit of the chat, while nothing is for sale', () => {
  let workshop: Workshop;
  const { openChat, memberWithoutAp } = createChatSteps(() => workshop);

  beforeAll(async () => {
    workshop = await openWorkshop({ hasPayment: false });
  });
  afterEach(() => workshop.clear());
  afterAll(() => workshop.close());

  it('shows in red that the AP are used up when the limit is lowered during an answer', async () => {
    await workshop.member('root', { userType: 'admin' });
    const userId = await workshop.member('alice');
    const phone = await openChat('alice');
    await send(phone, '想画一张中秋的图[stub:pace=300]');
    await phone.text(/可以把/).waitFor();
    const change = {
      ...{ userId, feature: 'chat_ap_monthly', value: 0 },
      ...{ reason: '测试', requestId: 'journey-lower' },
    };
    expect(await workshop.invoke('root', 'quota', 'adjust', change)).toMatchObject({ code: 200 });
    await phone.text('0/0').waitFor();
    await phone.text('本月 AP 已用完').waitFor();
    await phone.picture('chat-14-lowered');
    expect(await phone.page.locator('[class*="fill"][class*="full"]').count()).toBe(1);

    await phone.text('1/0').waitFor();
    await phone.text('本月 AP 已用完').waitFor();
  });

  it('shows that the AP are used up, and continues as soon as an admin raises the limit', async () => {
    await workshop.member('root', { userType: 'admin' });
    const userId = await memberWithoutAp('alice');
    const phone = await openChat('alice');
    await phone.text('本月 AP 已用完').waitFor();
    await phone.picture('chat-7-used-up');
    await eventually(async () => {
      expect(await composer(phone).isDisabled()).toBe(true);
    });

    await phone.button('发送，本月 AP 已用完').click();
    await phone.text('免费版每月 100 AP').waitFor();
    await phone.picture('chat-8-dialog');
    expect(await phone.page.getByText(/升级|进阶版/).count()).toBe(0);
    await phone.text('知道了').click();

    const back = await openChat('alice');
    await back.text('本月 AP 已用完').waitFor();
    const change = { userId, planId: 'plus', reason: '客服开通', requestId: 'journey-plan' };
    expect(await workshop.invoke('root', 'quota', 'activatePlan', change)).toMatchObject({
      code: 200,
    });
    await back.text('100/1000').waitFor();
    await back.picture('chat-9-plus');
    await send(back, '想画一张中秋的图');
    await back.text('101/1000').waitFor();
  });
});

describe('the limit of the chat, while memberships are for sale', () => {
  let workshop: Workshop;
  const { openChat, memberWithoutAp } = createChatSteps(() => workshop);

  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterEach(() => workshop.clear());
  afterAll(() => workshop.close());

  it('opens the limit dialog when the last AP were used elsewhere', async () => {
    const phone = await openChat('alice');
    await memberWithoutAp('alice');
    await send(phone, '想画一张中秋的图');
    await phone.text('升级后立即生效').waitFor();
    await phone.text('以后再说').click();

    await eventually(async () => {
      expect(await composer(phone).inputValue()).toBe('想画一张中秋的图');
    });
    expect(await workshop.rows('chat_messages')).toEqual([]);
  });
});
