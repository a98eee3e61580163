const plans = ['basic', 'plus', 'pro'];

export type Membership = {
  _id: string;
  userId: string;
  planId: string;
  status: 'active' | 'ended';
  startAt: Date;
  endAt: Date;
  customQuotas: Record<string, never>;
  version: number;
  isSynced: boolean;
  updatedAt: Date;
};

/** A subscription to a level that ends in years; null for a level that needs none. */
export function membershipOf(
  userId: string,
  vipLevel: number,
  status?: Membership['status'],
): Membership;
export function membershipOf(userId: string, vipLevel: unknown): Membership | null;
export function membershipOf(
  userId: string,
  vipLevel: unknown,
  status: Membership['status'] = 'active',
): Membership | null {
  const planId = plans[Number(vipLevel) - 1];
  if (planId === undefined) return null;
  const longAgo = new Date('2020-01-01T00:00:00.000Z');
  return {
    _id: userId,
    userId,
    planId,
    status,
    startAt: longAgo,
    endAt: new Date('2040-01-01T00:00:00.000Z'),
    customQuotas: {},
    version: 1,
    isSynced: true,
    updatedAt: longAgo,
  };
}
