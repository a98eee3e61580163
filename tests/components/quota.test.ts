import { find, listen, render, tap, textOf } from './render';

const bar = {
  level: '免费版',
  count: '84/100',
  percent: 84,
  tone: 'high',
  rest: '只剩 16 AP 了',
  reset: '12月1日 0:00 重置',
  label: '',
  canUpgrade: true,
};

describe('quota-card', () => {
  it('shows the AP left, and the upgrade', async () => {
    const card = render('../packages/chat/quota-card', { state: 'ready', bar });
    const upgrades = listen(card, 'upgrade');

    await tap(card, '.upgrade');

    expect(textOf(card)).toMatch(
      /免费版.*本月 AP.*84\/100.*升级.*只剩 16 AP 了.*12月1日 0:00 重置/,
    );
    expect(card.querySelector('.fill.high')).toBeDefined();
    expect(upgrades).toHaveLength(1);
  });

  it('has no upgrade on the highest level', () => {
    const top = { ...bar, canUpgrade: false };
    const card = render('../packages/chat/quota-card', { state: 'ready', bar: top });

    expect(card.querySelector('.upgrade')).toBeUndefined();
  });

  it('can be read again after a failure', async () => {
    const card = render('../packages/chat/quota-card', { state: 'failed' });
    const retries = listen(card, 'retry');

    await tap(card, '.retry');

    expect(retries).toHaveLength(1);
  });
});

describe('composer', () => {
  const composer = (properties: object) =>
    render('../packages/chat/composer', { value: '一只猫', ...properties });

  it('sends the typed text', async () => {
    const ready = composer({});
    const empty = composer({ value: ' ' });
    const sent = [listen(ready, 'send'), listen(empty, 'send')];

    await tap(ready, '.round');
    await tap(empty, '.round');

    expect(sent.map(({ length }) => length)).toEqual([1, 0]);
    expect(empty.querySelector('.round.off')).toBeDefined();
  });

  it('stops a running answer, once', async () => {
    const busy = composer({ isAnswering: true });
    const stopping = composer({ isAnswering: true, isStopping: true });
    const stops = [listen(busy, 'stop'), listen(stopping, 'stop')];
    const sends = listen(busy, 'send');

    await tap(busy, '.stop');
    await tap(stopping, '.stop');

    expect(stops.map(({ length }) => length)).toEqual([1, 0]);
    expect(sends).toEqual([]);
  });

  it('asks the page about AP that seem to be used up, and sends the text', async () => {
    const usedUp = composer({ isUsedUp: true });
    const empty = composer({ isUsedUp: true, value: '' });
    const asked = [listen(usedUp, 'exhausted'), listen(empty, 'exhausted')];
    const sent = [listen(usedUp, 'send'), listen(empty, 'send')];

    await tap(usedUp, '.round');
    await tap(usedUp, '.field');
    await tap(empty, '.round');

    expect(asked.map(({ length }) => length)).toEqual([1, 1]);
    expect(sent.map(({ length }) => length)).toEqual([1, 0]);
    expect(usedUp.querySelector('.round.off')).toBeDefined();
  });

  it('shows the counter near the limit', () => {
    expect(composer({}).querySelector('.counter')).toBeUndefined();
    const long = composer({ value: '猫'.repeat(2001) });
    expect(textOf(find(long, '.counter.over'))).toBe('2001/2000');
    const emoji = composer({ value: '🐱'.repeat(2000) });
    expect(textOf(find(emoji, '.counter'))).toBe('2000/2000');
    expect(emoji.querySelector('.counter.over')).toBeUndefined();
  });
});

describe('entry-card', () => {
  it('names where it leads', () => {
    const card = render('entry-card', { label: '灵感聊天', line: '聊几句就有了' });

    expect(textOf(card)).toMatch(/灵感聊天.*聊几句就有了/);
  });
});

describe('tier-badge', () => {
  it('adds the level of the membership', () => {
    expect(textOf(render('tier-badge', { tier: 'free' }))).toBe('免费用户');
    expect(textOf(render('tier-badge', { tier: 'vip', level: 'plus' }))).toBe('会员 · 进阶版');
    expect(textOf(render('tier-badge', { tier: 'admin', level: 'free' }))).toBe('管理员');
  });
});
