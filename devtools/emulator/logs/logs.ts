export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

export type LogRow = {
  /** In milliseconds on the business clock. */
  time: number;
  function: string;
  requestId: string;
  level: LogLevel;
  message: string;
};

export type Logs = {
  add(row: LogRow): void;
  find(filter: { requestId?: string | undefined; function?: string | undefined }): LogRow[];
  clear(): void;
  onRow(listener: (row: LogRow) => void): () => void;
};

/** The number of rows kept; older ones are dropped. */
const capacity = 20_000;

export function createLogs(): Logs {
  const listeners = new Set<(row: LogRow) => void>();
  let rows: LogRow[] = [];
  return {
    add(row) {
      rows.push(row);
      if (rows.length > capacity * 1.2) rows = rows.slice(-capacity);
      for (const listener of listeners) listener(row);
    },
    find: (filter) =>
      rows.filter(
        (row) =>
          (filter.requestId === undefined || row.requestId === filter.requestId) &&
          (filter.function === undefined || row.function === filter.function),
      ),
    clear() {
      rows = [];
    },
    onRow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
