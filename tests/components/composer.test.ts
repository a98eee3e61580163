import { find, listen, render, tap, textOf } from './render';

describe('prompt-composer', () => {
  it('counts the text without surrounding blanks', () => {
    const composer = render('prompt-composer', { value: ' 一只橘猫 ', summary: '单张' });

    expect(textOf(composer)).toContain('4/500');
    expect(composer.querySelector('.counter.over')).toBeUndefined();
  });

  it('turns the counter red above 500 characters', () => {
    const at = (length: number) =>
      render('prompt-composer', { value: '画'.repeat(length) }).querySelector('.counter.over');

    expect(at(500)).toBeUndefined();
    expect(at(501)).toBeDefined();
  });

  it('reports the typed text', () => {
    const composer = render('prompt-composer', { value: '' });
    const changes = listen(composer, 'change');

    find(composer, '.text').instance.triggerEvent('input', { value: '一只' });

    expect(changes).toEqual([{ value: '一只' }]);
  });

  it('offers to clear only what is there, and clears it', async () => {
    const empty = render('prompt-composer', { value: '' });
    const composer = render('prompt-composer', { value: '一只橘猫' });
    const changes = listen(composer, 'change');

    expect(empty.querySelectorAll('.tool')).toHaveLength(2);
    await tap(composer, '.tool', 2);

    expect(changes).toEqual([{ value: '' }]);
  });

  it('leads to 灵感 and to the options', async () => {
    const composer = render('prompt-composer', { value: '', summary: '单张 · 3:4 · 标准' });
    const inspired = listen(composer, 'inspire');
    const toggled = listen(composer, 'toggle');

    await tap(composer, '.tool', 0);
    await tap(composer, '.tool', 1);

    expect([inspired.length, toggled.length]).toEqual([1, 1]);
  });
});

describe('generate-button', () => {
  it('reports a tap when it is enabled', async () => {
    const button = render('generate-button', { text: '生成', price: '1 积分', isEnabled: true });
    const taps = listen(button, 'generate');

    await tap(button, '.button');

    expect(textOf(button)).toMatch(/生成\s*1 积分/);
    expect(taps).toHaveLength(1);
  });

  it('stays legible when it is disabled, and a tap asks for what is missing', async () => {
    const button = render('generate-button', { text: '生成', isEnabled: false });
    const [taps, missing] = [listen(button, 'generate'), listen(button, 'missing')];

    await tap(button, '.button');

    expect(button.querySelector('.button.wait')).toBeDefined();
    expect(taps).toEqual([]);
    expect(missing).toHaveLength(1);
  });
});

describe('usage-bar', () => {
  const usage = {
    count: '15/50',
    tier: '免费用户',
    percent: 30,
    level: 'normal',
    rest: '还可生成 35 次',
    reset: '明日 0:00 重置',
    label: '',
  };

  it('reads 今日 15/50 次 (免费用户), with the credits beside it', () => {
    const bar = render('usage-bar', { state: 'ready', usage, credits: 86 });

    expect(textOf(bar)).toContain('今日 15/50 次 (免费用户)');
    expect(textOf(bar)).toContain('86 积分');
  });

  it('hides the credits of tiers that pay none', () => {
    expect(textOf(render('usage-bar', { state: 'ready', usage, credits: -1 }))).not.toContain(
      '积分',
    );
  });

  it('asks again when the count could not be read', async () => {
    const bar = render('usage-bar', { state: 'failed' });
    const retries = listen(bar, 'retry');

    await tap(bar, '.retry');

    expect(textOf(bar)).toBe('次数暂时读不到，点此重试');
    expect(retries).toHaveLength(1);
  });
});

describe('tier-badge', () => {
  it.each([
    ['free', '免费用户'],
    ['vip', '会员'],
    ['admin', '管理员'],
  ])('calls %s %s', (tier, name) => {
    expect(textOf(render('tier-badge', { tier }))).toBe(name);
  });
});
