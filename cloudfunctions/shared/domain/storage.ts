import { AppError } from '../error';
import { resolveQuota } from './quota';
import type { QuotaFacts } from './quota';

/**
 * Throws STORAGE_FULL when nothing more may be kept for the user. Asked before anything is painted, so the last picture
 * may still go over the limit by its own size: better than painting, paying, and throwing away.
 */
export function requireStorage(facts: QuotaFacts, usedBytes: number, now: Date): void {
  const { limit: limitBytes } = resolveQuota('storage_bytes', facts, now);
  if (usedBytes < limitBytes) return;
  throw new AppError('STORAGE_FULL', { details: { limitBytes, usedBytes } });
}
