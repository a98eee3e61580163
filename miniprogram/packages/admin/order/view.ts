import type {
  AdminOrder,
  PaymentEvent,
  Proposal,
  Refund,
} from '../../../../cloudfunctions/shared/contracts/payment';
import type { CreditLog } from '../../../../cloudfunctions/shared/contracts/userInfo';
import { moneyName, toFen } from '../../../utils/money';
import { joined } from '../../../utils/names';
import { dateTimeName, fullTime, secondTime } from '../../../utils/time';
import { boughtName, orderStatusName, orderStatusTone, reviewName } from '../order-words';
import type { Tone } from '../order-words';
import type { OrderStory } from '../service';

export type Act = 'refund' | 'credit' | 'refundReview' | 'close';

export type Step = { id: string; title: string; line: string; time: string; tone: Tone };
export type OrderView = {
  orderId: string;
  userId: string;
  amount: string;
  bought: string;
  tag: string;
  tone: Tone;
  review: string;
  facts: { name: string; value: string }[];
  steps: Step[];
  /** Which actions are open to an admin now. */
  canRefund: boolean;
  isParked: boolean;
  /** Why it cannot be refunded here, for orders paid through Apple; otherwise empty. */
  noRefund: string;
};

const sources: Record<string, string> = {
  phone: '用户的手机问微信',
  push: '微信推送',
  tick: '定时问微信',
  admin: '管理员问微信',
  'push:goods_deliver': '微信推送：发货',
  'push:refund': '微信推送：退款',
  'push:complaint': '微信推送：投诉',
  'push:ios_refund': '微信推送：苹果退款询问',
};

const outcomes: Record<string, string> = {
  wait: '还没有付款',
  none: '没有变化',
  deliver: '告诉微信已发货',
  credit: '可以入账',
  credited: '已入账',
  close: '关闭',
  closed: '已关闭',
  park: '待核对',
  needs_review: '待核对',
  takeBack: '收回',
  takenBack: '已收回',
  givenBack: '已还回',
  endRefund: '退款完成',
  failRefund: '没有退成',
  refunded: '已退款',
  partly_refunded: '部分退款',
  refunding: '退款中',
  paid: '已付款',
  answered: '已答复',
  unknown: '没有这笔订单',
};

/** Facts of an event that are amounts in fen. */
const amounts: Record<string, string> = {
  orderFee: '应付',
  paidFee: '实付',
  couponFee: '优惠',
  refundFee: '已退',
};

export function toOrderView(
  { order, events, refunds, proposals, ledger }: OrderStory,
  now: number,
): OrderView {
  const { orderId, userId, status, review, platform, env, wxOrderId, paidFen, priceFen } = order;
  const left = (order.orderFee ?? order.priceFen) - order.refundedFen;
  const isPaid = ['credited', 'partly_refunded'].includes(status);
  const isApple = platform === 'ios';
  return {
    ...{ orderId, userId, bought: boughtName(order) },
    amount: moneyName(paidFen ?? priceFen),
    tag: orderStatusName(status),
    tone: orderStatusTone(status),
    review: review === null ? '' : reviewName(review),
    facts: [
      { name: '下单', value: fullTime(order.createdAt) },
      { name: '渠道', value: joined(env === 'live' ? '正式' : '沙箱', platform ?? '') },
      { name: '应付', value: moneyName(priceFen) },
      { name: '优惠券', value: order.couponFen ? moneyName(order.couponFen) : '' },
      { name: '已退', value: order.refundedFen > 0 ? moneyName(order.refundedFen) : '' },
      { name: '欠回', value: order.shortfallCredits > 0 ? `${order.shortfallCredits} 积分` : '' },
      { name: '下次查询', value: order.nextQueryAt ? dateTimeName(order.nextQueryAt, now) : '' },
      { name: '微信单号', value: wxOrderId ?? '' },
    ].filter(({ value }) => value !== ''),
    steps: [
      ...events.map(eventStep),
      ...ledger.map(ledgerStep),
      ...refunds.map(refundStep),
      ...proposals.map(proposalStep),
    ]
      .sort((one, other) => (one.at < other.at ? -1 : 1))
      .map(({ at, ...step }) => ({ ...step, time: secondTime(at) })),
    canRefund: isPaid && !isApple && left > 0,
    isParked: status === 'needs_review',
    noRefund: isPaid && isApple ? '通过苹果购买的订单由苹果退款，这里不能退' : '',
  };
}

