import type { Document } from '../../../devtools/emulator/database/database';
import type { Evidence } from '../history';
import { textOf } from './books';
import type { Violation } from './books';

/**
 * Fields that others than the lease holder may write: verdicts, the owner's cancellation, decisions of admins, and due
 * times.
 */
const open = new Set(['verdict', 'cancelRequestedAt', 'dueAt', 'discardedAt']);
const unimportant = new Set(['updatedAt', 'version']);

/**
 * S4: a worker that has lost its lease changes nothing. Every write comes from the lease holder, is a claim, or needs no
 * lease.
 */
export function checkLeases({ jobWrites }: Evidence): Violation[] {
  return jobWrites.flatMap(({ before, after, writers }): Violation[] => {
    const changed = changedFields(before, after);
    const isClaim = changed.includes('leaseHolder') && textOf(after['leaseHolder']) !== '';
    const writer = textOf((isClaim ? after : before)['leaseHolder']);
    // A queued job may be cancelled without its lease.
    const isCancel = before['state'] === 'queued' && after['state'] === 'cancelled';
    if (isCancel || changed.every((field) => open.has(field))) return [];
    if (writers.includes(writer)) return [];
    const id = textOf(after['_id']);
    return [{ rule: 'S4', text: `${changed.join()} of ${id} changed under another's lease` }];
  });
}

function changedFields(before: Document, after: Document): string[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields].filter(
    (field) => !unimportant.has(field) && json(before[field]) !== json(after[field]),
  );
}

function json(value: Document[string] | undefined): string {
  return JSON.stringify(value ?? null);
}
