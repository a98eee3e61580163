import { element } from '../dom';
import { findRows, momentOf, showMoment, showValue, type Row } from './local';
import { empty, openDrawer, page, table, tag, type Section, type TagKind } from './parts';

const states: Record<string, [name: string, kind: TagKind]> = {
  created: ['等待付款', ''],
  paid: ['已付款', 'amber'],
  credited: ['已到账', 'ok'],
  closed: ['已关闭', ''],
  refunding: ['退款中', 'amber'],
  partly_refunded: ['部分退款', 'amber'],
  refunded: ['已退款', ''],
  needs_review: ['待核对', 'err'],
};
/** The collections that record events of an order, and how to show a row of each. */
const tellers: Record<string, (row: Row) => [what: string, detail: string]> = {
  payment_events: ({ source, outcome, facts }) => [
    `${showValue(source)} → ${showValue(outcome)}`,
    showValue(facts),
  ],
  refunds: ({ kind, status, fen, creditsTaken, reason }) => [
    `退款 ${yuan(fen)} · ${showValue(status)}`,
    `${showValue(kind)}，收回 ${showValue(creditsTaken)} 积分 ${showValue(reason)}`,
  ],
  proposals: ({ kind, status, proposedBy, approvedBy }) => [
    `审批 ${showValue(kind)} · ${showValue(status)}`,
    `提出 ${showValue(proposedBy)}，批准 ${showValue(approvedBy) || '—'}`,
  ],
  credit_logs: ({ _id, amount, before, after }) => [
    `流水 ${showValue(amount)} 积分`,
    `${showValue(_id)}（${showValue(before)} → ${showValue(after)}）`,
  ],
};
const ownMoments = [
  ['createdAt', '下单'],
  ['paidAt', '付款'],
  ['creditedAt', '入账'],
  ['closedAt', '关闭'],
] as const;

type Line = { at: Date; what: string; detail: string };

/** The orders, each with its full history. */
export const orders: Section = {
  id: 'orders',
  title: '订单',
  async open() {
    const { docs, total } = await findRows('orders', { orderBy: '-createdAt', limit: 100 });
    return page(
      '订单',
      `最近 ${docs.length} 笔，共 ${total} 笔。点开看推送、查询、退款、审批与流水，与 npm run diagnose-order 相同；核对钱包在「数据完整性」或 npm run check-wallet。`,
      docs.length === 0 ? empty('还没有订单') : orderTable(docs),
    );
  },
};

function orderTable(docs: Row[]): HTMLElement {
  return table(
    ['下单', '状态', '商品', '金额', '用户', '单号'],
    docs.map((row) => {
      const { name, priceFen } = (row['package'] ?? {}) as Row;
      const [state, kind] = states[showValue(row['status'])] ?? [showValue(row['status']), ''];
      return {
        cells: [
          showValue(row['createdAt']),
          tag(state, kind),
          showValue(name),
          yuan(priceFen),
          showValue(row['userId']),
          showValue(row._id),
        ],
        onOpen: () => void openStory(row),
      };
    }),
  );
}

async function openStory(order: Row): Promise<void> {
  const id = showValue(order._id);
  const parts = await Promise.all(
    Object.entries(tellers).map(async ([collection, tell]) => {
      const query = JSON.stringify({ orderId: id });
      const { docs } = await findRows(collection, { query, orderBy: 'createdAt', limit: 200 });
      return docs.map((row) => toLine(row['createdAt'], ...tell(row)));
    }),
  );
  const own = ownMoments.map(([field, what]) => toLine(order[field], what, ''));
  const lines = [...own, ...parts.flat()]
    .filter((line) => line !== null)
    .sort((one, other) => one.at.getTime() - other.at.getTime());
  const facts = [
    `付款 ${yuan(order['paidFee'])}，优惠 ${yuan(order['couponFee'])}，已退 ${yuan(order['refundedFen'])}`,
    `欠积分 ${showValue(order['shortfallCredits'])}，下次查询 ${showValue(order['nextQueryAt']) || '—'}`,
    ...(order['review'] == null ? [] : [`待核对：${showValue(order['review'])}`]),
  ];
  const story = element(
    'div',
    '',
    ...facts.map((fact) => element('p', 'hint', fact)),
    table(
      ['时间', '经过', '明细'],
      lines.map(({ at, what, detail }) => ({ cells: [showMoment(at), what, detail] })),
    ),
  );
  openDrawer(`订单 ${id}`, story, []);
}

function toLine(at: unknown, what: string, detail: string): Line | null {
  const moment = momentOf(at);
  return moment === undefined ? null : { at: moment, what, detail };
}

function yuan(fen: unknown): string {
  return typeof fen === 'number' ? `${(fen / 100).toFixed(2)} 元` : '—';
}
