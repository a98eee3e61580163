import type { MembershipLevel } from '../../cloudfunctions/shared/contracts/values';

/** Every level of the contract, from the lowest. */
const ranks: Record<MembershipLevel, number> = { free: 0, basic: 1, plus: 2, pro: 3 };

export function isLevel(value: unknown): value is MembershipLevel {
  return typeof value === 'string' && Object.prototype.hasOwnProperty.call(ranks, value);
}

/** A level that this version of the phone does not know is above none, and none is below it. */
export function isAbove(level: MembershipLevel, other: MembershipLevel): boolean {
  return isLevel(level) && isLevel(other) && ranks[level] > ranks[other];
}
