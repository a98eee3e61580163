import { find, listen, render, tap, textOf } from './render';

describe('chip', () => {
  it('shows its label, and that it is chosen', () => {
    const chosen = render('chip', { label: '温暖', isOn: true });
    const other = render('chip', { label: '宁静' });

    expect(textOf(chosen)).toBe('温暖');
    expect(chosen.querySelector('.chip.on')).toBeDefined();
    expect(other.querySelector('.chip.on')).toBeUndefined();
  });

  it('may consist of an icon only', () => {
    const chip = render('chip', { icon: 'delete', hint: '清空描述' });

    expect(chip.querySelector('.label')).toBeUndefined();
  });
});

describe('segment', () => {
  const options = [
    { id: 'single', name: '单张' },
    { id: 'double', name: '双张' },
  ];

  it('marks the chosen one only', () => {
    const segment = render('segment', { options, value: 'double' });

    expect(segment.querySelectorAll('.option')).toHaveLength(2);
    expect(segment.querySelectorAll('.option.on')).toHaveLength(1);
    expect(textOf(find(segment, '.option.on'))).toContain('双张');
  });

  it('reports the tapped segment', async () => {
    const segment = render('segment', { options, value: 'single' });
    const changes = listen(segment, 'change');

    await tap(segment, '.option', 1);

    expect(changes).toEqual([{ id: 'double' }]);
  });
});

describe('tabs', () => {
  const options = [
    { id: 'all', name: '全部' },
    { id: 'favorite', name: '收藏' },
  ];

  it('reports another tab, and not the same one', async () => {
    const tabs = render('tabs', { options, value: 'all' });
    const changes = listen(tabs, 'change');

    await tap(tabs, '.tab', 0);
    await tap(tabs, '.tab', 1);

    expect(changes).toEqual([{ id: 'favorite' }]);
  });
});

describe('ratio-tile', () => {
  it('draws the frame in the ratio of the size', () => {
    const tile = render('ratio-tile', { ratio: '9:16', width: 768, height: 1344 });

    expect(tile.data).toMatchObject({ frameWidth: 30, frameHeight: 52 });
    expect(textOf(tile)).toBe('9:16');
  });

  it('draws a square smaller, as it would otherwise look largest', () => {
    const tile = render('ratio-tile', { ratio: '1:1', width: 1024, height: 1024 });

    expect(tile.data).toMatchObject({ frameWidth: 44, frameHeight: 44 });
  });
});

describe('style-card', () => {
  it('shows one picture, or quarters of several', () => {
    const one = render('style-card', { name: '绘本', picture: 'a.jpg' });
    const several = render('style-card', { name: '自动', quarters: ['a', 'b', 'c', 'd'] });

    expect(one.querySelectorAll('.quarter')).toHaveLength(0);
    expect(several.querySelectorAll('.quarter')).toHaveLength(4);
  });

  it('has a ring when it is chosen', () => {
    expect(render('style-card', { name: '绘本', isOn: true }).querySelector('.ring')).toBeDefined();
  });
});

describe('character-picker', () => {
  const characters = [
    { id: 'tuanzi', name: '团子', imageUrl: '' },
    { id: 'momo', name: '墨墨', imageUrl: '' },
  ];

  it('begins with 不指定', () => {
    const picker = render('character-picker', { characters, value: '' });

    expect(picker.querySelectorAll('.who')).toHaveLength(3);
    expect(textOf(find(picker, '.who.on'))).toContain('不指定');
  });

  it('reports the tapped character, and an empty id for 不指定', async () => {
    const picker = render('character-picker', { characters, value: 'momo' });
    const changes = listen(picker, 'change');

    await tap(picker, '.who', 1);
    await tap(picker, '.who', 0);

    expect(changes).toEqual([{ id: 'tuanzi' }, { id: '' }]);
  });
});
