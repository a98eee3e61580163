type Level = 'info' | 'warn' | 'error';
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Structured lines of one call. Never prompts, keys or openids: fields are names, codes, counts and hashed ids. */
export type Log = {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Somebody has to look: the marker is what the log service's alarm searches for. */
  alarm(alarm: string, fields?: LogFields): void;
};

export const alarmMarker = 'ALARM';

export function createLog(requestId: string, functionName: string): Log {
  const write = (level: Level, message: string, fields: LogFields = {}) => {
    console[level](
      JSON.stringify({ level, message, requestId, function: functionName, ...fields }),
    );
  };
  return {
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
    alarm: (alarm, fields) => write('error', alarmMarker, { alarm, ...fields }),
  };
}

/** What may be said of an unknown error: its kind and the driver's words, cut. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { errMsg } = error as { errMsg?: unknown };
  const text = typeof errMsg === 'string' ? errMsg : error.message;
  return `${error.name}: ${text}`.slice(0, 300);
}
