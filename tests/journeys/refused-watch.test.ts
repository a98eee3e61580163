import { send } from './chat-steps';
import { openWorkshop } from '../support/workshop';
import type { Phone, Workshop } from '../support/workshop';

/** A cloud plan without realtime connections refuses every watch, so pages poll. */
const refused = [{ service: 'database', operation: 'watch', fault: 'fail-before' }];

describe('a phone whose watches are refused', () => {
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  beforeEach(() => workshop.faults(refused));
  afterEach(() => workshop.clear());
  afterAll(() => workshop.close());

  const adjust = async (userId: string, feature: string, value: number) => {
    const data = { userId, feature, value, reason: '活动', requestId: `refused-${feature}` };
    expect(await workshop.invoke('root', 'quota', 'adjust', data)).toMatchObject({ code: 200 });
  };
  const open = (path: string): Promise<Phone> => workshop.phone('alice', { path });

  it('draws on 创作 and shows the result', async () => {
    const phone = await open('pages/create/index');
    await phone.text('100 积分').waitFor();
    await phone.type('雨中的橘猫');
    await phone.button(/^生成/).click();
    await phone.text('已存入作品').waitFor();

    expect(await workshop.rows('works')).toMatchObject([{ status: 'completed' }]);
  });

  it('shows a limit that an admin has changed, on 创作 and on 我的', async () => {
    await workshop.member('root', { userType: 'admin' });
    const userId = await workshop.member('alice');
    const create = await open('pages/create/index');
    await create.text(/0\/50(?!\d)/).waitFor();
    const profile = await open('pages/profile/index');
    await profile.text(/今日 0\/50 次/).waitFor();

    await adjust(userId, 'image_daily', 77);

    await create.text(/0\/77/).waitFor();
    await profile.text(/今日 0\/77 次/).waitFor();
    expect(await create.text(/0\/50(?!\d)/).isVisible()).toBe(false);
  });

  it('lets an answer grow and end in the chat', async () => {
    const phone = await open('packages/chat/talk/index');
    await phone.text('说个想法，一起把它变成画面').waitFor();
    await send(phone, '想画一张中秋的图');
    await phone.text(/可以把/).waitFor();
    await phone.text('本次 1 AP').waitFor();

    expect(await workshop.rows('chat_usage_logs')).toHaveLength(1);
  });
});
