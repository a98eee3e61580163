import type { MembershipLevel, Tier } from './tier';

const gibibyte = 1024 ** 3;

export const quotaUnits = ['count', 'ap', 'bytes'] as const;
export type QuotaUnit = (typeof quotaUnits)[number];
export const quotaPeriods = ['day', 'month'] as const;
export type QuotaPeriod = (typeof quotaPeriods)[number];

type Descriptor = {
  /** Shown to users. */
  label: string;
  unit: QuotaUnit;
  /** The reset period; null for features without one. */
  period: QuotaPeriod | null;
  defaults:
    | { by: 'tier'; limits: Record<Tier, number> }
    | { by: 'level'; limits: Record<MembershipLevel, number> };
  /** Where usage is counted, and the label of the amount. */
  counter: { collection: string; label: string };
};

/**
 * All limits, one row each; resolver, overview, explanation, pages and scripts iterate over them. To add one, see docs/adding.md.
 */
const table = {
  image_daily: {
    label: '每日生成',
    unit: 'count',
    period: 'day',
    defaults: { by: 'tier', limits: { free: 50, vip: 200, admin: 1000 } },
    counter: { collection: 'works', label: '今日已用' },
  },
  studio_daily: {
    label: '每日服装摄影和试衣',
    unit: 'count',
    period: 'day',
    defaults: { by: 'level', limits: { free: 5, basic: 10, plus: 30, pro: 100 } },
    counter: { collection: 'studio_usage', label: '今日已用' },
  },
  chat_ap_monthly: {
    label: '每月 AP',
    unit: 'ap',
    period: 'month',
    defaults: { by: 'level', limits: { free: 100, basic: 300, plus: 1000, pro: 3000 } },
    counter: { collection: 'chat_quotas', label: '本月已用' },
  },
  storage_bytes: {
    label: '存储空间',
    unit: 'bytes',
    period: null,
    defaults: {
      by: 'level',
      limits: {
        free: 200 * 1024 ** 2,
        basic: 2 * gibibyte,
        plus: 10 * gibibyte,
        pro: 50 * gibibyte,
      },
    },
    counter: { collection: 'user_storage_usage', label: '已用' },
  },
} as const satisfies Record<string, Descriptor>;

export type QuotaFeature = keyof typeof table;

export const quotaFeatureTable: Readonly<Record<QuotaFeature, Descriptor>> = table;
export const quotaFeatures = Object.keys(table) as QuotaFeature[];

export function isQuotaFeature(name: string): name is QuotaFeature {
  return Object.hasOwn(table, name);
}

/** Builds a record with one value per feature. */
export function mapFeatures<Value>(
  toValue: (feature: QuotaFeature) => Value,
): Record<QuotaFeature, Value> {
  return Object.fromEntries(quotaFeatures.map((feature) => [feature, toValue(feature)])) as Record<
    QuotaFeature,
    Value
  >;
}
