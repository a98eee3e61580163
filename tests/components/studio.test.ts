import { find, listen, render, tap, textOf } from './render';

const tile = {
  id: 'work_3',
  place: 3,
  state: 'queued',
  title: '排队中',
  line: '前面还有 3 张',
  picture: '',
  refund: '',
  tag: '',
  label: '第 3 张，排队中',
};

describe('studio/tile', () => {
  it('waits as bare paper, then as a cyanotype under the light', () => {
    const waiting = render('studio/tile', { tile });
    expect(textOf(waiting)).toMatch(/排队中.*前面还有 3 张.*3/);
    expect(waiting.querySelector('.light')).toBeUndefined();

    waiting.setData({ tile: { ...tile, state: 'drawing', title: '正在绘制', line: '' } });
    expect(waiting.querySelector('.light.moving')).toBeDefined();
    expect(waiting.querySelector('.veil')).toBeUndefined();

    waiting.setData({ isMoving: false });
    expect(waiting.querySelector('.light.moving')).toBeUndefined();
  });

  it('develops a picture that was waited for, and just shows one that existed before', () => {
    const done = { ...tile, state: 'done', picture: 'a.jpg' };
    const waited = render('studio/tile', { tile });
    waited.setData({ tile: done });
    expect(waited.querySelector('.picture.developing')).toBeDefined();
    expect(waited.querySelector('.picture.loaded')).toBeUndefined();

    find(waited, '.picture').instance.triggerEvent('load', {});
    expect(waited.querySelector('.picture.loaded')).toBeDefined();
    // The whole picture shows its mark, so a label beside it would be redundant.
    expect(textOf(waited)).not.toContain('AI生成');

    const found = render('studio/tile', { tile: done });
    expect(found.querySelector('.picture.developing')).toBeUndefined();
  });

  it('keeps its place when it failed, with the reason and the refund', () => {
    const failed = { ...tile, state: 'failed', title: '这张没画成', line: '服务繁忙' };
    const shown = render('studio/tile', { tile: { ...failed, refund: '已退回 2 积分' } });

    expect(textOf(shown)).toMatch(/这张没画成.*服务繁忙.*已退回 2 积分.*3/);
    expect(render('studio/tile', { tile: failed }).querySelector('.refund')).toBeUndefined();
  });

  it('opens a picture, and nothing before there is one', async () => {
    const shown = render('studio/tile', { tile });
    const opened = listen(shown, 'open');
    await tap(shown, '.tile');
    expect(opened).toHaveLength(0);

    shown.setData({ tile: { ...tile, state: 'done', picture: 'a.jpg' } });
    await tap(shown, '.tile');
    expect(opened).toHaveLength(1);
  });
});

describe('studio/compare', () => {
  beforeEach(() => {
    Object.assign(globalThis, { wx: { ...wx, canIUse: () => false } });
  });

  it('starts beside the face, and moves with its three buttons', () => {
    const compare = render('studio/compare', { before: 'a.jpg', after: 'b.jpg', isFull: true });
    expect(compare.data['percent']).toBe(46);

    const views = find(compare, '.views').instance;
    views.triggerEvent('change', { id: 'after' });
    expect(compare.data).toMatchObject({ percent: 0, view: 'after' });
    views.triggerEvent('change', { id: 'before' });
    expect(compare.data).toMatchObject({ percent: 100, view: 'before' });
  });

  it('keeps the place of the edge when the other result is chosen', () => {
    const compare = render('studio/compare', { before: 'a.jpg', after: 'b.jpg' });
    compare.setData({ percent: 70 });
    compare.setData({ after: 'c.jpg' });

    expect(compare.data['percent']).toBe(70);
  });

  it('shows the result alone when the original photo is gone', () => {
    const compare = render('studio/compare', { before: '', after: 'b.jpg', isFull: true });

    expect(compare.querySelector('.edge')).toBeUndefined();
    expect(compare.querySelector('.ways')).toBeUndefined();
  });
});

