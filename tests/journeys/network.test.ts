import { eventually } from '../support/eventually';
import { openWorkshop } from '../support/workshop';
import type { Phone, Workshop } from '../support/workshop';

type Network = 'normal' | 'slow' | 'offline';

describe('a poor network', () => {
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterEach(() => workshop.clear());
  afterAll(() => workshop.close());

  it('keeps the prompt without a network, and generates later', async () => {
    const phone = await workshop.phone('alice');
    await phone.text('100 积分').waitFor();
    await phone.type('雨中的橘猫');
    await turn(phone, 'offline');
    await phone.text('网络不可用，正在显示上次的内容').waitFor();

    await phone.button(/^生成/).click();
    await phone.text('没有网络，描述已保留').waitFor();
    await phone.picture('network-1-offline');
    expect(await workshop.rows('works')).toEqual([]);

    await turn(phone, 'normal');
    await phone.button(/^生成/).click();
    await phone.text('已存入作品').waitFor();
    expect(await workshop.rows('works')).toHaveLength(1);
  });

  it('explains the missing network, and loads by itself when it is back', async () => {
    const phone = await workshop.phone('alice', { query: { network: 'offline' } });
    await phone.text('没有网络，连上后会自动加载').waitFor();
    await phone.picture('network-2-create');

    await turn(phone, 'normal');
    await phone.text('100 积分').waitFor();
    await eventually(async () => {
      expect(await phone.text('风格').isVisible()).toBe(true);
    });
  });

  it('shows the cached works, and says so', async () => {
    await draw('云海里的鲸');
    const phone = await workshop.phone('alice', { path: 'pages/works/index' });
    await phone.button(/云海里的鲸.*AI 生成/).waitFor();
    await turn(phone, 'offline');
    await pull(phone);
    await phone.text('网络不可用，正在显示上次的内容').waitFor();
    await phone.picture('network-3-works');
    await eventually(async () => {
      expect(await phone.button(/云海里的鲸.*AI 生成/).isVisible()).toBe(true);
    });

    await turn(phone, 'normal');
    await phone.text('重试').click();
    await phone.text('网络不可用，正在显示上次的内容').waitFor({ state: 'hidden' });
  });

  it.each([
    ['create', 'pages/create/index', '100 积分'],
    ['works', 'pages/works/index', '还没有作品'],
    ['records', 'packages/account/records/index', '新用户赠送'],
  ])('shows a skeleton while %s loads slowly', async (name, path, words) => {
    const phone = await workshop.phone('alice', { path, query: { network: 'slow' } });
    await phone.page.getByLabel('正在加载').filter({ visible: true }).first().waitFor();
    await phone.picture(`network-slow-${name}`);

    await turn(phone, 'normal');
    await phone.text(words).waitFor();
    await eventually(async () => {
      expect(await phone.page.getByLabel('正在加载').filter({ visible: true }).count()).toBe(0);
    });
  });

  async function turn(phone: Phone, network: Network): Promise<void> {
    await phone.page.evaluate(`__workshop.updateSettings({ network: '${network}' })`);
  }

  async function pull(phone: Phone): Promise<void> {
    await phone.page.mouse.move(180, 250);
    await phone.page.mouse.down();
    await phone.page.mouse.move(180, 450, { steps: 8 });
    await phone.page.mouse.up();
  }

  async function draw(prompt: string): Promise<void> {
    const request = { requestId: 'draw-network', prompt };
    const reply = await workshop.invoke('alice', 'aiGenerate', 'generate', request);
    expect(reply).toMatchObject({ code: 200 });
  }
});
