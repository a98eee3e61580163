import { isRunning, isTextToImage } from './work';
import type { Work } from './work';

/**
 * The right to change a running work: its holder wrote the current `leaseToken`. It lasts as long as the holder's function may
 * run, so an expired lease belongs to a dead function. Clocks differ between instances: hence the margin, and hence the token,
 * which makes a late holder harmless whatever its clock says.
 */
export type Lease = Pick<Work, 'leaseToken' | 'leaseUntil'>;

const marginMs = 30_000;
/** The platform's longest timeout for a function is 60 s. */
export const maxTimeoutMs = 60_000;
/** A lease further in the future was written by a wrong clock and is ignored. */
export const maxLeaseMs = maxTimeoutMs + marginMs;
/** Rows of an older shape have no lease: their age decides. */
export const legacyLeaseMs = 120_000;

export function leaseUntil(startedAt: Date, timeoutMs: number): Date {
  return new Date(startedAt.getTime() + Math.min(timeoutMs, maxTimeoutMs) + marginMs);
}

/** The maker of the work is dead. Not for works of a task: their job holds the lease. */
export function isAbandoned(work: Work, now: Date): boolean {
  return isTextToImage(work) && isRunning(work) && hasExpired(work, now);
}

function hasExpired(lease: Pick<Lease, 'leaseUntil'>, now: Date): boolean {
  const remainingMs = lease.leaseUntil.getTime() - now.getTime();
  return remainingMs <= 0 || remainingMs > maxLeaseMs;
}
