import { eventually } from '../support/eventually';
import { openWorkshop } from '../support/workshop';
import type { Phone, Workshop } from '../support/workshop';
import { composer, createChatSteps, middleOf, nextFrame, send } from './chat-steps';

describe('the chat', () => {
  let workshop: Workshop;
  const { openChat } = createChatSteps(() => workshop);

  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterEach(() => workshop.clear());
  afterAll(() => workshop.close());

  it('streams an answer, and charges AP when it is complete', async () => {
    const phone = await openChat('alice');
    await send(phone, '想画一张中秋的图，要安静一点的[stub:pace=150]');
    await phone.page.getByLabel('正在回答').waitFor();
    await phone.picture('chat-1-waiting');

    const lengths = await answerLengths(phone, /本次 1 AP/);
    // Only a few steps per answer, as each write is a call to the database.
    expect(lengths.length).toBeGreaterThan(1);
    expect([...lengths].sort((a, b) => a - b)).toEqual(lengths);
    await phone.picture('chat-2-answer');

    await phone.text('1/100').waitFor();
    expect(await workshop.rows('chat_usage_logs')).toMatchObject([{ apUsed: 1 }]);
  });

  it('puts a proposal into the composer, and shows the picture made from it', async () => {
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

    await phone.button(/^生成/).click();
    await phone.text('回到对话，接着改').click();
    await phone.text('画好了').waitFor();
    expect(await phone.page.locator('.proposal .caption').first().textContent()).toBe(prompt);
    await phone.picture('chat-drawn');
    await phone.button('看画好的这张，AI 生成').click();
    await phone.text('描述').waitFor();
  });

  it('stops an answer, keeps its text and shows its cost', async () => {
    const phone = await openChat('alice');
    await send(phone, '想画一张中秋的图[stub:pace=400]');
    await phone.text(/可以把/).waitFor();
    // The page ignores a tap right after sending, because it may be the second half of a double tap.
    await eventually(async () => {
      // The button disappears once a tap was accepted.
      await phone
        .button('停止回答')
        .click({ timeout: 1000 })
        .catch(() => undefined);
      expect(await phone.text(/^已停止/).isVisible()).toBe(true);
    });
    await phone.text('已停止 · 本次 1 AP').waitFor();
    await phone.picture('chat-3-stopped');

    expect(await workshop.rows('chat_messages', { role: 'assistant' })).toMatchObject([
      { status: 'stopped', apUsed: 1 },
    ]);
  });

  it('retries a failed answer as the same question', async () => {
    const phone = await openChat('alice');
    await send(phone, '想画一张中秋的图[stub:cut-stream=5x1]');
    await phone.text('没有回答成功，未扣 AP').waitFor();
    await phone.picture('chat-4-failed');
    await phone.text('重试').click();
    await phone.text('本次 1 AP').waitFor();

    expect(await workshop.rows('chat_messages')).toHaveLength(2);
    expect(await workshop.rows('chat_usage_logs')).toHaveLength(1);
  });

  it('withdraws an answer that moderation refuses', async () => {
    const phone = await openChat('alice');
    await send(phone, '想画一张中秋的图[stub:sensitive-after=12]');
    await phone.text('这个回答未通过审核，已收回').waitFor();
    await phone.picture('chat-5-refused');

    await eventually(async () => {
      expect(await phone.text(/可以把/).isVisible()).toBe(false);
    });
    expect(await workshop.rows('chat_usage_logs')).toEqual([]);
  });

  it('returns a refused question for editing', async () => {
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

  it('sends one question on a double tap', async () => {
    const phone = await openChat('alice');
    await phone.type('想画一张中秋的图');
    await phone.button('发送').dblclick();
    await phone.text('本次 1 AP').waitFor();

    expect(await workshop.rows('chat_messages', { role: 'user' })).toHaveLength(1);
  });

  it.each([30, 120, 250])('does not stop the answer on a second tap %d ms later', async (pause) => {
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

  it('follows an answer that another phone of the same user retries', async () => {
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

  it('shows the complete answer after the user left in the middle', async () => {
    const phone = await openChat('alice');
    await send(phone, '想画一张中秋的图[stub:pace=150]');
    await phone.text(/可以把/).waitFor();
    await phone.button('全部对话').click();
    await phone.text('全部对话').waitFor();
    await phone.page.locator('.navigation-back').filter({ visible: true }).click();
    await phone.text('本次 1 AP').waitFor();

    const again = await openChat('alice', /可以把/);
    await again.text('本次 1 AP').waitFor();
    expect(await workshop.rows('chat_messages')).toHaveLength(2);
  });

  it('continues an answer after a restart of the app', async () => {
    const phone = await openChat('alice');
    await send(phone, '想画一张中秋的图[stub:pace=250]');
    await phone.text(/可以把/).waitFor();

    const anew = await openChat('alice', /可以把/);
    await anew.button('停止回答').waitFor();
    await anew.text('本次 1 AP').waitFor();
    await anew.button('发送，先写点什么').waitFor();
    expect(await workshop.rows('chat_usage_logs')).toHaveLength(1);
  });

  it('shows the answer without a watch', async () => {
    const phone = await openChat('alice');
    await phone.page.evaluate('WebSocket.prototype.send = () => undefined');
    await send(phone, '想画一张中秋的图');
    await phone.text('本次 1 AP').waitFor();

    await eventually(async () => {
      expect(await phone.text(/可以把/).isVisible()).toBe(true);
    });
  });

  it('keeps the text when there is no network', async () => {
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

  /** The lengths of the growing answer until the text appears. */
  async function answerLengths(phone: Phone, words: RegExp): Promise<number[]> {
    const lengths: number[] = [];
    const answer = phone.page.locator('.said:not(.mine) .words').first();
    await answer.waitFor();
    while (!(await phone.text(words).isVisible())) {
      const length = (await answer.textContent())?.trim().length ?? 0;
      if (length !== lengths[lengths.length - 1]) lengths.push(length);
      await nextFrame(phone);
    }
    return lengths;
  }
});
