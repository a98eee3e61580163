import type { MembershipLevel, QuotaFeature } from '../../cloudfunctions/shared/contracts/values';
import { watchOwn } from './watch';
import type { Row, Watch } from './watch';

type Limits = Partial<Record<QuotaFeature, unknown>>;

/** What a page shows, to find out whether it is still right. */
export type Shown = { limits: Partial<Record<QuotaFeature, number>>; level?: MembershipLevel };

/** The row pushed to open pages. It says that something changed; what counts is asked of the cloud. */
type Hint = { version: number; level: unknown; limits: Limits };

/**
 * Calls `refresh` when the caller's limits may have changed since the page asked for them.
 * `shown` waits for what the page is loading and tells what it shows; null when it shows nothing yet.
 */
export function followQuota(page: { shown(): Promise<Shown | null>; refresh(): void }): Watch {
  let known: number | null = null;
  return watchOwn('quota_overviews', {}, ([row]) => {
    const hint = row ? toHint(row) : null;
    const isFirst = known === null;
    if (known !== null && (hint === null || hint.version <= known)) return;
    known = hint?.version ?? -1;
    if (hint === null) return;
    if (!isFirst) {
      page.refresh();
      return;
    }
    // The page asked a moment before the watch began: a change between the two is seen by comparing.
    void page.shown().then((shown) => {
      if (shown !== null && differs(shown, hint)) page.refresh();
    });
  });
}

function differs({ limits, level }: Shown, hint: Hint): boolean {
  if (level !== undefined && level !== hint.level) return true;
  const shown: Limits = limits;
  return Object.entries(shown).some(
    ([feature, limit]) => limit !== hint.limits[feature as QuotaFeature],
  );
}

function toHint(row: Row): Hint | null {
  const { version, membershipLevel, features } = row;
  if (typeof version !== 'number') return null;
  return { version, level: membershipLevel, limits: toLimits(features) };
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
