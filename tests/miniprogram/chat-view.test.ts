import type { ChatMessage, ChatQuota } from '../../cloudfunctions/shared/contracts/chat';
import { isSecondTap, toComposer } from '../../miniprogram/packages/chat/composer/view';
import { toSessions } from '../../miniprogram/packages/chat/sessions/view';
import { createBatch } from '../../miniprogram/packages/chat/talk/batch';
import {
  atEnd,
  downwards,
  drawn,
  maxDrawn,
  toConversation,
  upwards,
  withMessage,
  withOlder,
  withQuestion,
  withoutQuestion,
  withoutText,
} from '../../miniprogram/packages/chat/talk/conversation';
import { toExhausted, withChoice } from '../../miniprogram/packages/chat/talk/exhausted';
import { toQuotaBar } from '../../miniprogram/packages/chat/talk/quota-bar';
import { toRows } from '../../miniprogram/packages/chat/talk/view';
import { someMessage, someQuota } from './chat';
import { somePlans } from './support';

const now = Date.parse('2026-11-21T07:07:00.000Z');

function row(message: Partial<ChatMessage>, problems = {}) {
  const [made] = toRows([someMessage({ role: 'assistant', ...message })], problems, now);
  if (!made) throw new Error('no row');
  return made;
}

describe('toRows', () => {
  it('shows the cost of an answer, and offers the picture in it', () => {
    const proposal = {
      prompt: '雪夜山屋',
      style: 'picture-book',
      styleName: '绘本',
      size: '864x1152',
      ratio: '3:4',
    };

    expect(row({ text: '比如', proposal, apUsed: 2 })).toMatchObject({
      text: '比如',
      prompt: '雪夜山屋',
      suggestion: '建议：绘本 · 3:4',
      note: '本次 2 AP',
      next: '',
    });
    expect(row({ proposal: { ...proposal, styleName: '', ratio: '' } }).suggestion).toBe('');
  });

  it('waits with dots until the first word', () => {
    expect(row({ status: 'streaming', text: '' }).isWaiting).toBe(true);
    expect(row({ status: 'streaming', text: '可' })).toMatchObject({ isWaiting: false, note: '' });
  });

  it('says for every failed answer that no AP were charged', () => {
    expect(row({ status: 'failed', text: '' })).toMatchObject({
      text: '没有回答成功，未扣 AP',
      next: 'retry',
    });
    expect(row({ status: 'failed', errorMessage: '服务繁忙，请稍后再试' }).text).toBe(
      '服务繁忙，请稍后再试\n未扣 AP',
    );
    expect(row({ status: 'refused', text: '不能显示的话' })).toMatchObject({
      text: '这个回答未通过审核，已收回\n未扣 AP，请换个说法',
      next: '',
    });
    expect(row({ status: 'stopped', text: '', apUsed: 0 })).toMatchObject({
      text: '已停止，还没有回答',
      note: '已停止，未扣 AP',
    });
    expect(row({ status: 'stopped', text: '可以', apUsed: 1 }).note).toBe('已停止 · 本次 1 AP');
  });

  it('lets a refused question be edited', () => {
    const message = { messageId: 'm1', status: 'streaming', text: '' } as const;

    expect(row(message, { m1: '请换个说法' })).toMatchObject({
      text: '请换个说法',
      note: '没有发出，未扣 AP',
      next: 'edit',
      isWaiting: false,
    });
  });

  it('shows the time after a pause, and not within a conversation', () => {
    const at = (createdAt: string, messageId: string) => someMessage({ createdAt, messageId });
    const rows = toRows(
      [
        at('2026-11-20T03:00:00.000Z', 'a'),
        at('2026-11-20T03:05:00.000Z', 'b'),
        at('2026-11-21T07:02:00.000Z', 'c'),
      ],
      {},
      now,
    );

    expect(rows.map(({ time }) => time)).toEqual(['昨天 11:00', '', '今天 15:02']);
  });

  it('makes ids of nodes of any key of a message', () => {
    expect(row({ messageId: 'a.b:c-1' }).id).toBe('assistant-a_b_c-1');
  });
});

