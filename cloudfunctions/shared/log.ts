import type { Log, LogFields } from './domain/log';

type Level = 'info' | 'warn' | 'error';

export const alarmMarker = 'ALARM';

/** `trace`: of the tap that caused the invocation. */
export function createLog(requestId: string, functionName: string, trace = requestId): Log {
  const write = (level: Level, message: string, fields: LogFields = {}) => {
    console[level](
      JSON.stringify({ level, message, requestId, trace, function: functionName, ...fields }),
    );
  };
  return {
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
    alarm: (alarm, fields) => write('error', alarmMarker, { alarm, ...fields }),
  };
}