describe('studio/money-strip', () => {
  it('shows what was reserved, spent and refunded', () => {
    const strip = render('studio/money-strip', { reserved: 8, spent: 6, refunded: 2 });

    expect(textOf(strip)).toBe('8预扣积分6已用2已退回');
    expect(strip.querySelectorAll('.back')).toHaveLength(1);
  });
});

describe('studio/drop-zone', () => {
  it('asks where the photo comes from', async () => {
    const zone = render('studio/drop-zone', { title: '先放一张服装照' });
    const picks = listen(zone, 'pick');

    await tap(zone, '.way', 0);
    await tap(zone, '.way', 1);

    expect(picks).toEqual([{ source: 'camera' }, { source: 'album' }]);
  });
});

describe('studio/photo-slot', () => {
  const photo = { state: 'usable', picture: 'a.jpg', percent: 100, line: '照片清晰，可以使用' };

  it('is an empty place until there is a photo', () => {
    expect(textOf(render('studio/photo-slot', { name: '人物照', photo: null }))).toBe('人物照');
    expect(textOf(render('studio/photo-slot', { name: '人物照', photo }))).toBe('更换');
  });

  it('shows the progress of the upload, and a ring around a photo that cannot be used', () => {
    const slot = render('studio/photo-slot', { photo: { ...photo, state: 'uploading' } });
    expect(slot.querySelector('.bar')).toBeDefined();
    expect(slot.querySelector('.ring')).toBeUndefined();

    slot.setData({ photo: { ...photo, state: 'refused' } });
    expect(slot.querySelector('.ring')).toBeDefined();
  });
});

describe('studio/examples', () => {
  it('marks good and bad by a symbol, not only by colour', () => {
    const examples = render('studio/examples', {});

    expect(examples.querySelectorAll('.good')).toHaveLength(2);
    expect(examples.querySelectorAll('.bad')).toHaveLength(2);
    expect(textOf(examples)).toMatch(/平铺.*挂拍.*叠起来.*太暗/);
  });
});

describe('studio/stepper', () => {
  it('counts between its limits', async () => {
    const stepper = render('studio/stepper', { label: '张数', value: 4, max: 4 });
    const changes = listen(stepper, 'change');

    await tap(stepper, '.step', 1);
    await tap(stepper, '.step', 0);

    expect(changes).toEqual([{ value: 3 }]);
  });
});

describe('studio/scene-grid', () => {
  const scenes = [
    { sceneId: 'yard', name: '江南庭院', category: '国风', coverUrl: '' },
    { sceneId: 'cafe', name: '街角咖啡', category: '城市', coverUrl: '' },
    { sceneId: 'books', name: '旧书店', category: '城市', coverUrl: '' },
  ];
  const names = (grid: ReturnType<typeof render>) => grid.querySelectorAll('.name').map(textOf);

  it('shows all scenes, and those of a category', () => {
    const grid = render('studio/scene-grid', { scenes, value: 'cafe' });
    expect(names(grid)).toEqual(['江南庭院', '街角咖啡', '旧书店']);
    expect(grid.querySelectorAll('.scene.on')).toHaveLength(1);

    grid.setData({ category: '城市' });
    expect(names(grid)).toEqual(['街角咖啡', '旧书店']);
  });

  it('finds a scene by a part of its name, and says when there is none', () => {
    const grid = render('studio/scene-grid', { scenes });
    const search = find(grid, '.field');

    search.instance.triggerEvent('input', { value: ' 书 ' });
    expect(names(grid)).toEqual(['旧书店']);
    search.instance.triggerEvent('input', { value: '火星' });
    expect(names(grid)).toEqual([]);
    expect(textOf(grid)).toContain('没有找到场景');
  });

  it('reports the scene that was tapped', async () => {
    const grid = render('studio/scene-grid', { scenes });
    const changes = listen(grid, 'change');

    await tap(grid, '.scene', 2);

    expect(changes).toEqual([{ id: 'books' }]);
  });
});