describe('a conversation', () => {
  const message = (index: number) => someMessage({ messageId: `m${index}`, text: `${index}` });
  const page = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => message(from - index));
  const texts = (conversation: Parameters<typeof drawn>[0]) =>
    drawn(conversation).map(({ text }) => Number(text));

  it('reads from the oldest to the newest', () => {
    expect(texts(toConversation(page(20, 20), 'older'))[0]).toBe(1);
  });

  it('draws no more than forty, and walks through what was read', () => {
    let conversation = toConversation(page(100, 20), 'older');
    conversation = withOlder(conversation, page(80, 20), 'older');
    expect(texts(conversation)).toHaveLength(maxDrawn);
    conversation = withOlder(conversation, page(60, 20), null);
    expect([texts(conversation)[0], texts(conversation).length]).toEqual([41, maxDrawn]);

    const down = downwards(conversation);
    if (!down) throw new Error('there is more below');
    expect([texts(down)[0], texts(down)[maxDrawn - 1]]).toEqual([61, 100]);
    expect(downwards(down)).toBeNull();

    const up = upwards(down);
    if (!up) throw new Error('there is more above');
    expect(texts(up)[0]).toBe(41);
    expect(upwards(up)).toBeNull();
    expect(texts(atEnd(up))[0]).toBe(61);
  });

  it('replaces a message by its newer version, and appends a new one', () => {
    const conversation = toConversation(page(2, 2), null);
    const changed = withMessage(conversation, someMessage({ messageId: 'm1', text: '9' }));

    expect(texts(changed)).toEqual([9, 2]);
    expect(texts(withMessage(changed, message(3)))).toEqual([9, 2, 3]);
    expect(texts(withoutQuestion(changed, 'm1'))).toEqual([2]);
  });

  it('holds a question with an answer yet to come, under the ids of the page', () => {
    const asked = { messageId: 'm9', text: '想画一只猫', askedAt: '2026-11-21T07:02:00.000Z' };
    const { messages } = withQuestion(toConversation(page(1, 1), null), asked, null);

    expect(messages.slice(1)).toMatchObject([
      { id: 'user-m9', sessionId: '', role: 'user', text: '想画一只猫', status: 'completed' },
      { id: 'assistant-m9', sessionId: '', role: 'assistant', text: '', status: 'streaming' },
    ]);
  });

  it('keeps question and answer in their place when it is asked again', () => {
    const failed = someMessage({ id: 'a', role: 'assistant', status: 'failed', text: '猫' });
    const known = toConversation([message(2), failed, someMessage({ id: 'q' })], null);
    const asked = { messageId: 'm1', text: '想画一只猫', askedAt: '2026-11-21T07:02:00.000Z' };
    const { messages } = withQuestion(known, asked, 's1');

    expect(messages).toMatchObject([
      { id: 'q' },
      { id: 'a', status: 'streaming', text: '' },
      { messageId: 'm2' },
    ]);
  });
});

describe('an answer without words', () => {
  it('keeps the place and drops the text', () => {
    const proposal = { prompt: '雪夜', style: '', styleName: '', size: '', ratio: '' };
    const grown = someMessage({ role: 'assistant', status: 'streaming', text: '不该说的' });
    const { text: _, ...place } = grown;

    expect(withoutText({ ...grown, proposal }, 'refused', '已收回')).toEqual({
      ...place,
      text: '',
      status: 'refused',
      errorMessage: '已收回',
    });
  });
});

describe('toQuotaBar', () => {
  const bar = (quota: Partial<ChatQuota>) => toQuotaBar(someQuota(quota), now, true);

  it('matches the design', () => {
    expect(bar({ used: 84, remaining: 16, warning: true })).toEqual({
      level: '免费版',
      count: '84/100',
      percent: 84,
      tone: 'high',
      rest: '只剩 16 AP 了',
      reset: '12月1日 0:00 重置',
      label: '免费版，本月 AP 已用 84，共 100，只剩 16 AP 了，12月1日 0:00 重置',
      canUpgrade: true,
      isUsedUp: false,
    });
  });

  it('is quiet below the warning, and red when nothing is left', () => {
    expect(bar({ used: 10, remaining: 90 })).toMatchObject({
      tone: 'normal',
      rest: '每次回答 1 AP',
    });
    expect(bar({ used: 100, remaining: 0, warning: true })).toMatchObject({
      tone: 'full',
      rest: '本月 AP 已用完',
      isUsedUp: true,
    });
  });

  it('is used up when an answer costs more than is left', () => {
    expect(bar({ used: 98, remaining: 2, priceAp: 5, warning: true })).toMatchObject({
      rest: '剩 2 AP，不够回答一次',
      isUsedUp: true,
    });
  });

  it('does not count held AP as used up', () => {
    expect(bar({ used: 99, held: 1, remaining: 0, warning: true })).toMatchObject({
      isUsedUp: false,
      tone: 'high',
      rest: '只剩 1 AP 了',
    });
  });

  it.each([
    [{ used: 0, limit: 0, held: 1 }, '0/0'],
    [{ used: 1, limit: 0, held: 1 }, '1/0'],
    [{ used: 90, limit: 40, held: 5 }, '90/40'],
  ])('is used up when the limit was lowered below what an answer holds: %j', (more, count) => {
    expect(bar({ ...more, remaining: 0 })).toMatchObject({
      count,
      percent: 100,
      tone: 'full',
      rest: '本月 AP 已用完',
      isUsedUp: true,
    });
  });

  it('accepts a limit of zero, and one below the usage', () => {
    expect(bar({ used: 0, limit: 0, remaining: 0 })).toMatchObject({ percent: 100, tone: 'full' });
    expect(bar({ used: 90, limit: 40, remaining: 0 })).toMatchObject({ percent: 100 });
  });

  it('offers no upgrade on the highest level', () => {
    expect(bar({ membershipLevel: 'pro', recommendedPlan: null })).toMatchObject({
      level: '专业版',
      canUpgrade: false,
    });
  });
});

