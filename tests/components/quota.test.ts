import { find, listen, render, tap, textOf } from './render';

const bar = {
  level: '免费版',
  count: '84/100',
  percent: 84,
  tone: 'high',
  rest: '只剩 16 AP 了',
  reset: '12月1日 0:00 重置',
  label: '',
  canRise: true,
};

describe('quota-card', () => {
  it('shows what is left, and the way up', async () => {
    const card = render('../packages/chat/quota-card', { state: 'ready', bar });
    const rises = listen(card, 'rise');

    await tap(card, '.rise');

    expect(textOf(card)).toMatch(
      /免费版.*本月 AP.*84\/100.*升级.*只剩 16 AP 了.*12月1日 0:00 重置/,
    );
    expect(card.querySelector('.fill.high')).toBeDefined();
    expect(rises).toHaveLength(1);
  });

  it('has no way up from the highest level', () => {
    const top = { ...bar, canRise: false };
    const card = render('../packages/chat/quota-card', { state: 'ready', bar: top });

    expect(card.querySelector('.rise')).toBeUndefined();
  });

  it('can be asked again when it could not be read', async () => {
    const card = render('../packages/chat/quota-card', { state: 'failed' });
    const retries = listen(card, 'retry');

    await tap(card, '.retry');

    expect(retries).toHaveLength(1);
  });
});

describe('composer', () => {
  const composer = (properties: object) =>
    render('../packages/chat/composer', { value: '一只猫', ...properties });

  it('sends what is written', async () => {
    const ready = composer({});
    const empty = composer({ value: ' ' });
    const sent = [listen(ready, 'send'), listen(empty, 'send')];

    await tap(ready, '.round');
    await tap(empty, '.round');

    expect(sent.map(({ length }) => length)).toEqual([1, 0]);
    expect(empty.querySelector('.round.off')).toBeDefined();
  });

  it('stops while an answer is under way, once', async () => {
    const busy = composer({ isAnswering: true });
    const stopping = composer({ isAnswering: true, isStopping: true });
    const stops = [listen(busy, 'stop'), listen(stopping, 'stop')];
    const sends = listen(busy, 'send');

    await tap(busy, '.stop');
    await tap(stopping, '.stop');

    expect(stops.map(({ length }) => length)).toEqual([1, 0]);
    expect(sends).toEqual([]);
  });

  it('explains itself when nothing can be sent any more', async () => {
    const usedUp = composer({ isUsedUp: true });
    const explained = listen(usedUp, 'exhausted');
    const sends = listen(usedUp, 'send');

    await tap(usedUp, '.round');
    await tap(usedUp, '.field');

    expect(explained).toHaveLength(2);
    expect(sends).toEqual([]);
  });

  it('counts near the end', () => {
    expect(composer({}).querySelector('.counter')).toBeUndefined();
    const long = composer({ value: '猫'.repeat(2001) });
    expect(textOf(find(long, '.counter.over'))).toBe('2001/2000');
  });
});

describe('entry-card', () => {
  it('names where it leads', () => {
    const card = render('entry-card', { label: '灵感聊天', line: '聊几句就有了' });

    expect(textOf(card)).toMatch(/灵感聊天.*聊几句就有了/);
  });
});

describe('tier-badge', () => {
  it('adds the level that was bought', () => {
    expect(textOf(render('tier-badge', { tier: 'free' }))).toBe('免费用户');
    expect(textOf(render('tier-badge', { tier: 'vip', level: 'plus' }))).toBe('会员 · 进阶版');
    expect(textOf(render('tier-badge', { tier: 'admin', level: 'free' }))).toBe('管理员');
  });
});
