import { isOutage } from './data/core/outage';
import { AppError, isAppError } from './error';

/** What a caller is told of anything that was thrown: its own name, BUSY while a service is down, or INTERNAL for a fault of ours. */
export function toRefusal(error: unknown): AppError {
  if (isAppError(error)) return error;
  return new AppError(isOutage(error) ? 'BUSY' : 'INTERNAL', { cause: error });
}
