import { eventually } from '../support/eventually';
import { openWorkshop } from '../support/workshop';
import type { Workshop } from '../support/workshop';

const prompt = '荷塘里的两尾锦鲤';

describe('sharing a picture', () => {
  let workshop: Workshop;
  let workId = '';

  beforeAll(async () => {
    workshop = await openWorkshop();
    await workshop.invoke('alice', 'aiGenerate', 'generate', {
      ...{ requestId: 'koi', prompt, style: 'ink' },
    });
    workId = String((await workshop.rows('works'))[0]?.['_id']);
  });
  afterAll(() => workshop.close());

  it('leads a friend to the picture, to one of their own, and nowhere once it is taken back', async () => {
    const alice = await workshop.phone('alice', {
      ...{ path: 'packages/picture/detail/index', query: { id: workId } },
    });
    await alice.button(`分享 ${prompt}`).click();
    await alice.text('发给微信好友').waitFor();
    await alice.page.getByRole('switch', { name: '附上描述和风格' }).click();
    await alice.text('发给微信好友').waitFor();
    await alice.picture('sharing-sheet');
    await alice.text('发给微信好友').click();
    const path = (await alice.page.locator('.share-path').textContent()) ?? '';
    await alice.picture('sharing-card');
    await alice.text('取消').click();

    const [route = '', search = ''] = path.replace(/^\//, '').split('?');
    const query = Object.fromEntries(new URLSearchParams(search));
    const friend = await workshop.phone('friend', { path: route, query });
    await friend.text(prompt).first().waitFor();
    await friend.picture('sharing-landing');
    await friend.text('画同款').click();
    await eventually(async () => {
      const field = friend.page.locator('textarea').filter({ visible: true });
      expect(await field.inputValue()).toBe(prompt);
      expect(await friend.button('风格，国风水墨').getAttribute('aria-checked')).toBe('true');
    });

    await alice.button('撤回分享').click();
    await alice.page.getByText('撤回', { exact: true }).filter({ visible: true }).last().click();
    await alice.text('已撤回').waitFor();
    expect(await alice.button('撤回分享').count()).toBe(0);
    const late = await workshop.phone('late', { path: route, query });
    await late.text('作品已不公开').waitFor();
    await late.picture('sharing-gone');
    await late.text('去创作').click();
    await late.button(/^生成/).waitFor();
  });
});
