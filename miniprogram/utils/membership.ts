import type { MembershipLevel } from '../../cloudfunctions/shared/contracts/values';

export const levelNames: Record<MembershipLevel, string> = {
  free: '免费版',
  basic: '基础版',
  plus: '进阶版',
  pro: '专业版',
};

const order: MembershipLevel[] = ['free', 'basic', 'plus', 'pro'];

export function isAbove(level: MembershipLevel, other: MembershipLevel): boolean {
  return order.indexOf(level) > order.indexOf(other);
}

export function isLevel(value: unknown): value is MembershipLevel {
  return order.some((level) => level === value);
}
