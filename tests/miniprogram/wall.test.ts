import { toDays } from '../../miniprogram/pages/works/days';
import { findDrawn, toGeometry } from '../../miniprogram/pages/works/visible-days';
import { createPainter } from '../../miniprogram/pages/works/painter';
import { toCard } from '../../miniprogram/pages/works/view';
import type { Card } from '../../miniprogram/pages/works/view';
import { noChoiceNames } from '../../miniprogram/utils/names';
import { someWork } from './support';

const now = Date.parse('2026-11-21T07:07:00.000Z');
const hour = 3_600_000;
const geometry = toGeometry({ windowWidth: 375, windowHeight: 812 }, 2, 180);

/** Cards `hours` apart, in two shapes. */
function cards(count: number, hours: number): Card[] {
  return Array.from({ length: count }, (_, index) =>
    toCard(
      someWork({
        workId: `work_${index}`,
        size: index % 3 === 0 ? '1024x1024' : '864x1152',
        createdAt: new Date(now - index * hours * hour).toISOString(),
      }),
      noChoiceNames,
      now,
    ),
  );
}

describe('toDays', () => {
  it('puts cards under their days in Beijing, and counts what is complete', () => {
    const days = toDays(cards(5, 12), 2, now, false);

    expect(days.map(({ name, note, ids }) => [name, note, ids.length])).toEqual([
      ['今天', '11月21日 · 2 张', 2],
      ['昨天', '11月20日 · 2 张', 2],
      // The last day may be incomplete, so it shows no count.
      ['11月19日', '', 1],
    ]);
    expect(toDays(cards(5, 12), 2, now, true).at(-1)?.note).toBe('1 张');
  });

  it('keeps every card once, newest first', () => {
    const days = toDays(cards(200, 0.5), 2, now, true);
    const ids = days.flatMap(({ blocks }) =>
      blocks.flatMap(({ columns }) => columns.flat().map(({ id }) => id)),
    );

    expect(new Set(ids).size).toBe(200);
    expect(days.flatMap((day) => day.ids)).toEqual(cards(200, 0.5).map(({ id }) => id));
  });
});

describe.each([
  ['one day', 0.01],
  ['many days', 24],
])('1000 works of %s', (_, hours) => {
  const days = toDays(cards(1000, hours), 2, now, true);
  const at = (scrollTop: number) => findDrawn(days, scrollTop, geometry, new Map());
  const total = (scrollTop: number) => {
    const { above, below, days: drawn } = at(scrollTop);
    const left = drawn.reduce((sum, day) => sum + day.above + day.below, above + below);
    return { left, drawn: drawn.flatMap(({ blocks }) => blocks.map(({ id }) => id)) };
  };

  it('draw what is near the screen and leave room for the rest', () => {
    for (const scrollTop of [0, 5000, 40_000]) {
      const { days: drawn } = at(scrollTop);
      const count = drawn.flatMap(({ blocks }) => blocks.flatMap((block) => block.columns.flat()));

      expect(count.length).toBeGreaterThan(4);
      expect(count.length).toBeLessThan(45);
    }
    expect(at(0).above).toBe(0);
    expect(total(40_000).left).toBeGreaterThan(40_000);
  });

  it('are painted at most ten times a second however fast they scroll', () => {
    jest.useFakeTimers({ now });
    const paints: number[] = [];
    let scrollTop = 0;
    let drawn = '';
    const painter = createPainter(() => {
      const next = JSON.stringify(total(scrollTop).drawn);
      if (next !== drawn) paints.push(Date.now());
      drawn = next;
    });
    for (let frame = 0; frame < 300; frame += 1) {
      scrollTop += 300;
      painter.set({ isLoadingMore: frame % 2 === 0 });
      jest.advanceTimersByTime(16);
    }
    jest.useRealTimers();

    expect(paints.length).toBeGreaterThan(10);
    for (const start of paints) {
      expect(paints.filter((time) => time >= start && time < start + 1000).length).toBeLessThan(11);
    }
  });
});
