/** Counts of one page for the inspector, tests and benchmarks. */
export type PageStats = {
  setDataCalls: number;
  maxSetDataBytes: number;
  totalSetDataBytes: number;
  /** The maximum number of `setData` calls within one second. */
  peakSetDataPerSecond: number;
  /** The keys of the largest `setData`. */
  largestKeys: string[];
};

export type CloudCall = {
  kind: 'function' | 'upload' | 'download' | 'temp-urls' | 'delete' | 'database';
  name: string;
  action?: string;
  startedAt: number;
  durationMs?: number;
  /** `code` of the reply, or the platform's error code. */
  code?: number | string;
  error?: string;
  requestId?: string;
  page: string;
};

export type Stats = {
  pages: Record<string, PageStats>;
  cloudCalls: CloudCall[];
  /** When the first page was painted, by `performance.now()`. */
  firstRenderAt: number | null;
  missingApis: string[];
  /** What the build or the phone ignores, with its location in the app. */
  warnings: string[];
};

type Listener = () => void;

const recent = new Map<string, number[]>();
const listeners = new Set<Listener>();

export const stats: Stats = {
  pages: {},
  cloudCalls: [],
  firstRenderAt: null,
  missingApis: [],
  warnings: [],
};

export function recordSetData(route: string, bytes: number, keys: string[]): void {
  const page = (stats.pages[route] ??= {
    setDataCalls: 0,
    maxSetDataBytes: 0,
    totalSetDataBytes: 0,
    peakSetDataPerSecond: 0,
    largestKeys: [],
  });
  const now = performance.now();
  const lastSecond = [...(recent.get(route) ?? []).filter((moment) => moment > now - 1000), now];
  recent.set(route, lastSecond);
  page.setDataCalls += 1;
  page.totalSetDataBytes += bytes;
  page.peakSetDataPerSecond = Math.max(page.peakSetDataPerSecond, lastSecond.length);
  if (bytes > page.maxSetDataBytes) {
    page.maxSetDataBytes = bytes;
    page.largestKeys = keys;
  }
  notify();
}

/** Shows a difference from a phone in the browser's console and in the inspector. */
export function recordWarning(message: string): void {
  console.warn(`[simulator] ${message}`);
  stats.warnings.push(message);
  notify();
}

/** Adds a row to the call log; returns a function that adds its outcome. */
export function recordCall(
  call: Omit<CloudCall, 'startedAt'>,
): (outcome: Pick<CloudCall, 'code' | 'error' | 'requestId'>) => void {
  const row: CloudCall = { ...call, startedAt: performance.now() };
  stats.cloudCalls.push(row);
  notify();
  return (outcome) => {
    Object.assign(row, outcome, { durationMs: Math.round(performance.now() - row.startedAt) });
    notify();
  };
}

export function onStatsChange(listener: Listener): void {
  listeners.add(listener);
}

function notify(): void {
  for (const listener of listeners) listener();
}
