import { format } from 'node:util';
import type { LogLevel } from '../../logs/logs';

type Write = (level: LogLevel, message: string) => void;

/** Sends the function's output to the logs; `cloud.logger()` of the SDK arrives through `__baseLog__`. */
export function installConsole(write: Write): void {
  const levels: Record<'debug' | 'log' | 'info' | 'warn' | 'error', LogLevel> = {
    debug: 'debug',
    log: 'info',
    info: 'info',
    warn: 'warn',
    error: 'error',
  };
  for (const [method, level] of Object.entries(levels)) {
    Reflect.set(console, method, (...values: unknown[]) => write(level, format(...values)));
  }
  Reflect.set(console, '__baseLog__', (row: unknown, level: unknown) =>
    write(toLevel(level), typeof row === 'string' ? row : JSON.stringify(row)),
  );
}

function toLevel(level: unknown): LogLevel {
  return level === 'debug' || level === 'warn' || level === 'error' ? level : 'info';
}
