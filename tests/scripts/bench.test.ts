import { toMarkdown, toText } from '../bench/report';
import type { MeasuredRow } from '../bench/report';
import { interleave, median, percentile } from '../bench/statistics';

describe('the statistics of the benchmarks', () => {
  it('take a percentile that was really measured, whatever the order', () => {
    expect([percentile([30, 10, 20, 40], 0.5), percentile([30, 10, 20, 40], 0.95)]).toEqual([
      20, 40,
    ]);
    expect(median([5])).toBe(5);
  });

  it('refuse to compute a figure without samples', () => {
    expect(() => median([])).toThrow('no samples');
  });

  it('alternate between the contestants, and drop the warm-up', async () => {
    const asked: string[] = [];
    const ask = (name: string) => () => Promise.resolve(asked.push(name));

    const samples = await interleave({ a: ask('a'), b: ask('b') }, { rounds: 2, warmUp: 1 });

    expect(asked.join('')).toBe('ababab');
    expect(samples).toEqual({ a: [3, 5], b: [4, 6] });
  });
});

describe('the report of the benchmarks', () => {
  const result = { what: 'load', baseline: 'conventional 200 ms', target: '≤ 0.40×' };
  const measured: MeasuredRow[] = [
    {
      row: 'load',
      results: [
        { ...result, ours: '60 ms', ratio: '0.30×', isMet: true, note: 'median of 5' },
        { ...result, ours: '90 ms', ratio: '0.45×', isMet: false },
      ],
    },
    { row: 'list', failure: 'the cloud did not start' },
  ];

  it('says for every figure whether its target is met, and counts unmeasured ones as missed', () => {
    expect(toText(measured).split('\n')).toEqual([
      '✓ load: 60 ms (conventional 200 ms → 0.30×), target ≤ 0.40×',
      '✗ load: 90 ms (conventional 200 ms → 0.45×), target ≤ 0.40×',
      '✗ list: not measured: the cloud did not start',
      '',
      '1 met, 2 missed',
    ]);
  });

  it('leaves the column of the cloud empty and says how it was measured', () => {
    const page = toMarkdown(measured, {
      machine: '2 cores',
      node: 'v20.0.0',
      date: '2026-11-21',
      command: 'npm run bench',
      commit: 'abc1234',
    });

    expect(page).toContain(
      '| load | ≤ 0.40× | 60 ms | conventional 200 ms | 0.30× | ✅ |  |\n' +
        '| load | ≤ 0.40× | 90 ms | conventional 200 ms | 0.45× | ❌ missed |  |\n' +
        '| list |  | not measured |  |  | ❌ |  |',
    );
    expect(page).toContain('- load: median of 5');
  });
});
