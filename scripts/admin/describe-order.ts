import type { OrderStory } from '../../cloudfunctions/shared/data/wallet/stories';
import { problems } from '../../cloudfunctions/shared/integrity/rules/findings';
import type { Finding } from '../../cloudfunctions/shared/integrity/rules/findings';
import { signedStatus } from '../../cloudfunctions/shared/integrity/rules/report';
import type { Status } from '../../cloudfunctions/shared/integrity/rules/report';

export type OrderReport = Omit<OrderStory, 'order'> & {
  orderId: string;
  status: Status;
  order: Omit<OrderStory['order'], 'openid'>;
  findings: Finding[];
  /** Rows that could not be parsed. */
  skipped: string[];
};

/** Describes the history of an order for an admin. */
export function describeOrder(told: OrderReport): string {
  const { order, events, refunds, proposals, ledger, findings, skipped } = told;
  const { package: bought } = order;
  const at = (moment: Date | null) => (moment === null ? '—' : moment.toISOString());
  return [
    `🔍 订单 ${told.orderId}`,
    `📊 状态: ${signedStatus(told.status)}`,
    '',
    '📄 订单:',
    `   ${order.status}${order.review === null ? '' : `（待核对：${order.review}）`}，用户 ${order.userId}`,
    `   ${bought.name}，价格 ${yuan(bought.priceFen)}，积分 ${bought.credits} + ${bought.bonusCredits}`,
    `   渠道 ${order.channel}（${order.env}），渠道单号 ${order.wxOrderId ?? '—'}，平台 ${order.platform ?? '—'}`,
    `   付款 ${yuan(order.paidFee)}，优惠 ${yuan(order.couponFee)}，已退 ${yuan(order.refundedFen)}，欠积分 ${order.shortfallCredits}`,
    `   下单 ${at(order.createdAt)}，付款 ${at(order.paidAt)}，入账 ${at(order.creditedAt)}，关闭 ${at(order.closedAt)}`,
    `   下次查询 ${at(order.nextQueryAt)}`,
    '📨 推送与查询:',
    ...orNone(
      events.map(
        ({ createdAt, source, outcome, facts }) =>
          `   ${at(createdAt)} ${source} → ${outcome} ${JSON.stringify(facts)}`,
      ),
    ),
    '↩️ 退款:',
    ...orNone(
      refunds.map(
        ({ createdAt, kind, status, fen, creditsTaken, daysTaken, reason }) =>
          `   ${at(createdAt)} ${kind} ${status} ${yuan(fen)}，收回 ${creditsTaken} 积分、${daysTaken} 天，${reason}`,
      ),
    ),
    '🖊 审批:',
    ...orNone(
      proposals.map(
        ({ createdAt, kind, status, proposedBy, approvedBy }) =>
          `   ${at(createdAt)} ${kind} ${status}，提出 ${proposedBy}，批准 ${approvedBy ?? '—'}`,
      ),
    ),
    '💰 积分流水:',
    ...orNone(
      ledger.map(
        ({ createdAt, id, amount, before, after }) =>
          `   ${at(createdAt)} ${id} ${amount}（${before} → ${after}）`,
      ),
    ),
    '',
    ...(skipped.length === 0 ? [] : [`⚠️ 读不懂的记录: ${skipped.join('、')}`]),
    ...(findings.length === 0
      ? ['🎉 没有发现问题']
      : [
          '🚨 发现的问题:',
          ...findings.map(
            ({ problem, what }) =>
              `   ${problems[problem].severity === 'damaged' ? '❌' : '⚠️'} ${problem}: ${what}`,
          ),
        ]),
  ].join('\n');
}

function yuan(fen: number | null): string {
  return fen === null ? '—' : `${(fen / 100).toFixed(2)} 元`;
}

function orNone(lines: string[]): string[] {
  return lines.length === 0 ? ['   （没有）'] : lines;
}
