import type { Log, LogFields } from './domain/log';

type Level = 'info' | 'warn' | 'error';

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
