import type { ConfiguredCapability } from '../provider/api-config';

/**
 * `started` is written before the order is sent, so an attempt left `started` may have been carried out. `accepted`: the vendor
 * has a task. `notSent`: its worker was too late to send it. `orphan`: its picture arrived after it was no longer wanted.
 */
export const attemptOutcomes = [
  'started',
  'accepted',
  'done',
  'refused',
  'retry',
  'disabled',
  'failed',
  'unknown',
  'timeout',
  'cancelled',
  'notSent',
  'orphan',
] as const;
export type AttemptOutcome = (typeof attemptOutcomes)[number];

/** One order at a vendor. Rows are only added, and each is closed once. */
export type Attempt = {
  workId: string;
  taskId: string;
  n: number;
  provider: string;
  configId: string;
  capability: ConfiguredCapability;
  model: string;
  outcome: AttemptOutcome;
  /** The lease token of the worker that sent it. */
  leaseToken: number;
  providerTaskId?: string | undefined;
  /** The vendor's own code. */
  providerCode: string;
  costFen: number;
  /** Paid for but not delivered. */
  wasteFen: number;
  /** A picture that came too late, kept for the admin. */
  orphanFileId?: string | undefined;
  startedAt: Date;
  endedAt?: Date | undefined;
};

export function attemptId(workId: string, n: number): string {
  return `${workId}:${n}`;
}

/** It may have been carried out: its outcome was never recorded, or is unknown. */
export function isUnresolved({ outcome }: Pick<Attempt, 'outcome'>): boolean {
  return outcome === 'started' || outcome === 'unknown';
}
