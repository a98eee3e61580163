import { lowerGaps, markGaps } from '../../scripts/build/flex-gap';
import { findNewerStyles } from '../../scripts/package/newer-styles';

const flat = (css: string) => css.replace(/\s+/g, ' ').trim();

describe('gap in a flex box, which iOS 14.0 does not know', () => {
  it('becomes a margin between the children of a row', () => {
    const { css, rules } = lowerGaps('.row { display: flex; gap: 8rpx; }', 'a.wxss');

    expect(flat(css)).toBe('.row { display: flex; }.row .gap-0 + .gap-0 { margin-left: 8rpx }');
    expect(
      markGaps('<view class="row"><text>1</text><view class="b" /></view>', 'a.wxml', rules),
    ).toBe('<view class="row"><text class="gap-0">1</text><view class="b gap-0" /></view>');
  });

  it('becomes one between those of a column, and of what a more particular rule turns', () => {
    const { css } = lowerGaps(
      '.foot { display: flex; gap: 24rpx } .foot.waiting { flex-direction: column; gap: 16rpx }',
      'a.wxss',
    );

    expect(flat(css)).toContain('.foot .gap-0 + .gap-0 { margin-left: 24rpx }');
    expect(flat(css)).toContain(
      '.foot.waiting .gap-1 + .gap-1 { margin-top: 16rpx; margin-left: 0 }',
    );
  });

  it('takes the direction and the kind of box from other rules of the sheet', () => {
    const { css } = lowerGaps(
      '.a, .b { display: flex; flex-direction: column } .b { gap: 4rpx } .g { display: grid; gap: 1rpx 2rpx }',
      'a.wxss',
    );

    expect(flat(css)).toContain('.b .gap-0 + .gap-0 { margin-top: 4rpx }');
    expect(flat(css)).toContain('.g { display: grid; gap: 1rpx 2rpx }');
  });

  it('marks children in blocks, in conditions and in expressions of classes', () => {
    const { rules } = lowerGaps('.row.on { display: flex; gap: 8rpx }', 'a.wxss');
    const marked = markGaps(
      `<view class="row {{is > 0 ? 'on' : ''}}"><block wx:if="{{a}}"><i-con name="x"/></block><!-- <b> --><text wx:else>{{ a < b }}</text></view><view class="row"><text/></view>`,
      'a.wxml',
      rules,
    );

    expect(marked).toContain('<i-con class="gap-0" name="x"/>');
    expect(marked).toContain('<text class="gap-0" wx:else>');
    expect(marked).toContain('<view class="row"><text/></view>');
  });

  it.each([
    ['.a { display: flex; flex-wrap: wrap; gap: 1rpx }', 'that wraps'],
    ['.a { display: flex; flex-direction: row-reverse; gap: 1rpx }', 'with row-reverse'],
    [':host { display: flex; gap: 1rpx }', 'of “:host”, which ends in no class'],
  ])('is refused when margins cannot replace it: %s', (css, reason) => {
    expect(() => lowerGaps(css, 'a.wxss')).toThrow(`a.wxss:1: gap in a flex box ${reason}`);
  });

  it.each([
    ['<view class="a">text<text /></view>', 'bare text'],
    ['<view class="a"><slot /></view>', 'a <slot>'],
    [
      '<view class="a"><text /><view class="end" /></view>',
      'a child with a margin-left of its own',
    ],
    ['<view class="a"><view hidden="{{x}}" /></view>', 'a child with hidden'],
  ])('is refused around what cannot be marked: %s', (wxml, reason) => {
    const { rules } = lowerGaps(
      '.a { display: flex; gap: 1rpx } .end { margin: 0 0 0 auto }',
      'a.wxss',
    );

    expect(() => markGaps(wxml, 'a.wxml', rules)).toThrow(reason);
  });
});

describe('the scan of the built styles', () => {
  it.each([
    ['.a { aspect-ratio: 1 }', 'aspect-ratio (iOS 15)'],
    ['.a { inset: 0 }', 'inset (iOS 14.5)'],
    ['.a { display: flex; gap: 1px }', 'gap in a flex box (iOS 14.5)'],
    ['.a { height: 100dvh }', 'the unit dvh (iOS 15.4)'],
    ['.a { overflow: clip }', 'overflow: clip (iOS 16)'],
    ['.a:focus-visible { color: red }', ':focus-visible (iOS 15.4)'],
    ['.a { color: color-mix(in srgb, red, blue) }', 'color-mix() (iOS 16.2)'],
    ['@layer base { .a { color: red } }', '@layer (iOS 15.4)'],
    ['.a { backdrop-filter: none }', 'backdrop-filter (iOS 18)'],
  ])('finds in %s: %s', (css, name) => {
    expect(findNewerStyles(css)).toEqual([`1: ${name}`]);
  });

  it('accepts a grid with gap and a property with its prefixed form', () => {
    expect(
      findNewerStyles(
        '.a { display: grid; gap: 1px; -webkit-backdrop-filter: none; backdrop-filter: none }',
      ),
    ).toEqual([]);
  });
});
