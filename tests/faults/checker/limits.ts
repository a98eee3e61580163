import { userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import type { Document } from '../../../devtools/emulator/database/database';
import { isQuotaChange } from '../commands/quota';
import type { QuotaAct } from '../commands/quota';
import type { CommandOf } from '../commands/kind';
import type { Call, Evidence } from '../history';
import { limits } from '../people';
import type { Feature, Person } from '../people';
import { personOf, textOf } from './books';

/** Implemented independently on purpose: limits and their periods, derived from the replies to admins and the audit rows. */
const byPlan: Record<string, Record<Feature, number> & { level: number }> = {
  free: { level: 0, image_daily: 50, chat_ap_monthly: 100, storage_bytes: 209_715_200 },
  basic: { level: 1, image_daily: 200, chat_ap_monthly: 300, storage_bytes: 2_147_483_648 },
  plus: { level: 2, image_daily: 200, chat_ap_monthly: 1000, storage_bytes: 10_737_418_240 },
  pro: { level: 3, image_daily: 200, chat_ap_monthly: 3000, storage_bytes: 53_687_091_200 },
};

type Override = { value: number; until: number | null };
/** One membership; several may overlap. */
export type Segment = { plan: string; from: number; until: number };
type Standing = {
  version: number;
  segments: Segment[];
  own: Partial<Record<Feature, Override>>;
};
/** In force at some time between `from` and `until`, and never outside. */
type Period = { standing: Standing; from: number; until: number };

const dayMs = 86_400_000;
/** The end of seeded memberships. */
const seededUntil = Date.UTC(2040, 0, 1);

/** A call without an answer may take effect this much later. */
const afterlifeMs = 60_000;

export type QuotaCall = Call & { command: CommandOf<QuotaAct> };

export function quotaCalls({ calls }: Evidence): QuotaCall[] {
  return calls.filter((call): call is QuotaCall => isQuotaChange(call.command));
}

export function auditId({ who, request }: { who: string; request: string }): string {
  return `adjust:${userIdOf(who)}:${request}`;
}

export function auditsOf({ synced }: Evidence, userId: string): Document[] {
  return synced.quota_audit_logs
    .filter((row) => row['userId'] === userId)
    .sort((a, b) => Number(a['version']) - Number(b['version']));
}

/** Consecutive values, each with the period in which it may have been in force. */
export function periodsOf(evidence: Evidence, name: string): Period[] {
  const periods: Period[] = [];
  let standing = beginning(personOf(evidence, name));
  let from = 0;
  for (const audit of auditsOf(evidence, userIdOf(name))) {
    const calls = quotaCalls(evidence).filter((call) => auditId(call.command) === audit['_id']);
    const earliest = Math.min(...calls.map(({ startedAt }) => startedAt));
    const latest = Math.min(...calls.map(surelyDoneBy));
    periods.push({ standing, from, until: latest });
    standing = after(standing, audit);
    from = Math.max(from, earliest);
  }
  return [...periods, { standing, from, until: Infinity }];
}

function surelyDoneBy({ reply, endedAt }: Call): number {
  return reply?.code === 200 ? endedAt : endedAt + afterlifeMs;
}

function beginning({ tier, own = {} }: Person): Standing {
  return {
    version: tier === 'vip' || Object.keys(own).length > 0 ? 1 : 0,
    segments: tier === 'vip' ? [{ plan: 'basic', from: 0, until: seededUntil }] : [],
    own: Object.fromEntries(
      Object.entries(own).map(([feature, value]) => [feature, { value, until: null }]),
    ),
  };
}

function after(standing: Standing, audit: Document): Standing {
  const { featureCode, after: value } = audit;
  const version = Number(audit['version']);
  const until = audit['expiresAt'] == null ? null : Number(audit['expiresAt']);
  if (featureCode === 'plan') {
    const now = Number(audit['createdAt']);
    const segments =
      value == null ? [] : [...standing.segments, addedSegment(standing, textOf(value), now)];
    return { ...standing, version, segments };
  }
  const feature = featureCode as Feature;
  const { [feature]: _, ...others } = standing.own;
  const own = value == null ? others : { ...others, [feature]: { value: Number(value), until } };
  return { ...standing, version, own };
}

/**
 * Admins in scenarios grant one day. It follows the running membership of the same level, else the one of a higher level, else
 * it starts now.
 */
export function addedSegment({ segments }: Standing, plan: string, now: number): Segment {
  const running = segments.filter(({ until }) => until > now);
  const same = running.filter((segment) => levelOf(segment.plan) === levelOf(plan));
  const higher = running.filter((segment) => levelOf(segment.plan) > levelOf(plan));
  const before = same.length > 0 ? same : higher;
  const from = Math.max(now, ...before.map(({ until }) => until));
  return { plan, from, until: from + dayMs };
}

function levelOf(plan: string): number {
  return byPlan[plan]?.level ?? 0;
}

/** The highest membership that is running at that moment. */
function planAt({ segments }: Pick<Standing, 'segments'>, clock: number): string | null {
  return segments
    .filter(({ from, until }) => from <= clock && until > clock)
    .reduce<string | null>(
      (best, { plan }) => (best === null || levelOf(plan) > levelOf(best) ? plan : best),
      null,
    );
}

export function limitAt(
  { segments, own }: Standing,
  tier: Person['tier'],
  feature: Feature,
  clock: number,
): number {
  const override = own[feature];
  if (override !== undefined && (override.until === null || override.until > clock)) {
    return override.value;
  }
  const plan = planAt({ segments }, clock);
  if (plan !== null) {
    const given = byPlan[plan]?.[feature] ?? 0;
    // A plan with an image limit takes precedence over the limit of the admin tier.
    return given;
  }
  if (feature === 'image_daily' && tier === 'admin') return limits.admin;
  return byPlan['free']?.[feature] ?? 0;
}

export function levelAt(standing: Standing, clock: number): number {
  return levelOf(planAt(standing, clock) ?? 'free');
}

export type Span = Pick<Call, 'startedAt' | 'endedAt' | 'startClock' | 'endClock'>;

/** Every limit that may have been in force during the span. */
export function possibleLimits(
  evidence: Evidence,
  name: string,
  feature: Feature,
  span: Span,
): number[] {
  const { tier } = personOf(evidence, name);
  const back = stepBackMs(evidence);
  const clocks = [
    Math.min(span.startClock, span.endClock) - back,
    Math.max(span.startClock, span.endClock) + back,
  ];
  const found = periodsOf(evidence, name)
    .filter(({ from, until }) => from <= span.endedAt && until >= span.startedAt)
    .flatMap(({ standing }) => {
      const moves = standing.segments.flatMap((segment) => [segment.from, segment.until]);
      const turns = [...moves, standing.own[feature]?.until ?? 0].filter(
        (end) => end > (clocks[0] ?? 0) && end <= (clocks[1] ?? 0),
      );
      return [...clocks, ...turns].map((clock) => limitAt(standing, tier, feature, clock));
    });
  return [...new Set(found)];
}

/** The sum of all moves of the clock backwards. */
export function stepBackMs({ scenario }: Evidence): number {
  return scenario.commands.reduce(
    (sum, command) =>
      command.do === 'clock' && 'byMs' in command && command.byMs < 0 ? sum - command.byMs : sum,
    0,
  );
}

export function spanOf(calls: readonly Call[]): Span {
  const clocks = calls.flatMap(({ startClock, endClock }) => [startClock, endClock]);
  return {
    startedAt: Math.min(...calls.map(({ startedAt }) => startedAt)),
    endedAt: Math.max(
      ...calls.map(({ endedAt, outcome }) =>
        outcome.kind === 'answered' ? endedAt : endedAt + afterlifeMs,
      ),
    ),
    startClock: Math.min(...clocks),
    endClock: Math.max(...clocks),
  };
}
