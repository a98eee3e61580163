import { AppError } from '../../error';
import { creditLogIds } from '../ids';
import type { Work } from '../work/work';

export const welcomeCredits = 100;

export const creditKinds = [
  ...(['welcome', 'consume', 'refund', 'adjust', 'leave'] as const),
  ...(['recharge', 'checkin', 'invite', 'refund_recharge'] as const),
] as const;

/** One change of a user's credits. The id is derived from its cause, so no cause counts twice. */
export type CreditChange = {
  id: string;
  userId: string;
  kind: (typeof creditKinds)[number];
  amount: number;
  before: number;
  after: number;
  title: string;
  workId?: string | undefined;
  orderId?: string | undefined;
  reason?: string | undefined;
  adminId?: string | undefined;
};

/** Credits that a forced refund of an order could not take. */
export type OwedCredits = { orderId: string; credits: number };

export function welcome(userId: string): CreditChange {
  return {
    id: creditLogIds.welcome(userId),
    userId,
    kind: 'welcome',
    amount: welcomeCredits,
    before: 0,
    after: welcomeCredits,
    title: '新用户赠送',
  };
}

/** Throws CREDITS_INSUFFICIENT if the works together cost more than the balance. */
export function charge(credits: number, works: readonly Work[]): CreditChange[] {
  const required = works.reduce((sum, work) => sum + work.cost, 0);
  if (credits < required) {
    throw new AppError('CREDITS_INSUFFICIENT', {
      details: { required, missing: required - credits, credits },
    });
  }
  let before = credits;
  return works.map((work) => {
    const after = before - work.cost;
    const change: CreditChange = {
      id: creditLogIds.consume(work.id),
      userId: work.userId,
      kind: 'consume',
      amount: -work.cost,
      before,
      after,
      title: `${typeLabels[work.type]} · ${work.title}`,
      workId: work.id,
    };
    before = after;
    return change;
  });
}

const typeLabels: Record<Work['type'], string> = {
  text2img: '文生图',
  photography: '服装摄影',
  fitting: '虚拟试衣',
};

export function refund(credits: number, work: Work): CreditChange {
  return {
    id: creditLogIds.refund(work.id),
    userId: work.userId,
    kind: 'refund',
    amount: work.cost,
    before: credits,
    after: credits + work.cost,
    title: `退回 · ${work.title}`,
    workId: work.id,
  };
}

/** The remaining credits of a deleted account lapse; null if there are none. */
export function lapse(userId: string, times: number, credits: number): CreditChange | null {
  if (credits === 0) return null;
  return {
    ...{ id: creditLogIds.leave(userId, times), userId, kind: 'leave' },
    ...{ amount: -credits, before: credits, after: 0, title: '注销账户' },
  };
}

type Adjustment = {
  userId: string;
  amount: number;
  reason: string;
  requestId: string;
  adminId: string;
};

/** An admin's change. Credits never become negative: such a change is refused as a whole. */
export function adjust(credits: number, adjustment: Adjustment): CreditChange {
  const { userId, amount, reason, requestId, adminId } = adjustment;
  const after = credits + amount;
  if (after < 0) {
    throw new AppError('CREDITS_INSUFFICIENT', {
      details: { required: -amount, missing: -after, credits },
    });
  }
  return {
    id: creditLogIds.adjust(userId, requestId),
    userId,
    kind: 'adjust',
    amount,
    before: credits,
    after,
    title: amount < 0 ? '管理员扣减' : '管理员发放',
    reason,
    adminId,
  };
}

/** Uses a gain to repay credits that forced refunds could not take, oldest refund first. */
export function withRepayment(
  gain: CreditChange,
  owed: readonly OwedCredits[],
): { changes: CreditChange[]; repaid: OwedCredits[]; owed: OwedCredits[] } {
  let left = Math.max(0, gain.amount);
  const repaid: OwedCredits[] = [];
  const stillOwed: OwedCredits[] = [];
  for (const { orderId, credits } of owed) {
    const paid = Math.min(left, credits);
    left -= paid;
    if (paid > 0) repaid.push({ orderId, credits: paid });
    if (paid < credits) stillOwed.push({ orderId, credits: credits - paid });
  }
  const sum = repaid.reduce((total, { credits }) => total + credits, 0);
  if (sum === 0) return { changes: [gain], repaid, owed: stillOwed };
  const repayment: CreditChange = {
    ...{ id: creditLogIds.repaid(gain.id), userId: gain.userId, kind: 'refund_recharge' },
    ...{ amount: -sum, before: gain.after, after: gain.after - sum, title: '补扣退款积分' },
  };
  return { changes: [gain, repayment], repaid, owed: stillOwed };
}
