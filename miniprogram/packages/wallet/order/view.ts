import type { Order } from '../../../../cloudfunctions/shared/contracts/payment';
import { moneyName } from '../../../utils/money';
import { fullTime, secondTime } from '../../../utils/time';
import type { OrderReply } from '../service';

export type StoryStep = {
  title: string;
  line: string;
  time: string;
  state: 'done' | 'gain' | 'back' | 'open';
};
export type OrderView = {
  gain: string;
  unit: string;
  tag: string;
  tone: 'good' | 'waiting' | 'off';
  steps: StoryStep[];
  facts: { name: string; value: string }[];
  orderId: string;
  rule: string;
};

const tags: Record<Order['status'], [string, OrderView['tone']]> = {
  created: ['等待付款', 'waiting'],
  paid: ['正在到账', 'waiting'],
  credited: ['已到账', 'good'],
  closed: ['已关闭，没有扣款', 'off'],
  refunding: ['退款中', 'waiting'],
  partly_refunded: ['部分退款', 'off'],
  refunded: ['已退款', 'off'],
  needs_review: ['人工核对中', 'waiting'],
};

export function toView({ order, balance }: OrderReply): OrderView {
  const isMembership = order.kind === 'membership';
  const credits = order.credits + order.bonusCredits;
  const isKept = order.creditedAt !== null && order.status !== 'refunded';
  const known = Object.prototype.hasOwnProperty.call(tags, order.status);
  const [tag, tone] = known ? tags[order.status] : (['处理中', 'waiting'] as const);
  const paid =
    order.paidFen === null
      ? `应付 ${moneyName(order.priceFen)}`
      : `实付 ${moneyName(order.paidFen)}`;
  return {
    ...{ tag, tone, orderId: order.orderId },
    gain: isMembership ? order.name : `${isKept ? '+' : ''}${credits}`,
    unit: isMembership ? `${order.days ?? 30} 天 · ${paid}` : `积分 · ${paid}`,
    steps: toSteps(order, balance),
    facts: [
      { name: '下单时间', value: fullTime(order.createdAt) },
      { name: '支付方式', value: '微信支付' },
    ],
    rule: isMembership
      ? '退款按金额比例收回会员天数'
      : '退款按金额比例收回积分，余额不够收回时不能退',
  };
}

function toSteps(order: Order, balance: OrderReply['balance']): StoryStep[] {
  const { name, priceFen, createdAt, paidAt, creditedAt, closedAt } = order;
  const isMembership = order.kind === 'membership';
  const steps: StoryStep[] = [
    {
      title: '下单',
      line: `${name}，${moneyName(priceFen)}`,
      time: secondTime(createdAt),
      state: 'done',
    },
  ];
  if (order.status === 'closed') {
    steps.push({
      title: '已关闭',
      line: '没有付款，没有扣款',
      time: closedAt === null ? '' : secondTime(closedAt),
      state: 'open',
    });
    return steps;
  }
  steps.push(
    paidAt === null
      ? { title: '付款', line: '等待微信确认', time: '', state: 'open' }
      : {
          title: '付款',
          line: `微信扣款 ${moneyName(order.paidFen ?? priceFen)}`,
          time: secondTime(paidAt),
          state: 'done',
        },
  );
  const title = isMembership ? '会员生效' : '积分到账';
  if (creditedAt === null) {
    const isReview = order.status === 'needs_review';
    const line = isReview ? '人工核对中，不用再付一次' : '核对后到账';
    steps.push({ title, line, time: '', state: 'open' });
  } else {
    steps.push(
      {
        title: '核对',
        line: '金额、商品与订单一致',
        time: secondTime(creditedAt),
        state: 'done',
      },
      {
        title,
        line: balance === null || isMembership ? '' : `余额 ${balance.before} → ${balance.after}`,
        time: secondTime(creditedAt),
        state: 'gain',
      },
    );
  }
  if (order.status === 'refunding')
    steps.push({ title: '退款', line: '微信处理中', time: '', state: 'open' });
  if (order.refundedFen > 0) {
    const line = `退回 ${moneyName(order.refundedFen)}${isMembership ? '' : '，相应的积分已收回'}`;
    steps.push({ title: '已退款', line, time: '', state: 'back' });
  }
  return steps;
}
