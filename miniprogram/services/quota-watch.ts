import type { MembershipLevel, QuotaFeature } from '../../cloudfunctions/shared/contracts/values';
import { watchOwn } from './watch';
import type { Row, Watch } from './watch';

type Limits = Partial<Record<QuotaFeature, unknown>>;

/** What a page shows of the limits and the balance. */
export type ShownQuota = {
  limits: Partial<Record<QuotaFeature, number>>;
  level?: MembershipLevel;
  credits?: number | undefined;
};

/** The row pushed to open pages. It only says that something has changed; the values are read by a call. */
type Hint = { version: number; credits: unknown; level: unknown; limits: Limits };

/**
 * Calls `refresh` when the user's limits or credits may have changed since the page read them. `shown` waits for a read in flight
 * and answers with what the page shows; null when it shows nothing yet.
 */
export function watchQuota(page: { shown(): Promise<ShownQuota | null>; refresh(): void }): Watch {
  let knownVersion: number | null = null;
  let knownCredits: unknown;
  const compare = ([row]: Row[]) => {
    const hint = row ? toHint(row) : null;
    const isFirst = knownVersion === null;
    // The balance can change without a new version of the limits.
    const isNewer = hint !== null && hint.version > (knownVersion ?? -1);
    const hasMoved = hint !== null && hint.credits !== knownCredits;
    if (!isFirst && !isNewer && !hasMoved) return;
    knownVersion = Math.max(knownVersion ?? -1, hint?.version ?? -1);
    knownCredits = hint?.credits;
    if (hint === null) return;
    if (!isFirst) {
      page.refresh();
      return;
    }
    // The page was read shortly before the watch began; comparing both finds a change in between.
    void page.shown().then((shown) => {
      if (shown !== null && differs(shown, hint)) page.refresh();
    });
  };
  return watchOwn('quota_overviews', {}, { onRows: compare, poll: () => page.refresh() });
}

function differs({ limits, level, credits }: ShownQuota, hint: Hint): boolean {
  if (level !== undefined && level !== hint.level) return true;
  // No balance was written into this row yet: there is nothing to compare.
  if (credits !== undefined && typeof hint.credits === 'number' && credits !== hint.credits)
    return true;
  const shown: Limits = limits;
  return Object.entries(shown).some(
    ([feature, limit]) => limit !== hint.limits[feature as QuotaFeature],
  );
}

function toHint(row: Row): Hint | null {
  const { version, credits, membershipLevel, features } = row;
  if (typeof version !== 'number') return null;
  return { version, credits, level: membershipLevel, limits: toLimits(features) };
}

function toLimits(features: unknown): Limits {
  if (typeof features !== 'object' || features === null) return {};
  return Object.fromEntries(
    Object.entries(features).map(([feature, state]: [string, { limit?: unknown } | null]) => [
      feature,
      state?.limit,
    ]),
  );
}
