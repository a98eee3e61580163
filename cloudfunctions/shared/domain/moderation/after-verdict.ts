import { expiryOf, isSettled, maxSubmissions } from './media-check';
import type { MediaOutcome, MediaVerdict, Moderation } from './media-check';

export type ModerationChange = Partial<Omit<Moderation, 'subject' | 'version'>>;

/** What a verdict changes. A picture that passed may later become risky; an expired moderation stays expired. */
export function afterVerdict(
  moderation: Moderation,
  traceId: string,
  verdict: MediaVerdict | null,
  now: Date,
): ModerationChange {
  const { state, tries, begunAt } = moderation;
  const settle = (outcome: MediaOutcome): ModerationChange => ({
    ...{ state: outcome, isApplied: false, dueAt: now },
  });
  if (verdict === 'risky' && (state === 'pass' || !isSettled(state))) return settle('risky');
  if (isSettled(state)) return {};
  if (verdict === 'pass') return settle('pass');
  if (verdict === 'unreadable' && moderation.traceId === traceId) {
    return { dueAt: tries >= maxSubmissions ? expiryOf(begunAt) : now };
  }
  return {};
}
