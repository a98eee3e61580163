import { find, listen, render, tap, textOf } from './render';

describe('failed-state', () => {
  it('shows what happened, whether credits were charged, and what to do next', async () => {
    const failed = render('failed-state', {
      title: '这张没画成',
      reason: '绘制服务暂时繁忙',
      money: '已退回 1 积分，不计入今日次数',
      primary: '重新生成',
      secondary: '修改描述',
    });
    const primary = listen(failed, 'primary');
    const secondary = listen(failed, 'secondary');

    await tap(failed, '.button', 0);
    await tap(failed, '.button', 1);

    expect(textOf(failed)).toMatch(
      /这张没画成.*绘制服务暂时繁忙.*已退回 1 积分.*重新生成.*修改描述/,
    );
    expect([primary.length, secondary.length]).toEqual([1, 1]);
  });

  it('leaves out empty texts', () => {
    expect(render('failed-state', {}).querySelectorAll('.button')).toHaveLength(1);
  });
});

describe('empty-state', () => {
  it('has a button only where there is an action', async () => {
    const empty = render('empty-state', { title: '还没有作品', action: '去创作' });
    const actions = listen(empty, 'action');

    await tap(empty, '.button');

    expect(actions).toHaveLength(1);
    expect(render('empty-state', { title: '还没有收藏' }).querySelector('.button')).toBeUndefined();
  });
});

describe('generating', () => {
  it('ticks off the finished steps and names the current one', () => {
    const generating = render('generating', { title: '正在绘制', line: '已用 8 秒', stage: 1 });

    expect(generating.querySelectorAll('.step.done')).toHaveLength(1);
    expect(textOf(find(generating, '.step.now'))).toContain('绘制中');
  });

  it('stops its animation while the page is hidden', () => {
    expect(render('generating', { isMoving: true }).querySelector('.moving')).toBeDefined();
    expect(render('generating', { isMoving: false }).querySelector('.moving')).toBeUndefined();
  });
});
