import type { QuotaAudit, QuotaSources } from '../../../../cloudfunctions/shared/contracts/quota';
import type { QuotaFeature } from '../../../../cloudfunctions/shared/contracts/values';
import type { Explanation } from '../../../services/quota';
import { sizeName } from '../../../utils/bytes';
import { countName } from '../../../utils/count';
import { isLevel, levelLabel, sourceLabel } from '../../../utils/labels';
import { joined } from '../../../utils/names';
import { lengthOf } from '../../../utils/text';
import { dateName, dateTimeName } from '../../../utils/time';
import { amountName, features, isFeature } from './amounts';

export type Cell = { text: string; tone: '' | 'strong' | 'override' };
export type TableRow = {
  feature: QuotaFeature;
  name: string;
  cells: Cell[];
  effective: string;
  label: string;
};

/** The limit of each source and the effective one; the source that decides is bold. */
export function toTable(sources: QuotaSources[]): TableRow[] {
  return features.flatMap(({ id, name }) => {
    const state = sources.find(({ feature }) => feature === id);
    if (!state) return [];
    const { defaultLimit, planLimit, overrideLimit, source, limit } = state;
    const given = [
      { from: 'default', value: defaultLimit },
      { from: 'plan', value: planLimit },
      { from: 'override', value: overrideLimit },
    ] as const;
    const values = [defaultLimit, planLimit, overrideLimit, limit];
    const write = id === 'storage_bytes' ? sizesAlike(values) : tableCount;
    return [
      {
        feature: id,
        name,
        cells: given.map(({ from, value }) => ({
          text: value === null ? '—' : write(value),
          tone: from !== source ? '' : from === 'override' ? 'override' : 'strong',
        })),
        effective: tableAmount(id, limit),
        label: `${name}，生效 ${shortAmount(id, limit)}，来自${sourceLabel(source)}，查看来源`,
      },
    ];
  });
}

/** Like `amountName`, for rows whose name already says AP. */
function shortAmount(feature: QuotaFeature, value: number): string {
  return feature === 'chat_ap_monthly' ? String(value) : amountName(feature, value);
}

/** A column has room for six digits. The sheet of the row shows all of them. */
const tableCount = (value: number): string => countName(value, 6);

function tableAmount(feature: QuotaFeature, value: number): string {
  if (feature === 'storage_bytes') return sizeName(value);
  if (feature === 'studio_daily') return `${tableCount(value)} 张`;
  return feature === 'image_daily' ? `${tableCount(value)} 次` : tableCount(value);
}

/** Leaves out the unit when all sizes of a row share it; the effective column shows it. */
function sizesAlike(values: (number | null)[]): (value: number) => string {
  const units = new Set(values.filter((value) => value !== null).map(unitOf));
  return (value) => (units.size === 1 ? (sizeName(value).split(' ')[0] ?? '') : sizeName(value));
}

function unitOf(bytes: number): string {
  return sizeName(bytes).split(' ')[1] ?? '';
}

/** What the change means for today's or this month's use. */
export function toMeaning(state: QuotaSources, value: number, until: string | null): string {
  const { feature, used, held } = state;
  const left = Math.max(0, value - used - held);
  const after =
    until === null ? '' : `，${until}后恢复为 ${amountName(feature, fallbackOf(state))}`;
  if (feature === 'image_daily') {
    const can = left > 0 ? `保存后还可生成 ${left} 次` : '保存后今天不能再生成';
    return `今日已用 ${used} 次，${can}${after}`;
  }
  if (feature === 'studio_daily') {
    const can = left > 0 ? `保存后还可做 ${left} 张` : '保存后今天不能再做';
    return `今日已做 ${used} 张，${can}${after}`;
  }
  if (feature === 'chat_ap_monthly') {
    const can = left > 0 ? `保存后还可用 ${left} AP` : '保存后本月不能再聊';
    return `本月已用 ${used} AP，${can}${after}`;
  }
  const can = left > 0 ? `保存后还可存 ${sizeName(left)}` : '保存后不能再存新作品';
  return `已用 ${sizeName(used)}，${can}${after}`;
}

/** The limit without the override. */
export function fallbackOf({ planLimit, defaultLimit }: QuotaSources): number {
  return planLimit ?? defaultLimit;
}

export type AuditRow = {
  id: string;
  what: string;
  change: string;
  line: string;
  reason: string;
  isShort: boolean;
};

/** A reason of up to this length fits on the line of the change. */
const maxShortReason = 6;

export function toAudits(audits: QuotaAudit[], now: number): AuditRow[] {
  return audits.map((audit) => {
    const { id, createdAt, adminName, adminId, reason } = audit;
    const who = adminName || adminId;
    return {
      id,
      ...changeOf(audit),
      line: joined(dateTimeName(createdAt, now), who, untilOf(audit, now)),
      reason,
      isShort: lengthOf(reason) <= maxShortReason,
    };
  });
}

function changeOf(audit: QuotaAudit): { what: string; change: string } {
  const { featureCode, before, after, effectiveBefore, effectiveAfter } = audit;
  if (!isFeature(featureCode)) {
    return { what: '会员', change: `${planName(before)} → ${planName(after)}` };
  }
  const { name = '' } = features.find(({ id }) => id === featureCode) ?? {};
  const write = (value: number) =>
    featureCode === 'storage_bytes' ? sizeName(value) : String(value);
  const change = `${write(effectiveBefore)} → ${write(effectiveAfter)}`;
  return { what: name, change: after === null ? `${change} 取消覆盖` : change };
}

function planName(planId: string | number | null): string {
  if (planId === null) return levelLabel('free');
  return isLevel(planId) ? levelLabel(planId) : String(planId);
}

function untilOf({ after, expiresAt }: QuotaAudit, now: number): string {
  return after === null || expiresAt === null ? '' : `至${dateName(expiresAt, now)}`;
}

export type ExplainView = {
  title: string;
  line: string;
  rows: { id: string; what: string; where: string; decides: boolean }[];
};

export function toExplain(explanation: Explanation, now: number): ExplainView {
  const { feature, limit, source, expiresAt, used, held, remaining, rows } = explanation;
  const { name = '' } = features.find(({ id }) => id === feature) ?? {};
  const until = expiresAt === null ? '' : `${dateTimeName(expiresAt, now)} 到期`;
  const holds = held > 0 ? `预留 ${amountName(feature, held)}` : '';
  return {
    title: `${name} ${shortAmount(feature, limit)}`,
    line: joined(
      `来自${sourceLabel(source)}`,
      until,
      `已用 ${amountName(feature, used)}`,
      holds,
      `还剩 ${amountName(feature, remaining)}`,
    ),
    rows: rows.map(({ collection, id, what, decides }) => ({
      id: `${collection}/${id}/${what}`,
      what,
      where: `${collection} / ${id}`,
      decides,
    })),
  };
}
