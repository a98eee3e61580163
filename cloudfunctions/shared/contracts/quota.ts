import * as z from 'zod';
import {
  FileId,
  Id,
  MembershipLevel,
  Moment,
  QuotaFeature,
  QuotaPeriod,
  QuotaSource,
  QuotaUnit,
  RequestId,
  Tier,
  UserType,
  pageOf,
  trimmedText,
  writtenText,
} from './values';

/** Works, AP or bytes: whole numbers. The bound keeps their sums exact. */
const Amount = z.number().int().min(0).max(1_000_000_000_000_000);
/** A moment in the future as ISO 8601. */
const EndAt = z.iso.datetime({ offset: true });

/**
 * One limit, as currently in force. `label`, `unit` and `period` describe it, so that a page needs no table of its own.
 * `remaining` is never negative. `held`: AP of answers in flight. `resetAt` is null if `period` is; `expiresAt`: the expiry of
 * the source.
 */
export const QuotaState = z.object({
  feature: QuotaFeature,
  label: z.string(),
  unit: QuotaUnit,
  period: QuotaPeriod.nullable(),
  limit: z.number().int(),
  source: QuotaSource,
  planId: z.string().nullable(),
  expiresAt: Moment.nullable(),
  used: z.number().int(),
  held: z.number().int(),
  remaining: z.number().int(),
  resetAt: Moment.nullable(),
});
export type QuotaState = z.infer<typeof QuotaState>;

/** `endAt` is null if there is no membership. `version` is incremented with every change of the user's quotas. */
export const QuotaOverview = z.object({
  userId: z.string(),
  tier: Tier,
  membershipLevel: MembershipLevel,
  planId: z.string().nullable(),
  planName: z.string(),
  endAt: Moment.nullable(),
  version: z.number().int(),
  features: z.array(QuotaState),
});
export type QuotaOverview = z.infer<typeof QuotaOverview>;

/** The limit that each source would give, for the admin's table. `override` is null if none is in force. */
export const QuotaSources = QuotaState.extend({
  defaultLimit: z.number().int(),
  planLimit: z.number().int().nullable(),
  overrideLimit: z.number().int().nullable(),
  overrideReason: z.string(),
});
export type QuotaSources = z.infer<typeof QuotaSources>;

export const QuotaUser = z.object({
  userId: z.string(),
  nickname: z.string(),
  avatar: FileId,
  userType: UserType,
  tier: Tier,
  membershipLevel: MembershipLevel,
  planId: z.string().nullable(),
  endAt: Moment.nullable(),
  inviteCode: z.string(),
  createdAt: Moment,
});
export type QuotaUser = z.infer<typeof QuotaUser>;

/** `featureCode` is a feature, or `plan` for a change of the membership; `before` and `after` are the values that were set. */
export const QuotaAudit = z.object({
  id: z.string(),
  userId: z.string(),
  featureCode: z.string(),
  before: z.union([z.number(), z.string()]).nullable(),
  after: z.union([z.number(), z.string()]).nullable(),
  effectiveBefore: z.number().int(),
  effectiveAfter: z.number().int(),
  expiresAt: Moment.nullable(),
  reason: z.string(),
  adminId: z.string(),
  adminName: z.string(),
  createdAt: Moment,
});
export type QuotaAudit = z.infer<typeof QuotaAudit>;

export const Plan = z.object({
  planId: z.string(),
  name: z.string(),
  level: MembershipLevel,
  /** Null while nothing can be bought. */
  priceFen: z.number().int().nullable(),
  days: z.number().int(),
  limits: z.record(QuotaFeature, z.number().int()),
});
export type Plan = z.infer<typeof Plan>;

const Page = pageOf(20);
const Reason = writtenText(100);

export const quota = {
  getOverview: {
    input: z.strictObject({}),
    output: QuotaOverview,
  },
  /**
   * The plans on offer, the free one first, with their limits. Without `hasPayment` no page shows a price or a way to buy: WeChat
   * allows virtual goods only through its own virtual payment.
   */
  listPlans: {
    input: z.strictObject({}),
    output: z.object({
      plans: z.array(Plan),
      currentLevel: MembershipLevel,
      hasPayment: z.boolean(),
    }),
  },
  getUserOverview: {
    input: z.strictObject({ userId: Id }),
    output: z.object({
      user: QuotaUser,
      version: z.number().int(),
      features: z.array(QuotaSources),
    }),
  },
  /** By prefix of the nickname, or by complete user id or invite code; without text, the newest users. */
  searchUsers: {
    input: z.strictObject({ text: trimmedText(0, 64).default(''), ...Page }),
    output: z.object({ users: z.array(QuotaUser), nextCursor: z.string().nullable() }),
  },
  listAudits: {
    input: z.strictObject({ userId: Id, ...Page }),
    output: z.object({ audits: z.array(QuotaAudit), nextCursor: z.string().nullable() }),
  },
  /** Sets the user's individual limit, or removes it (`value: null`). Applies to every request that begins after the answer. */
  adjust: {
    input: z.strictObject({
      userId: Id,
      feature: QuotaFeature,
      value: Amount.nullable(),
      reason: Reason,
      expiresAt: EndAt.optional(),
      requestId: RequestId,
    }),
    /** `isSynced` false: in force, but open pages show it only after the next read or the timer. */
    output: z.object({
      userId: z.string(),
      feature: QuotaFeature,
      before: z.number().int().nullable(),
      after: z.number().int().nullable(),
      effectiveBefore: z.number().int(),
      effectiveAfter: z.number().int(),
      version: z.number().int(),
      isSynced: z.boolean(),
      isReplay: z.boolean(),
    }),
  },
  /** Starts a membership now, or prolongs the running one of the same plan by `days` (by default the plan's own duration). */
  activatePlan: {
    input: z.strictObject({
      userId: Id,
      planId: Id,
      days: z.number().int().min(1).max(3660).optional(),
      reason: Reason,
      requestId: RequestId,
    }),
    output: z.object({
      userId: z.string(),
      planId: z.string(),
      startAt: Moment,
      endAt: Moment,
      version: z.number().int(),
      isSynced: z.boolean(),
      isReplay: z.boolean(),
    }),
  },
  /** Ends the membership at once. */
  endPlan: {
    input: z.strictObject({ userId: Id, reason: Reason, requestId: RequestId }),
    output: z.object({
      userId: z.string(),
      version: z.number().int(),
      isSynced: z.boolean(),
      isReplay: z.boolean(),
    }),
  },
  /** Rebuilds derived data: overview, storage limit, copies in the user's row. Returns what was wrong. */
  resync: {
    input: z.strictObject({ userId: Id }),
    output: z.object({ userId: z.string(), repaired: z.array(z.string()) }),
  },
  /** Explains a limit: the rows that were considered, the one that decided, and what is used and held. */
  explain: {
    input: z.strictObject({ userId: Id, feature: QuotaFeature }),
    output: QuotaSources.extend({
      /** AP reserved for answers in flight; empty for the other features. */
      holds: z.array(z.object({ messageId: z.string(), ap: z.number().int(), expiresAt: Moment })),
      rows: z.array(
        z.object({
          collection: z.string(),
          id: z.string(),
          decides: z.boolean(),
          what: z.string(),
        }),
      ),
    }),
  },
};
