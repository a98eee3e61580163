import type { Job } from './job';
import { isOpen } from './job';

/** Renewed by each part of a step that may take long: no order, download or check may take half of it. */
export const jobLeaseMs = 90_000;
export const maxAttempts = 3;
export const maxLostLeases = 5;

/** A write of the holder that renews its lease. */
export function leaseFrom(now: Date): Pick<Job, 'leaseUntil' | 'dueAt'> {
  const leaseUntil = new Date(now.getTime() + jobLeaseMs);
  return { leaseUntil, dueAt: leaseUntil };
}

export type ClaimChange = Pick<
  Job,
  'leaseToken' | 'leaseUntil' | 'leaseHolder' | 'dueAt' | 'attempts' | 'lostLeases'
>;
/** `exhausted`: this is the last claim, to end the job. */
export type Claim = { change: ClaimChange; exhausted: 'attempts' | 'lostLeases' | null };

/** Whether the job is due and not leased. A lease too far in the future was written by a wrong clock. */
export function isClaimable({ dueAt, leaseUntil }: Job, now: Date): boolean {
  return dueAt !== null && dueAt <= now && !isLive(leaseUntil, now);
}

export function isLive(leaseUntil: Date | null, now: Date): boolean {
  if (leaseUntil === null) return false;
  const remainingMs = leaseUntil.getTime() - now.getTime();
  return remainingMs > 0 && remainingMs <= jobLeaseMs;
}

/**
 * The write of a claim, conditional on token and state. Its new token fences off earlier holders. A lease that was not released
 * counts as lost: its worker died, or is late.
 */
export function claimOf(job: Job, holder: string, now: Date): Claim {
  const leaseUntil = new Date(now.getTime() + jobLeaseMs);
  const attempts = job.attempts + (job.state === 'queued' ? 1 : 0);
  const lostLeases = job.lostLeases + (job.leaseUntil === null ? 0 : 1);
  const isExhausted = isOpen(job)
    ? { attempts: attempts > maxAttempts, lostLeases: lostLeases > maxLostLeases }
    : { attempts: false, lostLeases: false };
  return {
    change: {
      ...{ leaseToken: job.leaseToken + 1, leaseUntil, leaseHolder: holder, dueAt: leaseUntil },
      ...{ attempts, lostLeases },
    },
    exhausted: isExhausted.attempts ? 'attempts' : isExhausted.lostLeases ? 'lostLeases' : null,
  };
}
