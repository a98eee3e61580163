import { isOutage } from './data/core/outage';
import { AppError, isAppError } from './error';

/**
 * The refusal for any thrown error: the error itself if it is an AppError, BUSY while a service is down, or INTERNAL for a bug.
 */
export function toRefusal(error: unknown): AppError {
  if (isAppError(error)) return error;
  return new AppError(isOutage(error) ? 'BUSY' : 'INTERNAL', { cause: error });
}
