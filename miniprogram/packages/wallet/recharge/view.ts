import type { CreditPackage } from '../../../../cloudfunctions/shared/contracts/payment';
import { secondsSince } from '../../../utils/time';
import type { Pending, Purchase } from '../pending';
import type { Step } from '../purchase';

export type PackageCard = Purchase & {
  isMembership: boolean;
  planId: string;
  /** `60`, or the term of a membership. */
  amount: string;
  bonus: string;
  price: string;
  badge: string;
  label: string;
};

/** `¥18`, `¥19.9` */
export function priceName(fen: number): string {
  return `¥${fen / 100}`;
}

/** `¥18.00` */
export function moneyName(fen: number): string {
  return `¥${(fen / 100).toFixed(2)}`;
}

export function toCard(row: CreditPackage): PackageCard {
  const isMembership = row.kind === 'membership';
  const credits = row.credits + row.bonusCredits;
  const bonus = row.bonusCredits > 0 ? `含赠送 ${row.bonusCredits}` : '';
  const amount = isMembership ? `${row.days ?? 30} 天` : String(credits);
  const price = priceName(row.priceFen);
  // The product name includes the term, which the card shows separately.
  const name = isMembership ? row.name.replace(` ${amount}`, '') : row.name;
  const words = isMembership ? [name, amount] : [`${amount} 积分`, bonus];
  return {
    ...{ packageId: row.packageId, name, priceFen: row.priceFen, credits },
    ...{ isMembership, planId: row.planId ?? '', amount, bonus, price, badge: row.badge },
    label: [...words, price, row.badge].filter((part) => part !== '').join('，'),
  };
}

/** Selected at first: the wanted membership, else the one with a badge, else the first. */
export function firstChoice(cards: PackageCard[], wanted: string): string {
  const chosen =
    cards.find(({ planId, packageId }) => wanted !== '' && [planId, packageId].includes(wanted)) ??
    cards.find(({ isMembership, badge }) => !isMembership && badge !== '') ??
    cards[0];
  return chosen?.packageId ?? '';
}

/** What the button names beside the price. */
export function gainOf({ isMembership, credits, name, amount }: PackageCard): string {
  return isMembership ? `${name} ${amount}` : `得 ${credits} 积分`;
}

export type Confirming = {
  orderId: string;
  name: string;
  price: string;
  line: string;
  after: string;
  note: string;
  isPaid: boolean;
};

const slowSeconds = 60;
const leaveSeconds = 120;

export function toConfirming(
  { orderId, name, priceFen, credits, startedAt, isPaid }: Pending,
  balance: number | null,
  now: number,
): Confirming {
  const seconds = secondsSince(startedAt, now);
  const isSlow = seconds > slowSeconds;
  return {
    ...{ orderId, name, isPaid, price: moneyName(priceFen) },
    line: isSlow ? '比平时慢一些，仍在确认' : `已用 ${seconds} 秒 · 一般 1 分钟内`,
    after: credits === 0 || balance === null ? '' : `到账后 ${balance + credits}`,
    note:
      seconds > leaveSeconds
        ? '不用再付一次。可以先离开，到账后会显示在积分记录里'
        : '不用再付一次，这笔钱不会丢。可以先离开，到账后余额会自动更新，积分记录里也能看到',
  };
}

export type Result = {
  isGood: boolean;
  title: string;
  line: string;
  /** The order that the result page links to; empty if there is none. */
  orderId: string;
};

/** The result page of a finished purchase; null while it is going on. */
export function toResult(step: Step): Result | null {
  if (step.kind === 'credited') {
    const { order, balance } = step;
    const isMembership = order.kind === 'membership';
    return {
      isGood: true,
      title: isMembership
        ? `${order.name}已生效`
        : `${order.credits + order.bonusCredits} 积分已到账`,
      line:
        isMembership || balance === null
          ? '现在就可以去画'
          : `余额 ${balance.before} → ${balance.after}`,
      orderId: order.orderId,
    };
  }
  if (step.kind === 'review') {
    return {
      isGood: false,
      title: '这笔付款在人工核对',
      line: '不用再付一次，钱不会丢，核对完会显示在积分记录里',
      orderId: step.orderId,
    };
  }
  return null;
}

/** The line above the button after a purchase that failed or was cancelled. */
export function toNotice(step: Step): string {
  if (step.kind === 'cancelled') return '已取消，没有扣款';
  return step.kind === 'failed' ? step.reason : '';
}
