import { fromCursor, top } from './domain/cursor';
import type { Position } from './domain/cursor';
import { AppError } from './error';

/** Where a list begins; throws INVALID_INPUT for a malformed cursor. */
export function startOf(cursor: string | null | undefined): Position {
  if (cursor == null) return top;
  const position = fromCursor(cursor);
  if (position !== null) return position;
  throw new AppError('INVALID_INPUT', {
    details: { field: 'cursor', problem: '已失效，请从头加载' },
  });
}
