/** One membership: bought by an order, or granted by an admin (then `orderId` is null). */
export type Segment = { planId: string; startAt: Date; endAt: Date; orderId: string | null };
/** The memberships in a row of `user_subscriptions`; the row's own fields show the running one. */
type Memberships = {
  planId: string | null;
  status: string;
  startAt: Date | null;
  endAt: Date | null;
  segments?: readonly Segment[] | undefined;
};
type Versioned = Memberships & { version: number };
type Levels = readonly { id: string; level: number }[];

const dayMs = 24 * 3_600_000;

/**
 * The memberships of a user. A row without segments, of an older shape or written by hand, is a single one described by its own
 * fields.
 */
export function segmentsOf({ segments, status, planId, startAt, endAt }: Memberships): Segment[] {
  if (segments !== undefined && segments.length > 0) return [...segments];
  if (status !== 'active' || planId === null || endAt === null) return [];
  return [{ planId, startAt: startAt ?? new Date(0), endAt, orderId: null }];
}

export function covers({ startAt, endAt }: Segment, moment: Date): boolean {
  return startAt <= moment && endAt > moment;
}

export function levelIn(plans: Levels, planId: string): number {
  return plans.find(({ id }) => id === planId)?.level ?? 0;
}

/** The end of the running membership: consecutive segments of one plan count as one. */
export function runningEnd(segments: readonly Segment[], planId: string, now: Date): Date | null {
  let end: Date | null = null;
  const ofPlan = segments.filter((segment) => segment.planId === planId);
  for (const { startAt, endAt } of ofPlan.sort((a, b) => +a.startAt - +b.startAt)) {
    if (startAt <= (end ?? now) && endAt > (end ?? now)) end = endAt;
  }
  return end;
}

/** The period of a new membership: after the last one of its level, else after the last of a higher level, else from now. */
export function nextSegment(
  segments: readonly Segment[],
  { planId, days, orderId }: { planId: string; days: number; orderId: string | null },
  plans: Levels,
  now: Date,
): Segment {
  const level = levelIn(plans, planId);
  const running = segments.filter(({ endAt }) => endAt > now);
  const ends = (fits: (other: number) => boolean) =>
    running.filter((one) => fits(levelIn(plans, one.planId))).map(({ endAt }) => endAt.getTime());
  const same = ends((other) => other === level);
  const before = same.length > 0 ? same : ends((other) => other > level);
  const startAt = new Date(Math.max(now.getTime(), ...before));
  return { planId, startAt, endAt: new Date(startAt.getTime() + days * dayMs), orderId };
}

export function withSegment<Row extends Versioned>(
  subscription: Row,
  bought: { planId: string; days: number; orderId: string | null },
  plans: Levels,
  now: Date,
): Row {
  const standing = segmentsOf(subscription).filter(({ endAt }) => endAt > now);
  const added = nextSegment(standing, bought, plans, now);
  return withSegments(subscription, [...standing, added], plans, now);
}

/** Takes days off the end of what an order has bought, as far as they are still in the future. */
export function withShorterSegment<Row extends Versioned>(
  subscription: Row,
  { orderId, days }: { orderId: string; days: number },
  plans: Levels,
  now: Date,
): { subscription: Row; taken: number } {
  const standing = segmentsOf(subscription).filter(({ endAt }) => endAt > now);
  const bought = standing.find((segment) => segment.orderId === orderId);
  if (bought === undefined) return { subscription, taken: 0 };
  const from = Math.max(now.getTime(), bought.startAt.getTime());
  const taken = Math.min(days, Math.ceil((bought.endAt.getTime() - from) / dayMs));
  const endAt = new Date(Math.max(from, bought.endAt.getTime() - taken * dayMs));
  const segments = standing
    .map((segment) => (segment === bought ? { ...bought, endAt } : segment))
    .filter((segment) => segment.endAt > segment.startAt && segment.endAt > now);
  return { subscription: withSegments(subscription, segments, plans, now), taken };
}

/** Stores the segments, and copies the running one to the row's own fields for other readers. */
export function withSegments<Row extends Versioned>(
  subscription: Row,
  segments: readonly Segment[],
  plans: Levels,
  now: Date,
): Row {
  const version = subscription.version + 1;
  const running = highest(segments, plans, now) ?? segments[0];
  if (running === undefined) {
    return { ...subscription, segments: [], status: 'ended', endAt: now, version };
  }
  const { planId, startAt, endAt } = running;
  const from = startAt > now ? startAt : now;
  return {
    ...{ ...subscription, segments: [...segments], status: 'active', version, planId },
    ...{ startAt, endAt: runningEnd(segments, planId, from) ?? endAt },
  };
}

/** The segment of the highest level that covers the moment; between two of one level, the first. */
export function highest(segments: readonly Segment[], plans: Levels, moment: Date): Segment | null {
  return segments
    .filter((segment) => covers(segment, moment))
    .reduce<Segment | null>(
      (best, segment) =>
        best === null || levelIn(plans, segment.planId) > levelIn(plans, best.planId)
          ? segment
          : best,
      null,
    );
}
