import type { ChatMessage } from '../../cloudfunctions/shared/contracts/chat';
import type {
  MembershipLevel,
  QuotaFeature,
  QuotaSource,
  TextToImageWork,
  Tier,
  Work,
} from '../../cloudfunctions/shared/contracts/values';

/**
 * The label of a value. The cloud may know values that this version of the phone does not: they get the fallback, or
 * none.
 */
export function labelOf<Value extends string>(
  labels: Record<Value, string>,
  value: Value | null | undefined,
  fallback = '',
): string {
  const isKnown = value != null && Object.prototype.hasOwnProperty.call(labels, value);
  return isKnown ? labels[value] : fallback;
}

const tiers: Record<Tier, string> = { free: '免费用户', vip: '会员', admin: '管理员' };
const levels: Record<MembershipLevel, string> = {
  free: '免费版',
  basic: '基础版',
  plus: '进阶版',
  pro: '专业版',
};
const workTypes: Record<Work['type'], string> = {
  text2img: '文生图',
  photography: '摄影',
  fitting: '试衣',
};
const modes: Record<TextToImageWork['mode'], string> = { single: '单张', double: '双张' };
const qualities: Record<TextToImageWork['quality'], string> = { standard: '标准', hd: '高清' };
const features: Record<QuotaFeature, string> = {
  image_daily: '每日生成',
  studio_daily: '摄影试衣',
  chat_ap_monthly: '每月 AP',
  storage_bytes: '存储空间',
};
const sources: Record<QuotaSource, string> = {
  override: '覆盖',
  plan: '套餐',
  default: '默认',
};

export const titleLabel = (title: string) => title || '未命名';
export const tierLabel = (tier: Tier) => labelOf(tiers, tier, '用户');
export const levelLabel = (level: MembershipLevel) => labelOf(levels, level, '会员');
export const workTypeLabel = (type: Work['type']) => labelOf(workTypes, type, '作品');
export const modeLabel = (mode: TextToImageWork['mode']) => labelOf(modes, mode);
export const qualityLabel = (quality: TextToImageWork['quality']) => labelOf(qualities, quality);
export const featureLabel = (feature: QuotaFeature) => labelOf(features, feature);
export const sourceLabel = (source: QuotaSource) => labelOf(sources, source, '其他');

const statuses: Record<ChatMessage['status'], true> = {
  streaming: true,
  completed: true,
  stopped: true,
  failed: true,
  refused: true,
};

export function isChatStatus(value: unknown): value is ChatMessage['status'] {
  return typeof value === 'string' && Object.prototype.hasOwnProperty.call(statuses, value);
}

/** Every level of the contract, from the lowest. */
const ranks: Record<MembershipLevel, number> = { free: 0, basic: 1, plus: 2, pro: 3 };

export function isLevel(value: unknown): value is MembershipLevel {
  return typeof value === 'string' && Object.prototype.hasOwnProperty.call(ranks, value);
}

/** Compares levels; false for levels that this version of the app does not know. */
export function isAbove(level: MembershipLevel, other: MembershipLevel): boolean {
  return isLevel(level) && isLevel(other) && ranks[level] > ranks[other];
}
