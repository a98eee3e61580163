import { find, listen, render, tap, textOf } from './render';

const card = {
  id: 'work_1',
  kind: 'picture',
  title: '窗台上的橘猫',
  line: '今天 15:02 · 绘本',
  picture: 'cloud://works/1.png',
  heightPercent: 133.33,
  elapsed: '',
  isFavorite: false,
  action: '重新生成',
  label: '',
};

describe('work-card', () => {
  it('opens a finished picture, whose label is in the picture itself', async () => {
    const work = render('work-card', { card });
    const opened = listen(work, 'open');

    await tap(work, '.work');

    expect(textOf(work)).not.toContain('AI生成');
    expect(textOf(work)).toContain('今天 15:02 · 绘本');
    expect(opened).toHaveLength(1);
  });

  it('shows the heart of a favourite only', () => {
    expect(render('work-card', { card }).querySelector('.heart')).toBeUndefined();
    expect(
      render('work-card', { card: { ...card, isFavorite: true } }).querySelector('.heart'),
    ).toBeDefined();
  });

  it('waits on a cyanotype, without a label', () => {
    const work = render('work-card', {
      card: { ...card, kind: 'waiting' },
      elapsed: '已用 8 秒',
    });

    expect(textOf(work)).toContain('正在绘制');
    expect(textOf(work)).toContain('已用 8 秒');
    expect(textOf(work)).not.toContain('AI生成');
  });

  it('shows why it failed and offers an action', async () => {
    const line = '绘制服务暂时繁忙。已退回 1 积分，不计次数';
    const work = render('work-card', { card: { ...card, kind: 'failed', line } });
    const again = listen(work, 'again');

    await tap(work, '.again');

    expect(textOf(work)).toContain(line);
    expect(again).toHaveLength(1);
  });

  it('becomes a checkbox while works are selected, which a long press begins', () => {
    const work = render('work-card', { card });
    const held = listen(work, 'hold');
    find(work, '.work').instance.triggerEvent('longpress', {});
    expect(held).toHaveLength(1);
    expect(work.querySelector('.pick')).toBeUndefined();

    work.setData({ isSelecting: true, isSelected: true });
    expect(work.querySelector('.work.selected .pick')).toBeDefined();
  });
});

describe('result-viewer', () => {
  const slide = (id: string) => ({ id, picture: `${id}.png`, label: id, isFailed: false });

  it('develops the picture when it has loaded', () => {
    const viewer = render('result-viewer', { slides: [slide('a')], heightPercent: 100 });
    expect(viewer.querySelector('.developed')).toBeUndefined();

    viewer.setData({ developed: { a: true } });

    expect(viewer.querySelector('.developed')).toBeDefined();
  });

  it('shows two beside each other, the chosen one with a tick', () => {
    const viewer = render('result-viewer', { slides: [slide('a'), slide('b')], current: 1 });

    expect(viewer.querySelectorAll('.tile')).toHaveLength(2);
    expect(textOf(find(viewer, '.chosen'))).toBe('2');
    expect(viewer.querySelectorAll('.chosen .tick')).toHaveLength(1);
  });

  it('offers the action of the failed slide', () => {
    const failure = { title: '这张没画成', primary: '修改描述', primaryWay: 'edit' };
    const viewer = render('result-viewer', {
      slides: [{ ...slide('a'), isFailed: true, failure }],
    });
    const ways = listen(viewer, 'way');

    find(viewer, '.failure').instance.triggerEvent('primary', {});

    expect(ways).toEqual([{ way: 'edit' }]);
  });

  it('chooses by a tap, and opens the chosen one', () => {
    const viewer = render('result-viewer', { slides: [slide('a'), slide('b')], current: 0 });
    const changes = listen(viewer, 'change');
    const opened = listen(viewer, 'preview');
    const [first, second] = viewer.querySelectorAll('.tile');

    second?.instance.triggerEvent('tap', {});
    first?.instance.triggerEvent('tap', {});

    expect(changes).toEqual([{ current: 1 }]);
    expect(opened).toEqual([{ id: 'a' }]);
  });

  it('keeps the tile of a failed one, with reason, refund and another try', () => {
    const failure = {
      ...{ title: '这张没画成', reason: '服务繁忙', money: '已退回 1 积分' },
      ...{ primary: '重新生成', primaryWay: 'again', price: '1 积分' },
    };
    const viewer = render('result-viewer', {
      slides: [slide('a'), { ...slide('b'), isFailed: true, failure }],
    });
    const ways = listen(viewer, 'way');
    find(viewer, '.lost .way').instance.triggerEvent('tap', {});

    expect(textOf(find(viewer, '.lost'))).toMatch(/这张没画成.*服务繁忙.*已退回 1 积分.*重新生成/);
    expect(ways).toEqual([{ way: 'again' }]);
  });
});

describe('record-row', () => {
  it('shows title, balance and signed amount', () => {
    const row = {
      id: '1',
      icon: 'rollback',
      title: '退回 · 雪夜山屋',
      line: '14:47 · 余额 92',
      amount: '+1',
      isIncome: true,
      label: '',
    };
    const record = render('record-row', { row });

    expect(textOf(record)).toMatch(/退回 · 雪夜山屋.*14:47 · 余额 92.*\+1/);
    expect(record.querySelectorAll('.income')).toHaveLength(2);
  });
});
