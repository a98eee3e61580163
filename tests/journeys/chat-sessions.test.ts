import type { Locator } from 'playwright-core';
import { eventually } from '../support/eventually';
import { openWorkshop } from '../support/workshop';
import type { Phone, Workshop } from '../support/workshop';
import { chatPath, composer, createChatSteps, middleOf, nextFrame, send } from './chat-steps';

describe('conversations in the chat', () => {
  let workshop: Workshop;
  const { openChat, talk } = createChatSteps(() => workshop);

  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterEach(() => workshop.clear());
  afterAll(() => workshop.close());

  it('renames and deletes conversations', async () => {
    await talk('alice', '云海里的鲸');
    await talk('alice', '雨夜的红伞');
    const phone = await openChat('alice', '雨夜的红伞');
    await phone.button('全部对话').click();
    await phone.button(/^打开 云海里的鲸/).waitFor();
    await phone.picture('chat-10-sessions');

    await phone.button('重命名或删除 云海里的鲸').click();
    await phone.page.locator('.sheet-item', { hasText: '重命名' }).click();
    await phone.page.locator('.modal-field').fill('鲸');
    await phone.page.locator('.modal-confirm').click();
    await phone.button(/^打开 鲸/).waitFor();

    await phone.button('重命名或删除 雨夜的红伞').click();
    await phone.page.locator('.sheet-item', { hasText: '删除' }).click();
    await phone.text('删除后不能恢复，也不退还 AP').waitFor();
    await phone.page.locator('.modal-confirm').click();
    await phone.button(/^打开 雨夜的红伞/).waitFor({ state: 'hidden' });

    await phone.button(/^打开 鲸/).click();
    await phone.text('云海里的鲸').waitFor();
    await phone.button('新建，新对话').click();
    await phone.text('说个想法，一起把它变成画面').waitFor();
    expect(await workshop.rows('chat_sessions', { deletedAt: null })).toMatchObject([
      { title: '鲸' },
    ]);
  });

  it('fills in an example for free', async () => {
    const phone = await openChat('alice');
    await phone.button(/^填入，给猫画一张生日贺卡/).click();

    await eventually(async () => {
      expect(await composer(phone).inputValue()).toBe('给猫画一张生日贺卡，要温暖一点');
    });
    expect(await workshop.rows('chat_messages')).toEqual([]);
  });

  it('copies a message on a long press', async () => {
    const phone = await openChat('alice');
    await send(phone, '想画一张中秋的图');
    await phone.text('本次 1 AP').waitFor();
    const agree = phone.text(/^\s*同意\s*$/);
    await longPress(phone, '.said.mine .bubble', agree);
    await agree.click();
    await phone.text('已复制').waitFor();

    const copied = await phone.page.evaluate('wx.getClipboardData().then(({ data }) => data)');
    expect(copied).toBe('想画一张中秋的图');
  });

  it('scrolls up a long conversation with a bounded number of nodes', async () => {
    await history('alice', 45);
    const phone = await openChat('alice', '第 45 问');
    for (const words of ['第 30 问', '第 20 问', '第 1 问']) await scrollTo(phone, words);
    await phone.picture('chat-11-history');
    expect(await countNodes(phone)).toBeLessThanOrEqual(500);

    await phone.button('回到最新').click();
    await phone.text('第 45 问').waitFor();
    expect(await countNodes(phone)).toBeLessThanOrEqual(500);
  });

  it('is hidden everywhere while it is switched off', async () => {
    const on = await workshop.phone('alice');
    await on.button(/^灵感聊天/).waitFor();
    await workshop.put('app_config', { _id: 'chat', isEnabled: false, percentage: 100 });

    const create = await workshop.phone('alice');
    await create.text('100 积分').waitFor();
    await create.text('创意模板').waitFor();
    expect(await create.button(/^灵感聊天/).isVisible()).toBe(false);
    const profile = await workshop.phone('alice', { path: 'pages/profile/index' });
    await profile.text('存储空间').waitFor();
    expect(await profile.text('本月 AP 已用').isVisible()).toBe(false);

    const chat = await workshop.phone('alice', { path: chatPath });
    await chat.text('聊天暂未开放').waitFor();
    await chat.picture('chat-12-off');
    await on.button(/^灵感聊天/).click();
    await on.text('聊天暂未开放').waitFor();
    await on.text('去创作').click();
    await on.button(/^灵感聊天/).waitFor({ state: 'hidden' });
  });

  /** Writes a conversation of `count` questions as rows: sending them all would take minutes. */
  async function history(who: string, count: number): Promise<void> {
    const sessionId = await talk(who, '第 1 问');
    const rows = await workshop.rows('chat_messages', { sessionId });
    const copies = Array.from({ length: count - 1 }, (_, index) => {
      const number = index + 2;
      const moment = new Date(Date.now() + number * 1000);
      return rows.map((row) => ({
        ...row,
        _id: `${String(row['_id'])}_${number}`,
        messageId: `history-${number}`,
        text: row['role'] === 'user' ? `第 ${number} 问` : row['text'],
        createdAt: { $date: new Date(+moment + (row['role'] === 'user' ? 0 : 1)).toISOString() },
      }));
    });
    await workshop.put('chat_messages', ...copies.flat());
  }

  /** Presses an element until the effect of a long press shows. */
  async function longPress(phone: Phone, selector: string, shown: Locator): Promise<void> {
    const { x, y } = await middleOf(phone.page.locator(selector).first());
    await phone.page.mouse.move(x, y);
    await phone.page.mouse.down();
    await shown.waitFor();
    await phone.page.mouse.up();
  }

  /** Scrolls up until the text is on the screen. */
  async function scrollTo(phone: Phone, words: string): Promise<void> {
    await phone.page.mouse.move(180, 400);
    const wanted = phone.page.getByText(words, { exact: true });
    for (let turn = 0; turn < 300; turn += 1) {
      if ((await wanted.count()) > 0 && (await wanted.first().isVisible())) {
        const box = await wanted.first().boundingBox();
        if (box && box.y > 150) return;
      }
      await phone.page.mouse.wheel(0, -500);
      await nextFrame(phone);
    }
    throw new Error(`"${words}" did not appear`);
  }

  function countNodes(phone: Phone): Promise<number> {
    return phone.page.locator('.page-section:not([hidden]) .page-scroller *').count();
  }
});