type TimedStep = Omit<Step, 'time'> & { at: string };

function eventStep({ id, source, outcome, facts, createdAt }: PaymentEvent): TimedStep {
  const money = Object.entries(amounts).flatMap(([fact, name]) => {
    const fen = facts[fact];
    return typeof fen === 'number' && fen > 0 ? `${name} ${moneyName(fen)}` : [];
  });
  return {
    ...{ id: `event:${id}`, title: wordOf(sources, source), tone: '' },
    line: joined(wordOf(outcomes, outcome), ...money),
    at: createdAt,
  };
}

function wordOf(words: Record<string, string>, name: string): string {
  return Object.prototype.hasOwnProperty.call(words, name) ? (words[name] ?? name) : name;
}

function ledgerStep({ id, title, amount, balance, createdAt }: CreditLog): TimedStep {
  const change = `${amount > 0 ? '+' : '−'}${Math.abs(amount)} 积分`;
  const tone: Tone = amount >= 0 ? 'good' : 'warn';
  return {
    ...{ id: `ledger:${id}`, title: title || '积分', tone },
    line: joined(change, `余额 ${balance}`),
    at: createdAt,
  };
}

const refundStates: Record<Refund['status'], string> = {
  started: '已发起',
  accepted: '微信处理中',
  done: '已退回',
  failed: '没有退成',
};

function refundStep(refund: Refund): TimedStep {
  const taken =
    refund.daysTaken > 0 ? `收回 ${refund.daysTaken} 天` : `收回 ${refund.creditsTaken} 积分`;
  return {
    ...{ id: `refund:${refund.refundId}`, title: `退款 ${moneyName(refund.fen)}` },
    tone: refund.status === 'failed' ? 'bad' : refund.status === 'done' ? 'warn' : 'busy',
    line: joined(refundStates[refund.status], taken, refund.reason),
    at: refund.createdAt,
  };
}

const proposalStates: Record<Proposal['status'], string> = {
  open: '等另一位管理员批准',
  approved: '已批准',
  expired: '已过期',
};

function proposalStep({ proposalId, status, reason, fen, createdAt }: Proposal): TimedStep {
  return {
    id: `proposal:${proposalId}`,
    title: `提议${fen === null ? '' : ` ${moneyName(fen)}`}`,
    tone: status === 'open' ? 'busy' : '',
    line: joined(proposalStates[status], reason),
    at: createdAt,
  };
}

/** What an action would do, and why it cannot be done yet. */
export type ActView = { title: string; effect: string; act: string; problem: string };

export function toActView(order: AdminOrder | null, act: Act | '', typed: string): ActView {
  if (order === null || act === '') return { title: '', effect: '', act: '', problem: '' };
  switch (act) {
    case 'refund':
      return toRefundView(order, typed);
    case 'credit':
      return {
        ...{ title: '入账', act: '入账', problem: '' },
        effect: `再问一次微信；确实付了 ${moneyName(order.priceFen)} 才给 ${boughtName(order)}`,
      };
    case 'refundReview':
      return {
        ...{ title: '退回这笔付款', act: '退款', problem: '' },
        effect: '再问一次微信，把还没退的付款原路退回；没有入账，不收回积分',
      };
    case 'close':
      return {
        ...{ title: '关闭订单', act: '关闭', problem: '' },
        effect: '再问一次微信，确实没有未退的付款才关闭；以后到的付款仍会入账',
      };
  }
}

function toRefundView(order: AdminOrder, typed: string): ActView {
  const total = order.orderFee ?? order.priceFen;
  const left = total - order.refundedFen;
  const fen = toFen(typed);
  const problem =
    typed.trim() === ''
      ? '先填金额'
      : fen === null || fen === 0
        ? '金额不对'
        : fen > left
          ? `最多还能退 ${moneyName(left)}`
          : '';
  const view = { title: '退款', act: fen === null ? '退款' : `退 ${moneyName(fen)}`, problem };
  if (fen === null || problem !== '') {
    return { ...view, effect: `这笔还可以退 ${moneyName(left)}，原路退回` };
  }
  const credits = Math.ceil(((order.credits + order.bonusCredits) * fen) / total);
  const taken =
    order.kind === 'membership'
      ? '按金额比例收回会员天数'
      : `收回 ${credits} 积分，余额不够时不能退`;
  return { ...view, effect: `原路退回 ${moneyName(fen)}，${taken}；当天超过 200 元要两位管理员` };
}
