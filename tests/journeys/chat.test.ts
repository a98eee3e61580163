import type { Locator } from 'playwright-core';
import { nextMonth } from '../../cloudfunctions/shared/domain/time/business-month';
import { eventually } from '../support/eventually';
import { openWorkshop } from '../support/workshop';
import type { Phone, Workshop } from '../support/workshop';

const path = 'packages/chat/talk/index';

type Reply = { code: number; data: { sessionId: string } };

describe('the chat', () => {
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterEach(() => workshop.clear());
  afterAll(() => workshop.close());

  it('lets an answer grow, and takes AP when it is there', async () => {
    const phone = await openChat('alice');
    await send(phone, '想画一张中秋的图，要安静一点的[stub:pace=150]');
    await phone.page.getByLabel('正在回答').waitFor();
    await phone.picture('chat-1-waiting');

    const lengths = await growth(phone, /本次 1 AP/);
    expect(lengths.length).toBeGreaterThan(3);
    expect([...lengths].sort((a, b) => a - b)).toEqual(lengths);
    await phone.picture('chat-2-answer');

    await phone.text('1/100').waitFor();
    expect(await workshop.rows('chat_usage_logs')).toMatchObject([{ apUsed: 1 }]);
  });

  it('puts a proposal into the composer of 创作', async () => {
    const phone = await openChat('alice');
    await send(phone, '想画一张中秋的图');
    await phone.text('用它创作').waitFor();
    const prompt = await phone.page.locator('.proposal .caption').first().textContent();
    const suggestion = await phone.text(/^建议：/).textContent();
    await phone.text('用它创作').click();

    const field = phone.page.locator('textarea').filter({ visible: true }).first();
    await field.waitFor();
    await eventually(async () => {
      expect(await field.inputValue()).toBe(prompt?.trim());
    });
    const [, style = '', ratio = ''] = /建议：(.+) · (.+)$/.exec(suggestion?.trim() ?? '') ?? [];
    await phone.button(new RegExp(`展开选项，现在是 单张 · ${ratio}`)).waitFor();
    await eventually(async () => {
      expect(await phone.button(`风格，${style}`).getAttribute('aria-checked')).toBe('true');
    });
  });

  it('stops, keeps what was said, and says what it cost', async () => {
    const phone = await openChat('alice');
    await send(phone, '想画一张中秋的图[stub:pace=400]');
    await phone.text(/可以把/).waitFor();
    // A tap right after sending is taken for a second one on 发送.
    await phone.page.waitForTimeout(800);
    await phone.button('停止回答').click();
    await phone.text('已停止 · 本次 1 AP').waitFor();
    await phone.picture('chat-3-stopped');

    expect(await workshop.rows('chat_messages', { role: 'assistant' })).toMatchObject([
      { status: 'stopped', apUsed: 1 },
    ]);
  });

  it('asks again after a failure, as the same question', async () => {
    const phone = await openChat('alice');
    await send(phone, '想画一张中秋的图[stub:cut-stream=5x1]');
    await phone.text('没有回答成功，未扣 AP').waitFor();
    await phone.picture('chat-4-failed');
    await phone.text('重试').click();
    await phone.text('本次 1 AP').waitFor();

    expect(await workshop.rows('chat_messages')).toHaveLength(2);
    expect(await workshop.rows('chat_usage_logs')).toHaveLength(1);
  });

  it('takes back what turns out not to be fit', async () => {
    const phone = await openChat('alice');
    await send(phone, '想画一张中秋的图[stub:sensitive-after=12]');
    await phone.text('这个回答未通过审核，已收回').waitFor();
    await phone.picture('chat-5-refused');

    await eventually(async () => {
      expect(await phone.text(/可以把/).isVisible()).toBe(false);
    });
    expect(await workshop.rows('chat_usage_logs')).toEqual([]);
  });

  it('sends a question back that cannot be talked about', async () => {
    const phone = await openChat('alice');
    await send(phone, '画一张色情的图');
    await phone.text('这句话里有不能聊的内容，请换个说法').waitFor();
    await phone.picture('chat-6-unsaid');
    await phone.text('修改').click();

    await eventually(async () => {
      expect(await composer(phone).inputValue()).toBe('画一张色情的图');
    });
    expect(await workshop.rows('chat_messages')).toEqual([]);
  });

  it('makes one question of a double tap', async () => {
    const phone = await openChat('alice');
    await phone.type('想画一张中秋的图');
    await phone.button('发送').dblclick();
    await phone.text('本次 1 AP').waitFor();

    expect(await workshop.rows('chat_messages', { role: 'user' })).toHaveLength(1);
  });

  it.each([30, 120, 250])('answers after a second tap %d ms later', async (pause) => {
    const phone = await openChat('alice');
    await phone.type('想画一张中秋的图[stub:pace=100]');
    const place = await middleOf(phone.button('发送'));
    await phone.page.mouse.click(place.x, place.y);
    await phone.page.waitForTimeout(pause);
    await phone.page.mouse.click(place.x, place.y);
    await phone.text('本次 1 AP').waitFor();

    expect(await phone.text(/已停止/).isVisible()).toBe(false);
    expect(await workshop.rows('chat_messages', { role: 'assistant' })).toMatchObject([
      { status: 'completed', apUsed: 1 },
    ]);
  });

  it('follows an answer that another phone of the same person asked for again', async () => {
    const first = await openChat('alice');
    await send(first, '想画一张中秋的图[stub:pace=250][stub:cut-stream=3x1]');
    await first.text('没有回答成功，未扣 AP').waitFor();
    const second = await openChat('alice', '没有回答成功，未扣 AP');
    await first.text('重试').click();
    await first.text(/可以把/).waitFor();
    await second.text('重试').click();
    await second.button('停止回答').waitFor();
    await second.text(/可以把/).waitFor();
    expect(await second.text(/未扣 AP|上一条还在回答/).isVisible()).toBe(false);
    await second.picture('chat-13-two-phones');

    for (const phone of [first, second]) {
      await phone.text('本次 1 AP').waitFor();
      await phone.text('1/100').waitFor();
      expect(await phone.text(/未扣 AP|重试/).isVisible()).toBe(false);
    }
    expect(await workshop.rows('chat_usage_logs')).toHaveLength(1);
  });

  it('says in red that the AP are used up when the limit falls while an answer grows', async () => {
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
    await phone.text('0/0').waitFor({ timeout: 2000 });
    await phone.text('本月 AP 已用完').waitFor();
    await phone.picture('chat-14-lowered');
    expect(await phone.page.locator('[class*="fill"][class*="full"]').count()).toBe(1);

    await phone.text('1/0').waitFor();
    await phone.text('本月 AP 已用完').waitFor();
  });

  it('says that the AP are used up, and goes on as soon as an admin gives more', async () => {
    await workshop.member('root', { userType: 'admin' });
    const userId = await usedUp('alice');
    const phone = await openChat('alice');
    await phone.text('本月 AP 已用完').waitFor();
    await phone.picture('chat-7-used-up');
    await eventually(async () => {
      expect(await composer(phone).isDisabled()).toBe(true);
    });

    await phone.button('发送，本月 AP 已用完').click();
    await phone.text('免费版每月 100 AP').waitFor();
    await phone.button(/^进阶版，每月/).click();
    await phone.picture('chat-8-dialog');
    await phone.text('升级到进阶版').click();
    await phone.button(/^进阶版.*每月聊天 1000 AP/).waitFor();
    await eventually(async () => {
      expect(await phone.button(/^进阶版/).getAttribute('aria-checked')).toBe('true');
    });

    const back = await openChat('alice');
    await back.text('本月 AP 已用完').waitFor();
    const change = { userId, planId: 'plus', reason: '客服开通', requestId: 'journey-plan' };
    expect(await workshop.invoke('root', 'quota', 'activatePlan', change)).toMatchObject({
      code: 200,
    });
    await back.text('100/1000').waitFor({ timeout: 2000 });
    await back.picture('chat-9-plus');
    await send(back, '想画一张中秋的图');
    await back.text('101/1000').waitFor();
  });

  it('opens the dialog when somebody else used up the last AP', async () => {
    const phone = await openChat('alice');
    await usedUp('alice');
    await send(phone, '想画一张中秋的图');
    await phone.text('升级后立即生效').waitFor();
    await phone.text('以后再说').click();

    await eventually(async () => {
      expect(await composer(phone).inputValue()).toBe('想画一张中秋的图');
    });
    expect(await workshop.rows('chat_messages')).toEqual([]);
  });

  it('shows the answer to who left in the middle', async () => {
    const phone = await openChat('alice');
    await send(phone, '想画一张中秋的图[stub:pace=150]');
    await phone.text(/可以把/).waitFor();
    await phone.button('升级会员').click();
    await phone.text('每天多画一些，每月多聊一些').waitFor();
    await phone.page.locator('.navigation-back').filter({ visible: true }).click();
    await phone.text('本次 1 AP').waitFor();

    const again = await openChat('alice', /可以把/);
    await again.text('本次 1 AP').waitFor();
    expect(await workshop.rows('chat_messages')).toHaveLength(2);
  });

  it('goes on watching an answer after the app was opened anew', async () => {
    const phone = await openChat('alice');
    await send(phone, '想画一张中秋的图[stub:pace=250]');
    await phone.text(/可以把/).waitFor();

    const anew = await openChat('alice', /可以把/);
    await anew.button('停止回答').waitFor();
    await anew.text('本次 1 AP').waitFor();
    await anew.button('发送，先写点什么').waitFor();
    expect(await workshop.rows('chat_usage_logs')).toHaveLength(1);
  });

  it('answers without the watch as well', async () => {
    const phone = await openChat('alice');
    await phone.page.evaluate('WebSocket.prototype.send = () => undefined');
    await send(phone, '想画一张中秋的图');
    await phone.text('本次 1 AP').waitFor();

    await eventually(async () => {
      expect(await phone.text(/可以把/).isVisible()).toBe(true);
    });
  });

  it('keeps the words when there is no network', async () => {
    const phone = await openChat('alice');
    await phone.page.evaluate("__workshop.updateSettings({ network: 'offline' })");
    await send(phone, '想画一张中秋的图');
    await phone.text('没有网络，内容已保留').waitFor();
    await eventually(async () => {
      expect(await composer(phone).inputValue()).toBe('想画一张中秋的图');
    });
    await eventually(async () => {
      expect(await phone.text('说个想法，一起把它变成画面').isVisible()).toBe(true);
    });
  });

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
    await phone.button('新对话').click();
    await phone.text('说个想法，一起把它变成画面').waitFor();
    expect(await workshop.rows('chat_sessions', { deletedAt: null })).toMatchObject([
      { title: '鲸' },
    ]);
  });

  it('fills in an example without spending anything', async () => {
    const phone = await openChat('alice');
    await phone.button(/^填入，给猫画一张生日贺卡/).click();

    await eventually(async () => {
      expect(await composer(phone).inputValue()).toBe('给猫画一张生日贺卡，要温暖一点');
    });
    expect(await workshop.rows('chat_messages')).toEqual([]);
  });

  it('copies what was said by a long press', async () => {
    const phone = await openChat('alice');
    await send(phone, '想画一张中秋的图');
    await phone.text('本次 1 AP').waitFor();
    await press(phone, '.said.mine .bubble');
    await phone.text(/^\s*同意\s*$/).click();
    await phone.text('已复制').waitFor();

    const copied = await phone.page.evaluate('wx.getClipboardData().then(({ data }) => data)');
    expect(copied).toBe('想画一张中秋的图');
  });

  it('reads a long conversation upwards without a jump, in few nodes', async () => {
    await history('alice', 45);
    const phone = await openChat('alice', '第 45 问');
    for (const words of ['第 30 问', '第 20 问', '第 1 问']) await scrollTo(phone, words);
    await phone.picture('chat-11-history');
    expect(await nodes(phone)).toBeLessThanOrEqual(500);

    await phone.button('回到最新').click();
    await phone.text('第 45 问').waitFor();
    expect(await nodes(phone)).toBeLessThanOrEqual(500);
  });

  it('is offered nowhere while it is switched off', async () => {
    const on = await workshop.phone('alice');
    await on.button(/^灵感聊天/).waitFor();
    await workshop.put('app_config', { _id: 'chat', isEnabled: false, percentage: 100 });

    const create = await workshop.phone('alice');
    await create.text('100 积分').waitFor();
    await create.text('创意模板').waitFor();
    expect(await create.button(/^灵感聊天/).isVisible()).toBe(false);
    const profile = await workshop.phone('alice', { path: 'pages/profile/index' });
    await profile.text('存储空间').waitFor();
    expect(await profile.text('聊天 AP').isVisible()).toBe(false);

    const chat = await workshop.phone('alice', { path });
    await chat.text('聊天暂未开放').waitFor();
    await chat.picture('chat-12-off');
    await on.button(/^灵感聊天/).click();
    await on.text('聊天暂未开放').waitFor();
    await on.text('去创作').click();
    await on.button(/^灵感聊天/).waitFor({ state: 'hidden' });
  });

  async function openChat(
    who: string,
    known: string | RegExp = '说个想法，一起把它变成画面',
  ): Promise<Phone> {
    const phone = await workshop.phone(who, { path });
    await phone.text(known).waitFor();
    await phone.text('本月 AP').waitFor();
    return phone;
  }

  async function send(phone: Phone, text: string): Promise<void> {
    await phone.type(text);
    await phone.button('发送').click();
  }

  async function middleOf(node: Locator): Promise<{ x: number; y: number }> {
    const box = await node.boundingBox();
    if (!box) throw new Error('It is not there.');
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  function composer(phone: Phone) {
    return phone.page.locator('textarea').filter({ visible: true }).first();
  }

  /** The lengths of the answer, as they follow each other until the words appear. */
  async function growth(phone: Phone, words: RegExp): Promise<number[]> {
    const lengths: number[] = [];
    const answer = phone.page.locator('.said:not(.mine) .words').first();
    await answer.waitFor();
    while (!(await phone.text(words).isVisible())) {
      const length = (await answer.textContent())?.trim().length ?? 0;
      if (length !== lengths[lengths.length - 1]) lengths.push(length);
      await phone.page.waitForTimeout(60);
    }
    return lengths;
  }

  async function talk(who: string, text: string, sessionId?: string): Promise<string> {
    const messageId = `journey-${text}-${sessionId ?? ''}`.replace(/[^\w-]/g, (sign) =>
      sign.charCodeAt(0).toString(36),
    );
    const input = { messageId, text, ...(sessionId !== undefined && { sessionId }) };
    const reply = (await workshop.invoke(who, 'chat', 'send', input)) as Reply;
    expect(reply.code).toBe(200);
    return reply.data.sessionId;
  }

  /** A conversation of so many questions, put down as rows: asking them all would take minutes. */
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

  /** Somebody whose month is used up, by answers of days ago. */
  async function usedUp(who: string): Promise<string> {
    const userId = await workshop.member(who);
    const at = (moment: Date) => ({ $date: moment.toISOString() });
    const now = new Date();
    await workshop.put('chat_quotas', {
      _id: userId,
      userId,
      membershipLevel: 'free',
      monthlyQuota: 100,
      monthlyUsed: 100,
      holds: [],
      quotaResetAt: at(nextMonth(now)),
      totalUsed: 100,
      todayUsed: 0,
      todayDay: '',
      createdAt: at(now),
      updatedAt: at(now),
    });
    return userId;
  }

  async function press(phone: Phone, selector: string): Promise<void> {
    const { x, y } = await middleOf(phone.page.locator(selector).first());
    await phone.page.mouse.move(x, y);
    await phone.page.mouse.down();
    await phone.page.waitForTimeout(500);
    await phone.page.mouse.up();
  }

  /** Turns the wheel upwards until the words are on the screen. */
  async function scrollTo(phone: Phone, words: string): Promise<void> {
    await phone.page.mouse.move(180, 400);
    const wanted = phone.page.getByText(words, { exact: true });
    for (let turn = 0; turn < 80; turn += 1) {
      if ((await wanted.count()) > 0 && (await wanted.first().isVisible())) {
        const box = await wanted.first().boundingBox();
        if (box && box.y > 150) return;
      }
      await phone.page.mouse.wheel(0, -500);
      await phone.page.waitForTimeout(80);
    }
    throw new Error(`${words} did not come.`);
  }

  function nodes(phone: Phone): Promise<number> {
    return phone.page.locator('.page-section:not([hidden]) .page-scroller *').count();
  }
});