describe('while no plan is on offer', () => {
  it('neither the bar nor the dialog leads to one', () => {
    const quota = someQuota({ recommendedPlan: 'plus' });

    expect(toQuotaBar(quota, now, false).canUpgrade).toBe(false);
    expect(toExhausted(quota, somePlans(), false)).toMatchObject({
      choices: [],
      primary: '知道了',
      secondary: '',
    });
  });
});

describe('toExhausted', () => {
  const quota = someQuota({ used: 110, limit: 110, remaining: 0, recommendedPlan: 'plus' });

  it('says when the AP reset, and the limits of higher levels', () => {
    const dialog = toExhausted(quota, somePlans(), true);

    expect(dialog).toMatchObject({
      title: '本月 AP 已用完',
      text: '免费版每月 110 AP，12月1日0点重置\n升级后立即生效',
      chosen: 'plus',
      primary: '升级到进阶版',
      secondary: '以后再说',
    });
    expect(dialog.choices.map(({ name, ap }) => [name, ap])).toEqual([
      ['基础版', 330],
      ['进阶版', 1100],
      ['专业版', 3300],
    ]);
    expect(withChoice(dialog, 'pro')).toMatchObject({ chosen: 'pro', primary: '升级到专业版' });
    expect(withChoice(dialog, 'none')).toBe(dialog);
  });

  it('does not attribute a limit set by an admin to the level', () => {
    expect(toExhausted({ ...quota, limit: 150 }, somePlans(), true).text).toContain(
      '本月共 150 AP',
    );
  });

  it('leaves out levels that would give no more', () => {
    const dialog = toExhausted({ ...quota, limit: 1000 }, somePlans(), true);

    expect(dialog.choices.map(({ level }) => level)).toEqual(['plus', 'pro']);
  });

  it('has one button on the highest level', () => {
    const pro = { ...quota, membershipLevel: 'pro', recommendedPlan: null } as const;

    expect(toExhausted(pro, somePlans(), true)).toMatchObject({
      choices: [],
      primary: '知道了',
      secondary: '',
    });
  });

  it('works without the plans', () => {
    expect(toExhausted(quota, [], true)).toMatchObject({ choices: [], primary: '升级会员' });
  });
});

describe('toComposer', () => {
  it('sends what can be read, up to 2000 characters', () => {
    const canSend = (text: string) => toComposer(text, false).canSend;

    expect(['', ' \n', '猫', '猫'.repeat(2000), '猫'.repeat(2001)].map(canSend)).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
  });

  it('counts near the end only', () => {
    expect(toComposer('猫'.repeat(1800), false).counter).toBe('');
    expect(toComposer('猫'.repeat(1801), false)).toMatchObject({
      counter: '1801/2000',
      isOver: false,
    });
    expect(toComposer('猫'.repeat(2001), false)).toMatchObject({ isOver: true });
  });

  it('says that the AP are used up, and leaves the decision to the cloud', () => {
    expect(toComposer('猫', true)).toMatchObject({
      canSend: true,
      placeholder: '本月 AP 已用完',
      label: '发送，本月 AP 已用完',
    });
    expect(toComposer('', false).label).toBe('发送，先写点什么');
  });
});

describe('isSecondTap', () => {
  it.each([
    [0, true],
    [30, true],
    [799, true],
    [800, false],
    // The clock was set back.
    [-5, false],
  ])('%d ms after sending: %s', (later, isSecond) => {
    expect(isSecondTap(now, now + later)).toBe(isSecond);
  });
});

describe('toSessions', () => {
  const session = {
    sessionId: 's1',
    title: '',
    preview: '可以把\n视线放低',
    messageCount: 2,
    createdAt: '2026-11-21T07:00:00.000Z',
    updatedAt: '2026-11-21T07:02:00.000Z',
  };

  it('has a name for every conversation, on one line', () => {
    expect(toSessions([session], 's1', now)).toEqual([
      {
        id: 's1',
        title: '新对话',
        preview: '可以把 视线放低',
        time: '今天 15:02',
        isCurrent: true,
      },
    ]);
  });
});

describe('createBatch', () => {
  it('applies all changes of one task at once', async () => {
    const apply = jest.fn();
    const batch = createBatch(apply);
    batch({ 'rows[1]': 'old', text: 'a' });
    batch({ rows: [] });
    batch({ 'rows[0]': 'new' });
    await Promise.resolve();

    expect(apply).toHaveBeenCalledTimes(1);
    expect(apply).toHaveBeenCalledWith({ text: 'a', rows: [], 'rows[0]': 'new' });
    batch({ text: 'b' });
    await Promise.resolve();
    expect(apply).toHaveBeenLastCalledWith({ text: 'b' });
  });
});
