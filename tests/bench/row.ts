import type { Bench } from './bench';

/** One line of the table. Figures are formatted with their unit. */
export type Result = {
  what: string;
  ours: string;
  /** What the figure is compared with, in the same run; empty for a bare count. */
  baseline: string;
  ratio: string;
  target: string;
  isMet: boolean;
  /** What a reader has to know to judge the figure. */
  note?: string;
};

/** One subject of measurement, with one or more lines. */
export type Row = {
  /** The argument of `--only`. */
  name: string;
  measure(bench: Bench): Promise<Result[]>;
};

export type Limit = { atMost: number } | { atLeast: number };

export function isWithin(value: number, limit: Limit): boolean {
  return 'atMost' in limit ? value <= limit.atMost : value >= limit.atLeast;
}

export const milliseconds = (value: number): string =>
  `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ms`;
export const times = (value: number): string => `${value.toFixed(2)}×`;
export const kilobytes = (value: number): string => `${Math.round(value / 1000)} kB`;
