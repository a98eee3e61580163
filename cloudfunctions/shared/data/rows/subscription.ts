import * as z from 'zod';
import { mapFeatures } from '../../domain/quota/features';
import type { Override, Subscription } from '../../domain/quota/quota';
import { nextExpiry } from '../../domain/quota/quota-change';
import { isMissing, parseRow } from '../core/rows';

const Amount = z.number().int().min(0);
/** A bare number, as an admin may write it by hand, is an override without expiry. */
const OverrideRow = z.union([
  Amount.transform((value): Override => ({ value })),
  z.object({ value: Amount, expiresAt: z.date().optional(), reason: z.string().optional() }),
]);

export const SubscriptionRow = z.object({
  _id: z.string(),
  planId: z.string().optional(),
  status: z.string().default('none'),
  startAt: z.date().optional(),
  endAt: z.date().optional(),
  segments: z
    .array(
      z.object({
        ...{ planId: z.string(), startAt: z.date(), endAt: z.date() },
        orderId: z.string().nullable().default(null),
      }),
    )
    .optional(),
  customQuotas: z.object(mapFeatures(() => OverrideRow.optional())).default({}),
  version: z.number().int().default(0),
  updatedAt: z.date().optional().catch(undefined),
});

export function parseSubscription(row: unknown): Subscription {
  const {
    _id: userId,
    planId = null,
    startAt = null,
    endAt = null,
    updatedAt: changedAt,
    ...rest
  } = parseRow('user_subscriptions', SubscriptionRow, row);
  return { userId, changedAt, planId, startAt, endAt, ...rest };
}

export function parseSubscriptionOrNull(row: unknown): Subscription | null {
  return isMissing(row) ? null : parseSubscription(row);
}

/** The whole row except its `_id`. A changed row counts as unsynced until the overview shows the change. */
export function toSubscriptionRow(
  { changedAt: _, customQuotas, ...rest }: Subscription,
  { createdAt, now }: { createdAt: Date; now: Date },
): object {
  return {
    ...rest,
    customQuotas: Object.fromEntries(
      Object.entries(customQuotas).map(([feature, { value, expiresAt, reason }]) => [
        feature,
        { value, expiresAt: expiresAt ?? null, reason: reason ?? '' },
      ]),
    ),
    isSynced: false,
    expiryAt: nextExpiry({ customQuotas, ...rest }, now),
    createdAt,
    updatedAt: now,
  };
}
