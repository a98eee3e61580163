import type { PayOrder } from './state';

const columns = '订单号,微信订单号,交易类型,交易时间,商品,订单金额(分),优惠金额(分),金额(分)';
const hourMs = 3_600_000;

/** The bill for the days from `begin` to `end` (yyyymmdd, Beijing), with one line per payment and refund. */
export function billOf(orders: readonly PayOrder[], begin: number, end: number): string {
  const lines = orders.flatMap((order) => {
    const { outTradeNo, wxOrderId, productId, orderFee, couponFee, paidFee } = order;
    const payment = [outTradeNo, wxOrderId, '支付', order.paidAt, productId, orderFee, couponFee];
    return [
      ...(order.paidAt === null ? [] : [{ at: order.paidAt, cells: [...payment, paidFee] }]),
      ...order.refunds.flatMap(({ doneAt, status, refundOrderId, wxRefundId, fee }) =>
        status !== 'done' || doneAt === null
          ? []
          : [
              {
                at: doneAt,
                cells: [refundOrderId, wxRefundId, '退款', doneAt, productId, orderFee, 0, -fee],
              },
            ],
      ),
    ];
  });
  const told = lines
    .filter(({ at }) => dayOf(at) >= begin && dayOf(at) <= end)
    .sort((one, other) => one.at - other.at)
    .map(({ at, cells }) => cells.map((cell, place) => (place === 3 ? timeOf(at) : cell)).join());
  return [columns, ...told, ''].join('\n');
}

function beijing(moment: number): string {
  return new Date(moment + 8 * hourMs).toISOString();
}

function dayOf(moment: number): number {
  return Number(beijing(moment).slice(0, 10).replaceAll('-', ''));
}

function timeOf(moment: number): string {
  return beijing(moment).slice(0, 19).replace('T', ' ');
}
